import { Injectable } from '@nestjs/common';
import type { ParsedInputOf } from '@linli/shared/call';
import type { EntryView, getBudget, listEntries, PointsSummary, reverseEntry } from '@linli/shared/points';
import { daysBetween, yearOf } from '@linli/shared/time';

import { covers, residentOf, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { Database } from '../../database/database.js';
import { IdempotentActs } from '../../platform/idempotency/idempotent-acts.js';
import { OrgUnitsService } from '../org-units/org-units.service.js';
import { ResidentsService } from '../residents/residents.service.js';

import { PointsAccount } from './points-account.entity.js';
import { PointsEntry } from './points-entry.entity.js';
import { hasLapsed, lapsesSoon } from './points.rules.js';
import { PointsService } from './points.service.js';

/** What a person sees of their points, and the acts on single lines. */
@Injectable()
export class StatementService {
  constructor(
    private readonly database: Database,
    private readonly acts: IdempotentActs,
    private readonly points: PointsService,
    private readonly residents: ResidentsService,
    private readonly orgUnits: OrgUnitsService,
    private readonly clock: Clock,
  ) {}

  async summary(actor: Actor, residentId: string | undefined): Promise<PointsSummary> {
    const person = await this.residents.actingFor(actor, residentId, 'points');
    const today = this.clock.today();
    const year = yearOf(today);
    const account = await this.database.row<{ id: string; held: number }>(
      'SELECT id, held FROM points_accounts WHERE resident_id = ?',
      [person.id],
    );
    const lots = account ? await this.#lots(account.id) : [];
    const score = account
      ? await this.database.row<{ score: number }>(
          'SELECT score FROM annual_scores WHERE account_id = ? AND year = ?',
          [account.id, year],
        )
      : undefined;
    return {
      residentName: person.name,
      balance: lots.reduce((sum, lot) => sum + lot.points, 0),
      held: account?.held ?? 0,
      annualScore: score?.score ?? 0,
      year,
      lots: lots.map(({ points, earnedYear, lapsesOn }) => ({
        points,
        earnedYear,
        lapsesOn: lapsesOn ?? '',
        daysLeft: lapsesOn ? daysBetween(today, lapsesOn) : 9999,
        soon: lapsesOn !== null && lapsesSoon(lapsesOn, today),
      })),
    };
  }

  /** What a person can spend now: lots whose last day is over do not count, whether or not the lapse has run. */
  async spendable(residentId: string): Promise<number> {
    const row = await this.database.row<{ points: number | string | null }>(
      `SELECT SUM(l.remaining) AS points FROM points_accounts a JOIN points_lots l ON l.account_id = a.id
        WHERE a.resident_id = ? AND a.state = 'open' AND (l.lapses_on IS NULL OR l.lapses_on >= ?)`,
      [residentId, this.clock.today()],
    );
    return Number(row?.points ?? 0);
  }

  async entries(
    actor: Actor,
    input: ParsedInputOf<typeof listEntries>,
  ): Promise<{ items: EntryView[]; next: string | null }> {
    const person = await this.residents.actingFor(actor, input.residentId, 'points');
    const size = input.size ?? 20;
    // Ids are made in the order of time, so they are the cursor.
    const rows = await this.database.manager
      .createQueryBuilder(PointsEntry, 'entry')
      .innerJoin(PointsAccount, 'account', 'account.id = entry.accountId')
      .where('account.residentId = :residentId', { residentId: person.id })
      .andWhere(input.cursor ? 'entry.id < :cursor' : '1 = 1', { cursor: input.cursor })
      .orderBy('entry.id', 'DESC')
      .limit(size + 1)
      .getMany();
    const page = rows.slice(0, size);
    const reversed = await this.#reversedAmong(page.map((entry) => entry.id));
    return {
      items: page.map((entry) => toView(entry, reversed.has(entry.id))),
      next: rows.length > size ? (page[page.length - 1]?.id ?? null) : null,
    };
  }

  async budget(actor: Actor, input: ParsedInputOf<typeof getBudget>) {
    const community = await this.orgUnits.getCommunity(input.communityId);
    if (!covers(actor, 'rule.manage', community.path)) throw new AppError('NOT_FOUND');
    const year = yearOf(this.clock.today());
    const row = await this.database.row<{ total: number; issued: number }>(
      'SELECT total, issued FROM points_budgets WHERE community_id = ? AND year = ?',
      [community.id, year],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return { year, total: row.total, issued: row.issued, nearlyUsed: row.issued * 10 >= row.total * 9 };
  }

  async reverse(actor: Actor, input: ParsedInputOf<typeof reverseEntry>): Promise<EntryView> {
    const original = await this.database.manager.findOneBy(PointsEntry, { id: input.id });
    if (!original) throw new AppError('NOT_FOUND');
    await this.#assertMayReverse(actor, original);
    return this.acts.once(actor.accountId, 'points.reverse', input, async (tx) => {
      const entry = await this.points.reverse(tx, original, {
        reason: `reverse:${original.id}`,
        title: Array.from(`冲正：${original.title}`).slice(0, 60).join(''),
        detail: input.reason,
        actorId: residentOf(actor),
      });
      return toView(entry, false);
    });
  }

  async #assertMayReverse(actor: Actor, entry: PointsEntry): Promise<void> {
    const owner = await this.database.row<{ resident_id: string }>(
      'SELECT resident_id FROM points_accounts WHERE id = ?',
      [entry.accountId],
    );
    const person = await this.residents.find(owner?.resident_id ?? '');
    // Nobody corrects their own ledger, and nobody what they confirmed themselves.
    const involved = person?.id === actor.residentId || entry.actorId === actor.residentId;
    if (!person || involved || !covers(actor, 'points.reverse', person.orgPath))
      throw new AppError('NOT_FOUND');
  }

  async #lots(accountId: string) {
    const today = this.clock.today();
    const rows = await this.database.rows<{
      earned_year: number;
      lapses_on: string | null;
      points: number | string;
    }>(
      `SELECT earned_year, lapses_on, SUM(remaining) AS points FROM points_lots
        WHERE account_id = ? AND remaining > 0 GROUP BY earned_year, lapses_on
        ORDER BY CASE WHEN lapses_on IS NULL THEN 1 ELSE 0 END, lapses_on, earned_year`,
      [accountId],
    );
    return rows
      .filter((row) => !hasLapsed(row.lapses_on, today))
      .map((row) => ({ earnedYear: row.earned_year, lapsesOn: row.lapses_on, points: Number(row.points) }));
  }

  async #reversedAmong(ids: string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const rows = await this.database.rows<{ reverses_id: string }>(
      `SELECT reverses_id FROM points_entries WHERE reverses_id IN (${ids.map(() => '?').join(', ')})`,
      ids,
    );
    return new Set(rows.map((row) => row.reverses_id));
  }
}

function toView(entry: PointsEntry, reversed: boolean): EntryView {
  const { id, kind, title, detail, category, amount, balanceAfter, happenedOn, reversesId } = entry;
  return {
    id,
    kind,
    title,
    detail,
    category,
    amount,
    balanceAfter,
    happenedOn,
    reversesId,
    at: entry.at.toISOString(),
    reversed,
  };
}
