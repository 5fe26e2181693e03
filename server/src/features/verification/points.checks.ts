import { text, type Check, type Look } from './check.js';

const countEntries = (look: Look) =>
  `SELECT COUNT(*) AS n FROM points_entries e WHERE ${look.account('e.account_id')}`;
const countLots = (look: Look) =>
  `SELECT COUNT(*) AS n FROM points_lots l WHERE ${look.account('l.account_id')}`;
const countAccounts = (look: Look) =>
  `SELECT COUNT(*) AS n FROM points_accounts a WHERE ${look.community('a.community_id')}`;

/** The period of an entry's day under its rule, as `capPeriodKey` writes it. */
const capPeriod = `CASE r.cap_period
  WHEN 'day' THEN e.happened_on
  WHEN 'month' THEN SUBSTR(e.happened_on, 1, 7)
  WHEN 'quarter' THEN CONCAT(SUBSTR(e.happened_on, 1, 4), '-Q', CASE
    WHEN SUBSTR(e.happened_on, 6, 2) <= '03' THEN '1' WHEN SUBSTR(e.happened_on, 6, 2) <= '06' THEN '2'
    WHEN SUBSTR(e.happened_on, 6, 2) <= '09' THEN '3' ELSE '4' END)
  ELSE SUBSTR(e.happened_on, 1, 4) END`;

/** Year of a day as a number, on both engines. */
const yearOf = (column: string) => `(SUBSTR(${column}, 1, 4) + 0)`;

/** The ledger, its lots and the counters beside it. */
export const pointsChecks: readonly Check[] = [
  {
    name: 'balances',
    title: '积分余额 = 明细之和',
    count: countAccounts,
    faults: (look) => `SELECT a.id, a.balance, a.held,
                COALESCE(SUM(e.amount), 0) AS entries, COALESCE(SUM(e.held_change), 0) AS held_entries
               FROM points_accounts a LEFT JOIN points_entries e ON e.account_id = a.id
              WHERE ${look.community('a.community_id')}
              GROUP BY a.id, a.balance, a.held
             HAVING a.balance <> COALESCE(SUM(e.amount), 0) OR a.held <> COALESCE(SUM(e.held_change), 0)
                 OR a.balance < 0 OR a.held < 0`,
    say: (row) =>
      `账户 ${text(row.id)}：余额 ${text(row.balance)}，明细合计 ${text(row.entries)}；留存 ${text(row.held)}，明细合计 ${text(row.held_entries)}`,
  },
  {
    name: 'running-balances',
    title: '每笔明细写的余额 = 到这一笔为止的合计',
    count: countEntries,
    // Ids are made in the order of time, and acts on one account queue.
    faults: (look) => `SELECT t.id, t.balance_after, t.reached FROM (
               SELECT e.id, e.balance_after,
                      SUM(e.amount) OVER (PARTITION BY e.account_id ORDER BY e.id ROWS UNBOUNDED PRECEDING) AS reached
                 FROM points_entries e WHERE ${look.account('e.account_id')}) t
              WHERE t.balance_after <> t.reached`,
    say: (row) => `明细 ${text(row.id)}：写的余额 ${text(row.balance_after)}，应为 ${text(row.reached)}`,
  },
  {
    name: 'entry-kinds',
    title: '每笔明细的分数和它的种类相符',
    count: countEntries,
    // An order may cost nothing, so a hold and its release may be 0.
    faults: (look) => `SELECT e.id, e.kind, e.amount, e.held_change, e.score_change FROM points_entries e
              WHERE ${look.account('e.account_id')} AND NOT (CASE e.kind
                WHEN 'earn' THEN e.amount > 0 AND e.held_change = 0 AND e.score_change = e.amount
                WHEN 'hold' THEN e.amount <= 0 AND e.held_change = -e.amount AND e.score_change = 0
                WHEN 'settle' THEN e.amount = 0 AND e.held_change <= 0 AND e.score_change = 0
                WHEN 'release' THEN e.amount >= 0 AND e.held_change = -e.amount AND e.score_change = 0
                WHEN 'expire' THEN e.amount < 0 AND e.held_change = 0 AND e.score_change = 0
                WHEN 'reverse' THEN e.amount < 0 AND e.held_change = 0 AND e.score_change = e.amount
                ELSE 1 = 0 END)`,
    say: (row) =>
      `明细 ${text(row.id)}（${text(row.kind)}）：余额 ${text(row.amount)}，留存 ${text(row.held_change)}，年度积分 ${text(row.score_change)}`,
  },
  {
    name: 'reversals',
    title: '每笔冲正都对着一笔同样大小的得分',
    count: (look) =>
      `SELECT COUNT(*) AS n FROM points_entries e WHERE e.kind = 'reverse' AND ${look.account('e.account_id')}`,
    faults: (look) => `SELECT e.id, e.kind, e.amount, e.reverses_id, o.amount AS original
               FROM points_entries e LEFT JOIN points_entries o ON o.id = e.reverses_id
              WHERE (e.kind = 'reverse' OR e.reverses_id IS NOT NULL) AND ${look.account('e.account_id')}
                AND NOT (e.kind = 'reverse' AND o.id IS NOT NULL AND o.kind = 'earn' AND o.account_id = e.account_id
                         AND o.amount = -e.amount AND o.happened_on = e.happened_on)`,
    say: (row) =>
      `明细 ${text(row.id)}（${text(row.kind)}）：${text(row.amount)}，冲正的是 ${text(row.reverses_id)}（${text(row.original)}）`,
  },
  {
    name: 'lots',
    title: '积分余额 = 各批积分剩余之和',
    count: countLots,
    faults: (look) => `SELECT a.id, a.balance, COALESCE(SUM(l.remaining), 0) AS lots
               FROM points_accounts a LEFT JOIN points_lots l ON l.account_id = a.id
              WHERE ${look.community('a.community_id')}
              GROUP BY a.id, a.balance HAVING a.balance <> COALESCE(SUM(l.remaining), 0)`,
    say: (row) => `账户 ${text(row.id)}：余额 ${text(row.balance)}，各批剩余合计 ${text(row.lots)}`,
  },
  {
    name: 'lot-movements',
    title: '每批积分剩余 = 得到 − 用掉 + 退回',
    count: (look) =>
      `SELECT COUNT(*) AS n FROM points_entry_lots m JOIN points_lots l ON l.id = m.lot_id WHERE ${look.account('l.account_id')}`,
    faults: (look) => `SELECT l.id, l.remaining, l.points + COALESCE(SUM(m.points), 0) AS expected
               FROM points_lots l LEFT JOIN points_entry_lots m ON m.lot_id = l.id
              WHERE ${look.account('l.account_id')}
              GROUP BY l.id, l.remaining, l.points
             HAVING l.remaining <> l.points + COALESCE(SUM(m.points), 0) OR l.remaining < 0`,
    say: (row) => `积分批 ${text(row.id)}：剩余 ${text(row.remaining)}，应为 ${text(row.expected)}`,
  },
  {
    name: 'entry-lots',
    title: '每笔用掉或退回的积分 = 它从各批取走或放回的和',
    count: countEntries,
    faults: (look) => `SELECT e.id, e.kind, e.amount, COALESCE(SUM(m.points), 0) AS moved
               FROM points_entries e
               LEFT JOIN points_entry_lots m ON m.entry_id = e.id
               LEFT JOIN points_lots l ON l.id = m.lot_id
              WHERE ${look.account('e.account_id')}
              GROUP BY e.id, e.kind, e.amount
             HAVING COALESCE(SUM(m.points), 0) <> CASE WHEN e.kind IN ('hold', 'release', 'expire', 'reverse') THEN e.amount ELSE 0 END
                 OR SUM(CASE WHEN m.lot_id IS NOT NULL AND (l.id IS NULL OR l.account_id <> e.account_id) THEN 1 ELSE 0 END) > 0`,
    say: (row) =>
      `明细 ${text(row.id)}（${text(row.kind)}）：${text(row.amount)} 分，各批合计 ${text(row.moved)} 分`,
  },
  {
    name: 'earned-lots',
    title: '每笔得到的积分都有一批，分数相同',
    count: (look) =>
      `SELECT COUNT(*) AS n FROM points_entries e WHERE e.kind = 'earn' AND ${look.account('e.account_id')}`,
    faults: (
      look,
    ) => `SELECT e.id, e.amount, l.points AS lot_points FROM points_entries e LEFT JOIN points_lots l ON l.id = e.id
              WHERE e.kind = 'earn' AND (l.id IS NULL OR l.points <> e.amount OR l.account_id <> e.account_id)
                AND ${look.account('e.account_id')}`,
    say: (row) => `明细 ${text(row.id)}：得到 ${text(row.amount)}，对应的积分批 ${text(row.lot_points)}`,
  },
  {
    name: 'lot-days',
    title: '每批积分都来自一笔得分，最后一天是对的',
    count: countLots,
    faults: (look) => `SELECT l.id, l.earned_year, l.lapses_on, e.happened_on, s.lapse_policy
               FROM points_lots l
               LEFT JOIN points_entries e ON e.id = l.id AND e.kind = 'earn'
               LEFT JOIN points_accounts a ON a.id = l.account_id
               LEFT JOIN points_schemes s ON s.community_id = a.community_id
              WHERE ${look.account('l.account_id')}
                AND (e.id IS NULL OR l.earned_year <> ${yearOf('e.happened_on')}
                  OR COALESCE(l.lapses_on, '') <> CASE WHEN s.lapse_policy = 'never' THEN ''
                       ELSE CONCAT(SUBSTR(e.happened_on, 1, 4) + 1, '-12-31') END)`,
    say: (row) =>
      `积分批 ${text(row.id)}：${text(row.earned_year)} 年，最后一天 ${text(row.lapses_on)}；得分的日子 ${text(row.happened_on)}，到期办法 ${text(row.lapse_policy)}`,
  },
  {
    name: 'annual-scores',
    title: '年度积分 = 当年得到的积分之和',
    count: (look) => `SELECT COUNT(*) AS n FROM annual_scores s WHERE ${look.account('s.account_id')}`,
    // Both ways: a score without lines, and lines without a score.
    faults: (
      look,
    ) => `SELECT t.account_id, t.score_year, SUM(t.score) AS score, SUM(t.entries) AS entries FROM (
               SELECT s.account_id, s.year + 0 AS score_year, s.score, 0 AS entries FROM annual_scores s
                WHERE ${look.account('s.account_id')}
               UNION ALL
               SELECT e.account_id, ${yearOf('e.happened_on')}, 0, e.score_change FROM points_entries e
                WHERE e.score_change <> 0 AND ${look.account('e.account_id')}) t
              GROUP BY t.account_id, t.score_year HAVING SUM(t.score) <> SUM(t.entries)`,
    say: (row) =>
      `账户 ${text(row.account_id)} ${text(row.score_year)} 年：年度积分 ${text(row.score)}，明细合计 ${text(row.entries)}`,
  },
  {
    name: 'caps',
    title: '每项规则已用的上限 = 这段时间得到减冲正之和',
    count: (look) => `SELECT COUNT(*) AS n FROM points_cap_usages u WHERE ${look.account('u.account_id')}`,
    faults: (
      look,
    ) => `SELECT t.account_id, t.rule_code, t.period, SUM(t.used) AS used, SUM(t.entries) AS entries FROM (
               SELECT u.account_id, u.rule_code, u.period, u.used, 0 AS entries FROM points_cap_usages u
                WHERE ${look.account('u.account_id')}
               UNION ALL
               SELECT e.account_id, r.code, ${capPeriod}, 0, e.amount
                 FROM points_entries e JOIN points_rules r ON r.id = e.rule_id
                WHERE e.kind IN ('earn', 'reverse') AND r.cap_period <> 'none' AND r.cap_points IS NOT NULL
                  AND ${look.account('e.account_id')}) t
              GROUP BY t.account_id, t.rule_code, t.period HAVING SUM(t.used) <> SUM(t.entries)`,
    say: (row) =>
      `账户 ${text(row.account_id)} 规则 ${text(row.rule_code)} ${text(row.period)}：上限已用 ${text(row.used)}，明细合计 ${text(row.entries)}`,
  },
  {
    name: 'budgets',
    title: '已发积分 = 当年得到减冲正之和',
    // A community may have no budget (then nothing is limited), so one that was deleted cannot be told apart.
    count: (look) => `SELECT COUNT(*) AS n FROM points_budgets b WHERE ${look.community('b.community_id')}`,
    faults: (look) => `SELECT b.id, b.year, b.issued, b.total, COALESCE(SUM(e.amount), 0) AS entries
               FROM points_budgets b
               LEFT JOIN points_accounts a ON a.community_id = b.community_id
               LEFT JOIN points_entries e ON e.account_id = a.id AND e.kind IN ('earn', 'reverse')
                 AND ${yearOf('e.happened_on')} = b.year
              WHERE ${look.community('b.community_id')}
              GROUP BY b.id, b.year, b.issued, b.total
             HAVING b.issued <> COALESCE(SUM(e.amount), 0) OR b.issued > b.total`,
    say: (row) =>
      `${text(row.year)} 年预算 ${text(row.id)}：已发 ${text(row.issued)}，明细合计 ${text(row.entries)}，总额 ${text(row.total)}`,
  },
];
