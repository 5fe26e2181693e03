import { Injectable } from '@nestjs/common';
import type { EntryKind, PointsCategory } from '@linli/shared/points';
import { dayOf, yearOf, type Day } from '@linli/shared/time';

import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { Database, placeholders, type Tx } from '../../database/database.js';
import { isDuplicate } from '../../database/failures.js';

import { AnnualScore } from './annual-score.entity.js';
import { CapUsage } from './cap-usage.entity.js';
import { EntryLot } from './entry-lot.entity.js';
import { PointsAccount } from './points-account.entity.js';
import { PointsBudget } from './points-budget.entity.js';
import { PointsEntry } from './points-entry.entity.js';
import { PointsLot } from './points-lot.entity.js';
import type { PointsRule } from './points-rule.entity.js';
import { PointsRulesService } from './points-rules.service.js';
import {
  capPeriodKey,
  capText,
  drawFrom,
  hasLapsed,
  lapseDay,
  pointsFor,
  type LotShare,
} from './points.rules.js';

/** Points somebody has earned by a confirmed act. */
export interface Award {
  residentId: string;
  communityId: string;
  ruleCode: string;
  happenedOn: Day;
  /** Minutes for rules per hour or half day, occasions otherwise. */
  quantity: number;
  /** What it is for, once in the whole ledger: `attendance:<id>`. */
  reason: string;
  title: string;
  detail: string;
  /** Who confirmed; null for the system. */
  actorId: string | null;
}

export interface AwardResult {
  residentId: string;
  /** What was posted; 0 when the cap was reached before. */
  points: number;
  /** Why it is less than the rule says; '' when it is not. */
  remark: string;
}

/** Points kept for something that will be handed over. */
export interface Hold {
  residentId: string;
  communityId: string;
  points: number;
  reason: string;
  title: string;
  detail: string;
  actorId: string;
}

interface LotRow extends Record<string, unknown> {
  id: string;
  remaining: number;
  lapses_on: Day | null;
}

interface AccountRow extends Record<string, unknown> {
  id: string;
  balance: number;
  state: 'open' | 'closed';
}

/**
 * The ledger. Every act first moves the person's account row by one guarded UPDATE, so acts on one account queue and
 * whatever is read afterwards in the transaction stays true; the community's budget, which everybody shares, comes last.
 */
@Injectable()
export class PointsService {
  constructor(
    private readonly database: Database,
    private readonly rules: PointsRulesService,
    private readonly clock: Clock,
  ) {}

  /**
   * Posts awards under caps and budget: all of them or none.
   * @returns one result per award, in the order given
   * @throws AppError RULE_NOT_IN_FORCE, POINTS_BUDGET_EXHAUSTED, ACCOUNT_CLOSED
   */
  async awardAll(tx: Tx, awards: readonly Award[]): Promise<AwardResult[]> {
    const accounts = await this.#accountsOf(tx, awards);
    const accountOf = (award: Award) => accounts.get(award.residentId) as AccountRow;
    const results = new Map<Award, AwardResult>();
    const issued = new Map<string, number>();
    const entries: PointsEntry[] = [];
    const lots: PointsLot[] = [];

    // Lowest account first, so that two batches with the same people cannot wait for each other.
    for (const award of [...awards].sort((a, b) => (accountOf(a).id < accountOf(b).id ? -1 : 1))) {
      const rule = await this.#ruleOf(tx, award);
      const account = accountOf(award);
      const { points, remark } = await this.#earn(tx, account, rule, award);
      results.set(award, { residentId: award.residentId, points, remark });
      if (points === 0) continue;
      const entry = this.#entry(account.id, 'earn', award, {
        amount: points,
        scoreChange: points,
        balanceAfter: await this.#balance(tx, account.id),
        category: rule.category,
        ruleId: rule.id,
        happenedOn: award.happenedOn,
      });
      entries.push(entry);
      lots.push({
        id: entry.id,
        accountId: account.id,
        earnedYear: yearOf(award.happenedOn),
        points,
        remaining: points,
        lapsesOn: lapseDay(await this.#lapsePolicy(tx, award.communityId), award.happenedOn),
      });
      const budgetKey = `${award.communityId} ${yearOf(award.happenedOn)}`;
      issued.set(budgetKey, (issued.get(budgetKey) ?? 0) + points);
    }

    await tx.insert(PointsEntry, entries);
    await tx.insert(PointsLot, lots);
    for (const [key, points] of [...issued].sort()) {
      const [communityId, year] = key.split(' ') as [string, string];
      tx.last(() => this.#issue(tx, communityId, Number(year), points));
    }
    return awards.map((award) => results.get(award) as AwardResult);
  }

  /**
   * Takes points out of the balance and keeps them for a gift, the soonest to lapse first.
   * @returns the account, the entry that holds them, and the balance left
   * @throws AppError POINTS_NOT_ENOUGH (with what is short), ACCOUNT_CLOSED
   */
  async hold(tx: Tx, hold: Hold): Promise<{ accountId: string; entryId: string; balance: number }> {
    // What costs nothing is for those too who have never earned a point.
    if (hold.points === 0) await this.#accountsOf(tx, [hold]);
    const moved = await tx.run(
      "UPDATE points_accounts SET balance = balance - ?, held = held + ? WHERE resident_id = ? AND state = 'open' AND balance >= ?",
      [hold.points, hold.points, hold.residentId, hold.points],
    );
    const account = await tx.row<AccountRow>(
      'SELECT id, balance, state FROM points_accounts WHERE resident_id = ?',
      [hold.residentId],
    );
    if (account?.state === 'closed') throw new AppError('ACCOUNT_CLOSED');
    if (moved === 0 || !account) {
      throw new AppError('POINTS_NOT_ENOUGH', { details: { short: hold.points - (account?.balance ?? 0) } });
    }
    // The balance may still count points whose last day is over, if the nightly lapse has not come by yet.
    const lots = await this.#lotsOf(tx, account.id);
    const today = this.clock.today();
    const live = lots.filter((lot) => !hasLapsed(lot.lapses_on, today));
    const shares = drawFrom(live, hold.points);
    if (!shares) {
      const spendable = live.reduce((sum, lot) => sum + lot.remaining, 0);
      throw new AppError('POINTS_NOT_ENOUGH', { details: { short: hold.points - spendable } });
    }
    // The lapse comes first in the ledger: its line says the balance before the hold.
    const lapsed = await this.#expire(tx, account.id, lots, hold.points);
    for (const share of shares) await this.#moveLot(tx, share.lotId, -share.points);
    const balance = account.balance - lapsed;
    const entry = this.#entry(account.id, 'hold', hold, {
      amount: -hold.points,
      heldChange: hold.points,
      balanceAfter: balance,
    });
    await tx.insert(PointsEntry, entry);
    await this.#recordShares(tx, entry.id, shares, -1);
    return { accountId: account.id, entryId: entry.id, balance };
  }

  /** The gift was handed over: held points are spent for good. */
  async settle(tx: Tx, accountId: string, points: number, line: Line): Promise<void> {
    await this.#moveHeld(tx, accountId, 0, points);
    await tx.insert(
      PointsEntry,
      this.#entry(accountId, 'settle', line, {
        heldChange: -points,
        balanceAfter: await this.#balance(tx, accountId),
      }),
    );
  }

  /**
   * Gives held points back to the lots they came from. Points whose last day has passed meanwhile lapse at once,
   * in a line of their own: waiting at the counter does not make them live longer.
   */
  async release(tx: Tx, accountId: string, holdEntryId: string, points: number, line: Line): Promise<void> {
    await this.#moveHeld(tx, accountId, points, points);
    const shares = await tx.rows<{ lot_id: string; points: number }>(
      'SELECT lot_id, points FROM points_entry_lots WHERE entry_id = ? ORDER BY lot_id',
      [holdEntryId],
    );
    const back = shares.map((share) => ({ lotId: share.lot_id, points: -share.points }));
    for (const share of back) await this.#moveLot(tx, share.lotId, share.points);
    const entry = this.#entry(accountId, 'release', line, {
      amount: points,
      heldChange: -points,
      balanceAfter: await this.#balance(tx, accountId),
    });
    await tx.insert(PointsEntry, entry);
    await this.#recordShares(tx, entry.id, back, 1);
    await this.#expireDue(tx, accountId);
  }

  /**
   * Takes an earned line back by a line that names it: points, annual score, cap and budget.
   * @throws AppError ENTRY_NOT_REVERSIBLE, ENTRY_ALREADY_REVERSED, POINTS_ALREADY_SPENT
   */
  async reverse(tx: Tx, original: PointsEntry, line: Line): Promise<PointsEntry> {
    if (original.kind !== 'earn') throw new AppError('ENTRY_NOT_REVERSIBLE');
    const taken = await tx.run(
      'UPDATE points_accounts SET balance = balance - ? WHERE id = ? AND balance >= ?',
      [original.amount, original.accountId, original.amount],
    );
    const reversed = await tx.row('SELECT id FROM points_entries WHERE reverses_id = ?', [original.id]);
    if (reversed) throw new AppError('ENTRY_ALREADY_REVERSED');
    const emptied = await tx.run('UPDATE points_lots SET remaining = 0 WHERE id = ? AND remaining = points', [
      original.id,
    ]);
    if (taken === 0 || emptied === 0) throw new AppError('POINTS_ALREADY_SPENT');

    const year = yearOf(original.happenedOn);
    await tx.run('UPDATE annual_scores SET score = score - ? WHERE account_id = ? AND year = ?', [
      original.scoreChange,
      original.accountId,
      year,
    ]);
    const entry = this.#entry(original.accountId, 'reverse', line, {
      amount: -original.amount,
      scoreChange: -original.scoreChange,
      balanceAfter: await this.#balance(tx, original.accountId),
      category: original.category,
      ruleId: original.ruleId,
      happenedOn: original.happenedOn,
      reversesId: original.id,
    });
    await tx.insert(PointsEntry, entry);
    await this.#recordShares(tx, entry.id, [{ lotId: original.id, points: original.amount }], -1);
    await this.#giveCapBack(tx, original);
    const account = await tx.row<{ community_id: string }>(
      'SELECT community_id FROM points_accounts WHERE id = ?',
      [original.accountId],
    );
    tx.last(async () => {
      await tx.run(
        'UPDATE points_budgets SET issued = issued - ? WHERE community_id = ? AND year = ? AND issued >= ?',
        [original.amount, account?.community_id ?? '', year, original.amount],
      );
    });
    return entry;
  }

  /**
   * Lapses what is due, account by account: bounded memory, can be killed and begun again, nothing lapses twice.
   * Spending does not wait for it (`hold` lapses due lots itself).
   * @returns how many accounts lost points
   */
  async lapseDue(signal?: AbortSignal): Promise<number> {
    const today = this.clock.today();
    let count = 0;
    for (let after = ''; ;) {
      const due = await this.database.rows<{ account_id: string }>(
        'SELECT DISTINCT account_id FROM points_lots WHERE lapses_on < ? AND remaining > 0 AND account_id > ? ORDER BY account_id LIMIT 500',
        [today, after],
      );
      for (const { account_id: accountId } of due) {
        if (signal?.aborted) return count;
        await this.database.transaction(async (tx) => {
          await tx.run('UPDATE points_accounts SET held = held WHERE id = ?', [accountId]);
          if ((await this.#expireDue(tx, accountId)) > 0) count += 1;
        });
        after = accountId;
      }
      if (due.length < 500) return count;
    }
  }

  /**
   * Closes a person's account, or opens it again: nothing is earned or spent while it is closed. Who has none yet gets
   * a closed one, so that no later award opens it. What waits at the counter can still be handed over or given back.
   */
  async setAccountState(
    tx: Tx,
    person: { residentId: string; communityId: string },
    state: 'open' | 'closed',
  ): Promise<void> {
    const set = () =>
      tx.run('UPDATE points_accounts SET state = ? WHERE resident_id = ?', [state, person.residentId]);
    await set();
    const account = await tx.row('SELECT id FROM points_accounts WHERE resident_id = ?', [person.residentId]);
    if (account || state === 'open') return;
    try {
      await tx.insert(PointsAccount, { ...person, id: newId(), balance: 0, held: 0, state });
    } catch (error) {
      // Somebody opened it in this moment.
      if (!isDuplicate(error)) throw error;
      await set();
    }
  }

  // ── one account ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Account rows of these people; missing ones are opened. */
  async #accountsOf(
    tx: Tx,
    people: readonly { residentId: string; communityId: string }[],
  ): Promise<Map<string, AccountRow>> {
    const communityOf = new Map(people.map((person) => [person.residentId, person.communityId]));
    const residentIds = [...communityOf.keys()];
    const select = () =>
      tx.rows<AccountRow & { resident_id: string }>(
        `SELECT id, resident_id, balance, state FROM points_accounts WHERE resident_id IN (${placeholders(residentIds)})`,
        residentIds,
      );
    let rows = await select();
    const known = new Set(rows.map((row) => row.resident_id));
    for (const residentId of residentIds.filter((id) => !known.has(id))) {
      await tx
        .insert(PointsAccount, {
          id: newId(),
          residentId,
          communityId: communityOf.get(residentId) as string,
          balance: 0,
          held: 0,
          state: 'open',
        })
        .catch((error: unknown) => {
          // Somebody else opened it in this moment.
          if (!isDuplicate(error)) throw error;
        });
    }
    if (known.size < residentIds.length) rows = await select();
    if (rows.some((row) => row.state === 'closed')) throw new AppError('ACCOUNT_CLOSED');
    return new Map(rows.map((row) => [row.resident_id, row]));
  }

  async #ruleOf(tx: Tx, award: Award): Promise<PointsRule> {
    const rule = await this.rules.inForce(tx, award.communityId, award.ruleCode, award.happenedOn);
    if (!rule) throw new AppError('RULE_NOT_IN_FORCE');
    return rule;
  }

  async #lapsePolicy(tx: Tx, communityId: string): Promise<'endOfNextYear' | 'never'> {
    const scheme = await tx.row<{ lapse_policy: 'endOfNextYear' | 'never' }>(
      'SELECT lapse_policy FROM points_schemes WHERE community_id = ?',
      [communityId],
    );
    return scheme?.lapse_policy ?? 'endOfNextYear';
  }

  /** Raises balance, cap counter and annual score; answers what the cap left over. */
  async #earn(
    tx: Tx,
    account: AccountRow,
    rule: PointsRule,
    award: Award,
  ): Promise<{ points: number; remark: string }> {
    const full = pointsFor(rule, award.quantity);
    await tx.run('UPDATE points_accounts SET balance = balance + ? WHERE id = ?', [full, account.id]);
    const points = await this.#underCap(tx, account.id, rule, award.happenedOn, full);
    if (points < full) {
      await tx.run('UPDATE points_accounts SET balance = balance - ? WHERE id = ?', [
        full - points,
        account.id,
      ]);
    }
    if (points > 0) await this.#addScore(tx, account.id, yearOf(award.happenedOn), points);
    if (points === full || rule.capPeriod === 'none') return { points, remark: '' };
    return { points, remark: `${capText[rule.capPeriod]}这一项最多 ${rule.capPoints} 分` };
  }

  async #underCap(tx: Tx, accountId: string, rule: PointsRule, day: Day, points: number): Promise<number> {
    if (rule.capPeriod === 'none' || rule.capPoints === null) return points;
    const key = [accountId, rule.code, capPeriodKey(rule.capPeriod, day)] as const;
    const where = 'account_id = ? AND rule_code = ? AND period = ?';
    const raised = await tx.run(
      `UPDATE points_cap_usages SET used = used + ? WHERE ${where} AND used + ? <= ?`,
      [points, ...key, points, rule.capPoints],
    );
    if (raised > 0) return points;
    const usage = await tx.row<{ used: number }>(`SELECT used FROM points_cap_usages WHERE ${where}`, key);
    const allowed = Math.max(0, Math.min(points, rule.capPoints - (usage?.used ?? 0)));
    if (!usage) {
      await tx.insert(CapUsage, {
        id: newId(),
        accountId,
        ruleCode: rule.code,
        period: key[2],
        used: allowed,
      });
    } else if (allowed > 0) {
      await tx.run(`UPDATE points_cap_usages SET used = used + ? WHERE ${where}`, [allowed, ...key]);
    }
    return allowed;
  }

  async #giveCapBack(tx: Tx, original: PointsEntry): Promise<void> {
    if (!original.ruleId) return;
    const rule = await tx.row<{ code: string; cap_period: PointsRule['capPeriod'] }>(
      'SELECT code, cap_period FROM points_rules WHERE id = ?',
      [original.ruleId],
    );
    if (!rule || rule.cap_period === 'none') return;
    await tx.run(
      'UPDATE points_cap_usages SET used = used - ? WHERE account_id = ? AND rule_code = ? AND period = ? AND used >= ?',
      [
        original.amount,
        original.accountId,
        rule.code,
        capPeriodKey(rule.cap_period, original.happenedOn),
        original.amount,
      ],
    );
  }

  async #addScore(tx: Tx, accountId: string, year: number, points: number): Promise<void> {
    const raised = await tx.run(
      'UPDATE annual_scores SET score = score + ? WHERE account_id = ? AND year = ?',
      [points, accountId, year],
    );
    if (raised === 0) await tx.insert(AnnualScore, { id: newId(), accountId, year, score: points });
  }

  /** The row all postings of a community share; a community that never set a budget is not limited. */
  async #issue(tx: Tx, communityId: string, year: number, points: number): Promise<void> {
    const raised = await tx.run(
      'UPDATE points_budgets SET issued = issued + ? WHERE community_id = ? AND year = ? AND issued + ? <= total',
      [points, communityId, year, points],
    );
    if (raised > 0) return;
    const budget = await tx.row('SELECT id FROM points_budgets WHERE community_id = ? AND year = ?', [
      communityId,
      year,
    ]);
    if (budget) throw new AppError('POINTS_BUDGET_EXHAUSTED');
    if (await this.#carryBudgetOver(tx, communityId, year)) await this.#issue(tx, communityId, year, points);
  }

  /** A year nobody has set a budget for gets the one of the year before, so that none ends unlimited on 1 January. */
  async #carryBudgetOver(tx: Tx, communityId: string, year: number): Promise<boolean> {
    const last = await tx.row<{ total: number }>(
      'SELECT total FROM points_budgets WHERE community_id = ? AND year < ? ORDER BY year DESC LIMIT 1',
      [communityId, year],
    );
    if (!last) return false;
    await tx
      .insert(PointsBudget, { id: newId(), communityId, year, total: last.total, issued: 0 })
      .catch((error: unknown) => {
        if (!isDuplicate(error)) throw error;
      });
    return true;
  }

  async #balance(tx: Tx, accountId: string): Promise<number> {
    const row = await tx.row<{ balance: number }>('SELECT balance FROM points_accounts WHERE id = ?', [
      accountId,
    ]);
    return row?.balance ?? 0;
  }

  /** Takes points out of what is held, and puts `back` of them into the balance. */
  async #moveHeld(tx: Tx, accountId: string, back: number, points: number): Promise<void> {
    const moved = await tx.run(
      'UPDATE points_accounts SET balance = balance + ?, held = held - ? WHERE id = ? AND held >= ?',
      [back, points, accountId, points],
    );
    if (moved === 0) throw new Error(`account ${accountId} does not hold ${points} points`);
  }

  // ── lots ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Lots with points left, soonest to lapse first; those that never lapse come last. */
  #lotsOf(tx: Tx, accountId: string) {
    return tx.rows<LotRow>(
      `SELECT id, remaining, lapses_on FROM points_lots WHERE account_id = ? AND remaining > 0
        ORDER BY CASE WHEN lapses_on IS NULL THEN 1 ELSE 0 END, lapses_on, id`,
      [accountId],
    );
  }

  async #moveLot(tx: Tx, lotId: string, change: number): Promise<void> {
    const moved = await tx.run(
      'UPDATE points_lots SET remaining = remaining + ? WHERE id = ? AND remaining + ? >= 0 AND remaining + ? <= points',
      [change, lotId, change, change],
    );
    if (moved === 0) throw new Error(`lot ${lotId} cannot change by ${change}`);
  }

  /** Lapses what is due on one account whose row is already touched; answers how many points. */
  async #expireDue(tx: Tx, accountId: string): Promise<number> {
    return this.#expire(tx, accountId, await this.#lotsOf(tx, accountId));
  }

  /** As `#expireDue`, with the account's lots already read; `takenAhead` is out of the balance without a line yet. */
  async #expire(tx: Tx, accountId: string, lots: readonly LotRow[], takenAhead = 0): Promise<number> {
    const today = this.clock.today();
    const due = lots.filter((lot) => hasLapsed(lot.lapses_on, today));
    const points = due.reduce((sum, lot) => sum + lot.remaining, 0);
    if (points === 0) return 0;
    const moved = await tx.run(
      'UPDATE points_accounts SET balance = balance - ? WHERE id = ? AND balance >= ?',
      [points, accountId, points],
    );
    if (moved === 0) throw new Error(`account ${accountId} has fewer points than its lots`);
    for (const lot of due) await this.#moveLot(tx, lot.id, -lot.remaining);
    const id = newId();
    const lastDay = due[due.length - 1]?.lapses_on ?? this.clock.today();
    const entry = this.#entry(
      accountId,
      'expire',
      { reason: `lapse:${id}`, title: '积分到期', detail: `${yearOf(lastDay)}年底到期`, actorId: null },
      { amount: -points, balanceAfter: (await this.#balance(tx, accountId)) + takenAhead },
    );
    await tx.insert(PointsEntry, entry);
    await this.#recordShares(
      tx,
      entry.id,
      due.map((lot) => ({ lotId: lot.id, points: lot.remaining })),
      -1,
    );
    return points;
  }

  async #recordShares(tx: Tx, entryId: string, shares: readonly LotShare[], sign: 1 | -1): Promise<void> {
    await tx.insert(
      EntryLot,
      shares.map((share) => ({ entryId, lotId: share.lotId, points: sign * share.points })),
    );
  }

  // ── lines ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #entry(accountId: string, kind: EntryKind, line: Line, values: EntryValues): PointsEntry {
    const now = this.clock.now();
    return {
      id: newId(),
      accountId,
      kind,
      amount: values.amount ?? 0,
      heldChange: values.heldChange ?? 0,
      scoreChange: values.scoreChange ?? 0,
      balanceAfter: values.balanceAfter,
      title: line.title,
      detail: line.detail,
      category: values.category ?? null,
      reason: line.reason,
      ruleId: values.ruleId ?? null,
      happenedOn: values.happenedOn ?? dayOf(now),
      at: now,
      actorId: line.actorId,
      reversesId: values.reversesId ?? null,
    };
  }
}

/** What a line of the ledger says, and who did it. */
export interface Line {
  /** Once in the whole ledger. */
  reason: string;
  title: string;
  detail: string;
  actorId: string | null;
}

interface EntryValues {
  amount?: number;
  heldChange?: number;
  scoreChange?: number;
  balanceAfter: number;
  category?: PointsCategory | null;
  ruleId?: string | null;
  happenedOn?: Day;
  reversesId?: string | null;
}
