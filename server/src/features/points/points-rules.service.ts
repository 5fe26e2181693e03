import { Injectable } from '@nestjs/common';
import type { ParsedInputOf } from '@linli/shared/call';
import type { endRule, RuleView, saveRule } from '@linli/shared/points';
import { addDays, type Day } from '@linli/shared/time';

import { covers, residentOf, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { Database, type Reads, type Tx } from '../../database/database.js';
import { isDuplicate } from '../../database/failures.js';
import { IdempotentActs } from '../../platform/idempotency/idempotent-acts.js';
import { OrgUnitsService } from '../org-units/org-units.service.js';

import { PointsRule } from './points-rule.entity.js';
import { forbiddenWordIn, maxActiveRules } from './points.rules.js';
import { ruleCatalogue } from './rule-catalogue.js';

/** Rules come in versions with dates; an act is judged by the version in force on its day. */
@Injectable()
export class PointsRulesService {
  constructor(
    private readonly database: Database,
    private readonly acts: IdempotentActs,
    private readonly orgUnits: OrgUnitsService,
    private readonly clock: Clock,
  ) {}

  /** The version of a rule in force on a day, or null. */
  async inForce(reads: Reads, communityId: string, code: string, day: Day): Promise<PointsRule | null> {
    return versionsOf(reads, communityId)
      .andWhere('rule.code = :code', { code })
      .andWhere('rule.effectiveFrom <= :day AND (rule.effectiveTo IS NULL OR rule.effectiveTo >= :day)', {
        day,
      })
      .orderBy('rule.version', 'DESC')
      .getOne();
  }

  /** Rules in force on a day and versions that begin later, by code. */
  async list(communityId: string, day: Day): Promise<{ items: RuleView[]; upcoming: RuleView[] }> {
    await this.orgUnits.getCommunity(communityId);
    const rows = await versionsOf(this.database, communityId)
      .orderBy('rule.code')
      .addOrderBy('rule.version')
      .getMany();
    const current = new Map<string, PointsRule>();
    const upcoming: PointsRule[] = [];
    for (const rule of rows) {
      if (rule.effectiveFrom > day) {
        if (rule.effectiveTo === null || rule.effectiveTo >= rule.effectiveFrom) upcoming.push(rule);
      } else if (rule.effectiveTo === null || rule.effectiveTo >= day) current.set(rule.code, rule);
    }
    return { items: [...current.values()].map(toView), upcoming: upcoming.map(toView) };
  }

  /** A new rule or the next version of one; the version before ends the day before. */
  async save(actor: Actor, input: ParsedInputOf<typeof saveRule>): Promise<RuleView> {
    await this.#assertMayManage(actor, input.communityId);
    const { requestKey: _, ...fields } = input;
    if (input.effectiveFrom <= this.clock.today()) throw new AppError('RULE_VERSION_IN_PAST');
    const word = forbiddenWordIn(input.title);
    if (word) throw new AppError('RULE_TITLE_FORBIDDEN', { details: { word } });
    if (input.capPeriod !== 'none' && input.capPoints === null) {
      throw new AppError('INPUT_INVALID', { fields: { capPoints: '请填上限的分数' } });
    }
    try {
      return await this.acts.once(actor.accountId, 'pointsRules.save', input, async (tx) => {
        const versions = await tx.rows<{
          version: number;
          effective_from: string;
          effective_to: string | null;
        }>(
          'SELECT version, effective_from, effective_to FROM points_rules WHERE community_id = ? AND code = ? ORDER BY version DESC',
          [input.communityId, input.code],
        );
        const newest = versions[0];
        if (newest && newest.effective_from >= input.effectiveFrom)
          throw new AppError('RULE_VERSION_IN_PAST');
        const runsOn =
          newest && (newest.effective_to === null || newest.effective_to >= addDays(input.effectiveFrom, -1));
        if (!runsOn) await this.#assertRoomForOneMore(tx, input.communityId);
        if (newest && (newest.effective_to === null || newest.effective_to >= input.effectiveFrom)) {
          await tx.run(
            'UPDATE points_rules SET effective_to = ? WHERE community_id = ? AND code = ? AND version = ?',
            [addDays(input.effectiveFrom, -1), input.communityId, input.code, newest.version],
          );
        }
        const rule: PointsRule = {
          ...fields,
          id: newId(),
          version: (newest?.version ?? 0) + 1,
          capPoints: input.capPeriod === 'none' ? null : input.capPoints,
          effectiveTo: null,
          createdAt: this.clock.now(),
          createdById: residentOf(actor),
        };
        await tx.insert(PointsRule, rule);
        return toView(rule);
      });
    } catch (error) {
      // Two people saved the next version in the same moment: the later one looks again.
      if (isDuplicate(error, 'points_rules_version', 'points_rules.community_id'))
        throw new AppError('RULE_VERSION_IN_PAST');
      throw error;
    }
  }

  /** Sets a rule's last day: today or later. Versions that were to begin after it never do. */
  async end(actor: Actor, input: ParsedInputOf<typeof endRule>): Promise<void> {
    await this.#assertMayManage(actor, input.communityId);
    if (input.lastDay < this.clock.today()) throw new AppError('RULE_VERSION_IN_PAST');
    const { communityId, code, lastDay } = input;
    await this.database.transaction(async (tx) => {
      const ended = await tx.run(
        `UPDATE points_rules SET effective_to = ?
          WHERE community_id = ? AND code = ? AND effective_from <= ? AND (effective_to IS NULL OR effective_to >= ?)`,
        [lastDay, communityId, code, lastDay, lastDay],
      );
      if (ended === 0) throw new AppError('RULE_NOT_IN_FORCE');
      await tx.run(
        'UPDATE points_rules SET effective_to = ? WHERE community_id = ? AND code = ? AND effective_from > ?',
        [lastDay, communityId, code, lastDay],
      );
    });
  }

  /** Gives a community the 44 rules of domain.md 2.3 as their first version. */
  async adoptCatalogue(tx: Tx, communityId: string, effectiveFrom: Day, adoptedBy: string): Promise<void> {
    await tx.insert(
      PointsRule,
      ruleCatalogue.map((rule) => ({
        ...rule,
        id: newId(),
        communityId,
        version: 1,
        effectiveFrom,
        effectiveTo: null,
        adoptedBy,
        createdAt: this.clock.now(),
        createdById: null,
      })),
    );
  }

  async #assertMayManage(actor: Actor, communityId: string): Promise<void> {
    const community = await this.orgUnits.getCommunity(communityId);
    if (!covers(actor, 'rule.manage', community.path)) throw new AppError('NOT_FOUND');
  }

  async #assertRoomForOneMore(tx: Tx, communityId: string): Promise<void> {
    const row = await tx.row<{ n: number | string }>(
      'SELECT COUNT(DISTINCT code) AS n FROM points_rules WHERE community_id = ? AND (effective_to IS NULL OR effective_to >= ?)',
      [communityId, this.clock.today()],
    );
    if (Number(row?.n ?? 0) >= maxActiveRules) throw new AppError('RULE_LIMIT_REACHED');
  }
}

function versionsOf(reads: Reads, communityId: string) {
  return reads.manager
    .createQueryBuilder(PointsRule, 'rule')
    .where('rule.communityId = :communityId', { communityId });
}

function toView(rule: PointsRule): RuleView {
  const { code, version, category, title, points, unit, capPoints, capPeriod, evidence, approver } = rule;
  const { effectiveFrom, effectiveTo, adoptedBy } = rule;
  return {
    code,
    version,
    category,
    title,
    points,
    unit,
    capPoints,
    capPeriod,
    evidence,
    approver,
    effectiveFrom,
    effectiveTo,
    adoptedBy,
  };
}
