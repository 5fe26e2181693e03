import { dayMs } from '@linli/shared/time';

import { text, type Check, type Look } from './check.js';

const countOrders = (look: Look) =>
  `SELECT COUNT(*) AS n FROM redemptions r WHERE ${look.account('r.account_id')}`;

/** Orders, what they hold, and the stock. */
export const storeChecks: readonly Check[] = [
  {
    name: 'holds',
    title: '留存的积分 = 待领取订单之和',
    count: (look) => `${countOrders(look)} AND r.state = 'held'`,
    faults: (look) => `SELECT a.id, a.held, COALESCE(SUM(r.cost), 0) AS orders
               FROM points_accounts a LEFT JOIN redemptions r ON r.account_id = a.id AND r.state = 'held'
              WHERE ${look.community('a.community_id')}
              GROUP BY a.id, a.held HAVING a.held <> COALESCE(SUM(r.cost), 0)`,
    say: (row) => `账户 ${text(row.id)}：留存 ${text(row.held)}，待领取订单合计 ${text(row.orders)}`,
  },
  {
    name: 'stock',
    title: '库存 = 入库 − 出库',
    // The quantity that came in is written nowhere else: changed together with what remains, it cannot be told.
    count: (look) => `SELECT COUNT(*) AS n FROM stock_batches b WHERE ${look.gift('b.gift_id')}`,
    faults: (look) => `SELECT b.id, b.remaining, b.quantity + COALESCE(SUM(m.change_by), 0) AS expected
               FROM stock_batches b LEFT JOIN stock_movements m ON m.batch_id = b.id
              WHERE ${look.gift('b.gift_id')}
              GROUP BY b.id, b.remaining, b.quantity
             HAVING b.remaining <> b.quantity + COALESCE(SUM(m.change_by), 0) OR b.remaining < 0`,
    say: (row) => `库存批 ${text(row.id)}：账上 ${text(row.remaining)}，应为 ${text(row.expected)}`,
  },
  {
    name: 'orders',
    title: '每个订单的库存变动和它的状态相符',
    count: countOrders,
    // Taken once; put back once when it ended without pick-up; a line of 0 per batch when it was handed over.
    faults: (look) => `SELECT r.id, r.state, r.quantity, COALESCE(SUM(m.change_by), 0) AS moved,
                COALESCE(SUM(CASE WHEN m.kind = 'settle' THEN 1 ELSE 0 END), 0) AS handed_over
               FROM redemptions r LEFT JOIN stock_movements m ON m.redemption_id = r.id
              WHERE ${look.account('r.account_id')}
              GROUP BY r.id, r.state, r.quantity
             HAVING COALESCE(SUM(CASE WHEN m.kind = 'hold' THEN m.change_by ELSE 0 END), 0) <> -r.quantity
                 OR COALESCE(SUM(CASE WHEN m.kind = 'release' THEN m.change_by ELSE 0 END), 0)
                    <> CASE WHEN r.state IN ('held', 'settled') THEN 0 ELSE r.quantity END
                 OR COALESCE(SUM(CASE WHEN m.kind = 'settle' THEN m.change_by ELSE 0 END), 0) <> 0
                 OR SUM(CASE WHEN m.kind = 'settle' THEN 1 ELSE 0 END)
                    <> CASE WHEN r.state = 'settled' THEN SUM(CASE WHEN m.kind = 'hold' THEN 1 ELSE 0 END) ELSE 0 END`,
    say: (row) =>
      `订单 ${text(row.id)}（${text(row.state)}，${text(row.quantity)} 件）：库存变动合计 ${text(row.moved)}，交货 ${text(row.handed_over)} 笔`,
  },
  {
    name: 'order-gifts',
    title: '每笔库存变动都属于一个订单，是同一样礼品',
    count: (look) =>
      `SELECT COUNT(*) AS n FROM stock_movements m JOIN stock_batches b ON b.id = m.batch_id WHERE ${look.gift('b.gift_id')}`,
    faults: (look) => `SELECT m.id, m.redemption_id, r.gift_id, b.gift_id AS batch_gift_id
               FROM stock_movements m
               LEFT JOIN stock_batches b ON b.id = m.batch_id
               LEFT JOIN redemptions r ON r.id = m.redemption_id
              WHERE (b.id IS NULL OR r.id IS NULL OR r.gift_id <> b.gift_id) AND ${look.gift('b.gift_id')}`,
    say: (row) =>
      `库存变动 ${text(row.id)}：订单 ${text(row.redemption_id)} 的礼品 ${text(row.gift_id)}，库存批的礼品 ${text(row.batch_gift_id)}`,
  },
  {
    name: 'order-states',
    title: '每个订单的人、取货码和时间和它的状态相符',
    count: countOrders,
    faults: (
      look,
    ) => `SELECT r.id, r.state FROM redemptions r LEFT JOIN points_accounts a ON a.id = r.account_id
              WHERE ${look.account('r.account_id')} AND (a.id IS NULL OR a.resident_id <> r.resident_id
                OR NOT (CASE r.state
                  WHEN 'held' THEN r.active_code IS NOT NULL AND r.active_code = CONCAT(r.store_id, ':', r.code)
                    AND r.settled_at IS NULL AND r.settled_by_id IS NULL AND r.closed_at IS NULL
                  WHEN 'settled' THEN r.active_code IS NULL
                    AND r.settled_at IS NOT NULL AND r.settled_by_id IS NOT NULL AND r.closed_at IS NULL
                  WHEN 'cancelled' THEN r.active_code IS NULL
                    AND r.settled_at IS NULL AND r.settled_by_id IS NULL AND r.closed_at IS NOT NULL
                  WHEN 'released' THEN r.active_code IS NULL
                    AND r.settled_at IS NULL AND r.settled_by_id IS NULL AND r.closed_at IS NOT NULL
                  ELSE 1 = 0 END))`,
    say: (row) => `订单 ${text(row.id)}（${text(row.state)}）：人、取货码、交货或结束的时间对不上`,
  },
  {
    name: 'overdue-orders',
    title: '过期没领的订单都退回了',
    count: (look) => `${countOrders(look)} AND r.state = 'held'`,
    // The job that gives back runs often; a whole day late, it does not run at all.
    faults: (look) => `SELECT r.id, r.expires_at FROM redemptions r
              WHERE r.state = 'held' AND r.expires_at < ${look.value(new Date(look.now.getTime() - dayMs))}
                AND ${look.account('r.account_id')}`,
    say: (row) => `订单 ${text(row.id)}：过了最后一天，还没有退回`,
  },
  {
    name: 'order-lines',
    title: '每个订单在明细里都有对应的一笔',
    count: countOrders,
    faults: (look) => `SELECT r.id, r.state, r.cost, h.amount AS hold_amount, COUNT(e.id) AS closing_lines
               FROM redemptions r
               LEFT JOIN points_entries h ON h.id = r.hold_entry_id AND h.account_id = r.account_id
               LEFT JOIN points_entries e ON e.account_id = r.account_id AND e.reason = CONCAT('redemption:', r.id,
                 CASE r.state WHEN 'settled' THEN ':settle' WHEN 'held' THEN ':hold' ELSE ':release' END)
              WHERE ${look.account('r.account_id')}
              GROUP BY r.id, r.state, r.cost, h.amount
             HAVING h.amount IS NULL OR h.amount <> -r.cost OR COUNT(e.id) <> 1`,
    say: (row) =>
      `订单 ${text(row.id)}（${text(row.state)}）：留存 ${text(row.hold_amount)}，应为 -${text(row.cost)}；收尾明细 ${text(row.closing_lines)} 笔`,
  },
  {
    name: 'lines-of-orders',
    title: '每笔订单明细都有它的订单',
    count: (look) =>
      `SELECT COUNT(*) AS n FROM points_entries e WHERE e.reason LIKE 'redemption:%' AND ${look.account('e.account_id')}`,
    faults: (look) => `SELECT e.id, e.kind, e.amount
               FROM points_entries e LEFT JOIN redemptions r ON r.id = SUBSTR(e.reason, 12, 36)
              WHERE e.reason LIKE 'redemption:%' AND ${look.account('e.account_id')}
                AND (r.id IS NULL OR e.reason <> CONCAT('redemption:', r.id, ':', e.kind))`,
    say: (row) => `明细 ${text(row.id)}（${text(row.kind)}，${text(row.amount)}）：找不到它的订单`,
  },
];
