import { text, type Check } from './check.js';

/** Seats and attendance. */
export const activityChecks: readonly Check[] = [
  {
    name: 'seats',
    title: '活动占用名额 = 有效报名数',
    count: (look) => `SELECT COUNT(*) AS n FROM activities a WHERE ${look.community('a.community_id')}`,
    faults: (look) => `SELECT a.id, a.taken, COUNT(s.id) AS sign_ups
               FROM activities a LEFT JOIN activity_sign_ups s ON s.activity_id = a.id AND s.active_key IS NOT NULL
              WHERE ${look.community('a.community_id')}
              GROUP BY a.id, a.taken HAVING a.taken <> COUNT(s.id)`,
    say: (row) => `活动 ${text(row.id)}：占用 ${text(row.taken)}，有效报名 ${text(row.sign_ups)}`,
  },
  {
    name: 'attendance',
    title: '每次到场的积分和明细相符',
    count: (look) => `SELECT COUNT(*) AS n FROM attendances t WHERE ${look.activity('t.activity_id')}`,
    faults: (look) => `SELECT t.id, t.points, COALESCE(SUM(e.amount), 0) AS posted
               FROM attendances t LEFT JOIN points_entries e ON e.reason = CONCAT('attendance:', t.id)
              WHERE ${look.activity('t.activity_id')}
              GROUP BY t.id, t.points HAVING t.points <> COALESCE(SUM(e.amount), 0)`,
    say: (row) => `到场 ${text(row.id)}：记 ${text(row.points)} 分，入账 ${text(row.posted)} 分`,
  },
  {
    name: 'lines-of-attendance',
    title: '每笔活动得分都有那个人的到场记录',
    count: (look) =>
      `SELECT COUNT(*) AS n FROM points_entries e WHERE e.reason LIKE 'attendance:%' AND ${look.account('e.account_id')}`,
    faults: (look) => `SELECT e.id, e.amount, t.id AS attendance_id
               FROM points_entries e
               LEFT JOIN points_accounts a ON a.id = e.account_id
               LEFT JOIN attendances t ON t.id = SUBSTR(e.reason, 12)
              WHERE e.reason LIKE 'attendance:%' AND ${look.account('e.account_id')}
                AND (t.id IS NULL OR a.id IS NULL OR t.resident_id <> a.resident_id)`,
    say: (row) => `明细 ${text(row.id)}（${text(row.amount)} 分）：到场记录 ${text(row.attendance_id)}`,
  },
];
