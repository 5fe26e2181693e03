import { Injectable } from '@nestjs/common';
import type { Verification } from '@linli/shared/points';

import { Clock } from '../../common/clock.js';
import { Database } from '../../database/database.js';

interface Check {
  name: string;
  title: string;
  /** Counts what was looked at. */
  count: string;
  /** Answers only the rows that do not add up: `id` and what is wrong with it. */
  faults: string;
  say(row: Record<string, unknown>): string;
}

/** How many faults are named per check; the rest is counted. */
const namedFaults = 100;

/**
 * What must always add up. Each check is one grouped query that answers only what is wrong, so memory stays flat at
 * any number of lines. They only read: a supervisor may run them on live data.
 */
const checks: readonly Check[] = [
  {
    name: 'balances',
    title: '积分余额 = 明细之和',
    count: 'SELECT COUNT(*) AS n FROM points_accounts',
    faults: `SELECT a.id, a.balance, a.held, COALESCE(SUM(e.amount), 0) AS entries, COALESCE(SUM(e.held_change), 0) AS held_entries
               FROM points_accounts a LEFT JOIN points_entries e ON e.account_id = a.id
              GROUP BY a.id, a.balance, a.held
             HAVING a.balance <> COALESCE(SUM(e.amount), 0) OR a.held <> COALESCE(SUM(e.held_change), 0) OR a.balance < 0 OR a.held < 0`,
    say: (row) =>
      `账户 ${text(row.id)}：余额 ${text(row.balance)}，明细合计 ${text(row.entries)}；留存 ${text(row.held)}，明细合计 ${text(row.held_entries)}`,
  },
  {
    name: 'lots',
    title: '积分余额 = 各批积分剩余之和',
    count: 'SELECT COUNT(*) AS n FROM points_lots',
    faults: `SELECT a.id, a.balance, COALESCE(SUM(l.remaining), 0) AS lots
               FROM points_accounts a LEFT JOIN points_lots l ON l.account_id = a.id
              GROUP BY a.id, a.balance HAVING a.balance <> COALESCE(SUM(l.remaining), 0)`,
    say: (row) => `账户 ${text(row.id)}：余额 ${text(row.balance)}，各批剩余合计 ${text(row.lots)}`,
  },
  {
    name: 'lot-movements',
    title: '每批积分剩余 = 得到 − 用掉 + 退回',
    count: 'SELECT COUNT(*) AS n FROM points_entry_lots',
    faults: `SELECT l.id, l.remaining, l.points + COALESCE(SUM(m.points), 0) AS expected
               FROM points_lots l LEFT JOIN points_entry_lots m ON m.lot_id = l.id
              GROUP BY l.id, l.remaining, l.points
             HAVING l.remaining <> l.points + COALESCE(SUM(m.points), 0) OR l.remaining < 0`,
    say: (row) => `积分批 ${text(row.id)}：剩余 ${text(row.remaining)}，应为 ${text(row.expected)}`,
  },
  {
    name: 'earned-lots',
    title: '每笔得到的积分都有一批，分数相同',
    count: "SELECT COUNT(*) AS n FROM points_entries WHERE kind = 'earn'",
    faults: `SELECT e.id, e.amount, l.points AS lot_points FROM points_entries e LEFT JOIN points_lots l ON l.id = e.id
              WHERE e.kind = 'earn' AND (l.id IS NULL OR l.points <> e.amount OR l.account_id <> e.account_id)`,
    say: (row) => `明细 ${text(row.id)}：得到 ${text(row.amount)}，对应的积分批 ${text(row.lot_points)}`,
  },
  {
    name: 'holds',
    title: '留存的积分 = 待领取订单之和',
    count: "SELECT COUNT(*) AS n FROM redemptions WHERE state = 'held'",
    faults: `SELECT a.id, a.held, COALESCE(SUM(r.cost), 0) AS orders
               FROM points_accounts a LEFT JOIN redemptions r ON r.account_id = a.id AND r.state = 'held'
              GROUP BY a.id, a.held HAVING a.held <> COALESCE(SUM(r.cost), 0)`,
    say: (row) => `账户 ${text(row.id)}：留存 ${text(row.held)}，待领取订单合计 ${text(row.orders)}`,
  },
  {
    name: 'annual-scores',
    title: '年度积分 = 当年得到的积分之和',
    count: 'SELECT COUNT(*) AS n FROM annual_scores',
    faults: `SELECT s.id, s.account_id, s.year, s.score, COALESCE(SUM(e.score_change), 0) AS entries
               FROM annual_scores s LEFT JOIN points_entries e
                 ON e.account_id = s.account_id AND SUBSTR(e.happened_on, 1, 4) = SUBSTR(CONCAT(s.year, ''), 1, 4)
              GROUP BY s.id, s.account_id, s.year, s.score HAVING s.score <> COALESCE(SUM(e.score_change), 0)`,
    say: (row) =>
      `账户 ${text(row.account_id)} ${text(row.year)} 年：年度积分 ${text(row.score)}，明细合计 ${text(row.entries)}`,
  },
  {
    name: 'budgets',
    title: '已发积分 = 当年得到减冲正之和',
    count: 'SELECT COUNT(*) AS n FROM points_budgets',
    faults: `SELECT b.id, b.year, b.issued, b.total, COALESCE(SUM(e.amount), 0) AS entries
               FROM points_budgets b
               LEFT JOIN points_accounts a ON a.community_id = b.community_id
               LEFT JOIN points_entries e ON e.account_id = a.id AND e.kind IN ('earn', 'reverse')
                 AND SUBSTR(e.happened_on, 1, 4) = SUBSTR(CONCAT(b.year, ''), 1, 4)
              GROUP BY b.id, b.year, b.issued, b.total
             HAVING b.issued <> COALESCE(SUM(e.amount), 0) OR b.issued > b.total`,
    say: (row) =>
      `${text(row.year)} 年预算 ${text(row.id)}：已发 ${text(row.issued)}，明细合计 ${text(row.entries)}，总额 ${text(row.total)}`,
  },
  {
    name: 'stock',
    title: '库存 = 入库 − 出库',
    count: 'SELECT COUNT(*) AS n FROM stock_batches',
    faults: `SELECT b.id, b.remaining, b.quantity + COALESCE(SUM(m.change_by), 0) AS expected
               FROM stock_batches b LEFT JOIN stock_movements m ON m.batch_id = b.id
              GROUP BY b.id, b.remaining, b.quantity
             HAVING b.remaining <> b.quantity + COALESCE(SUM(m.change_by), 0) OR b.remaining < 0`,
    say: (row) => `库存批 ${text(row.id)}：账上 ${text(row.remaining)}，应为 ${text(row.expected)}`,
  },
  {
    name: 'orders',
    title: '每个订单占用的库存和它的状态相符',
    count: 'SELECT COUNT(*) AS n FROM redemptions',
    faults: `SELECT r.id, r.state, r.quantity, COALESCE(SUM(m.change_by), 0) AS moved
               FROM redemptions r LEFT JOIN stock_movements m ON m.redemption_id = r.id
              GROUP BY r.id, r.state, r.quantity
             HAVING COALESCE(SUM(m.change_by), 0) <> CASE WHEN r.state IN ('held', 'settled') THEN -r.quantity ELSE 0 END`,
    say: (row) =>
      `订单 ${text(row.id)}（${text(row.state)}，${text(row.quantity)} 件）：库存变动合计 ${text(row.moved)}`,
  },
  {
    name: 'order-lines',
    title: '每个订单在明细里都有对应的一笔',
    count: 'SELECT COUNT(*) AS n FROM redemptions',
    faults: `SELECT r.id, r.state, r.cost, h.amount AS hold_amount, COUNT(e.id) AS closing_lines
               FROM redemptions r
               LEFT JOIN points_entries h ON h.id = r.hold_entry_id
               LEFT JOIN points_entries e ON e.reason = CONCAT('redemption:', r.id, CASE r.state WHEN 'settled' THEN ':settle' WHEN 'held' THEN ':hold' ELSE ':release' END)
              GROUP BY r.id, r.state, r.cost, h.amount
             HAVING h.amount IS NULL OR h.amount <> -r.cost OR COUNT(e.id) <> 1`,
    say: (row) =>
      `订单 ${text(row.id)}（${text(row.state)}）：留存 ${text(row.hold_amount)}，应为 -${text(row.cost)}；收尾明细 ${text(row.closing_lines)} 笔`,
  },
  {
    name: 'seats',
    title: '活动占用名额 = 有效报名数',
    count: 'SELECT COUNT(*) AS n FROM activities',
    faults: `SELECT a.id, a.taken, COUNT(s.id) AS sign_ups
               FROM activities a LEFT JOIN activity_sign_ups s ON s.activity_id = a.id AND s.active_key IS NOT NULL
              GROUP BY a.id, a.taken HAVING a.taken <> COUNT(s.id)`,
    say: (row) => `活动 ${text(row.id)}：占用 ${text(row.taken)}，有效报名 ${text(row.sign_ups)}`,
  },
  {
    name: 'attendance',
    title: '每次到场的积分和明细相符',
    count: 'SELECT COUNT(*) AS n FROM attendances',
    faults: `SELECT t.id, t.points, COALESCE(SUM(e.amount), 0) AS posted
               FROM attendances t LEFT JOIN points_entries e ON e.reason = CONCAT('attendance:', t.id)
              GROUP BY t.id, t.points HAVING t.points <> COALESCE(SUM(e.amount), 0)`,
    say: (row) => `到场 ${text(row.id)}：记 ${text(row.points)} 分，入账 ${text(row.posted)} 分`,
  },
];

function text(value: unknown): string {
  return value === null || value === undefined ? '无' : `${value as string | number}`;
}

/** One hour: a message that waits longer than this past its time is stuck. */
const stuckMs = 3_600_000;

@Injectable()
export class VerificationService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Runs all checks one after the other and names what does not add up. */
  async verify(): Promise<Verification> {
    const results: Verification['checks'] = [];
    for (const check of [...checks, this.#outbox()]) {
      const counted = await this.database.row<{ n: number | string }>(check.count);
      const wrong = await this.database.rows(check.faults);
      const faults = wrong.slice(0, namedFaults).map((row) => check.say(row));
      if (wrong.length > namedFaults) faults.push(`还有 ${wrong.length - namedFaults} 处`);
      results.push({ name: check.name, title: check.title, rowsRead: Number(counted?.n ?? 0), faults });
    }
    return {
      at: this.clock.now().toISOString(),
      checks: results,
      sound: results.every((result) => result.faults.length === 0),
    };
  }

  #outbox(): Check {
    const stuckBefore = this.clock.now().getTime() - stuckMs;
    return {
      name: 'outbox',
      title: '要发出的事都发出去了，没有卡住的',
      count: 'SELECT COUNT(*) AS n FROM outbox_messages',
      faults: `SELECT id, kind, attempts, outcome FROM outbox_messages
                WHERE (done_at_ms = 0 AND due_at_ms < ${stuckBefore}) OR outcome = 'failed'
                   OR (done_at_ms > 0 AND outcome IS NULL) ORDER BY id`,
      say: (row) =>
        `待发 ${text(row.id)}（${text(row.kind)}）：试了 ${text(row.attempts)} 次，${row.outcome === 'failed' ? '没有成功' : '还在等'}`,
    };
  }
}
