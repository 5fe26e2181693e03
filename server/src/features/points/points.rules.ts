import type { CapPeriod, PointsUnit } from '@linli/shared/points';
import { daysBetween, yearOf, type Day } from '@linli/shared/time';

/** No single act counts for more than eight hours (domain.md 2.3, V01). */
const maxMinutesADay = 480;
const halfDayMinutes = 240;

/** Units that count confirmed time; all others count occasions. */
export function countsTime(unit: PointsUnit): boolean {
  return unit === 'hour' || unit === 'halfDay';
}

/**
 * Points for one act. Time is stored in minutes and rounded only here: whole points for started fractions are not
 * given, but a confirmed act is worth at least one point.
 * @param quantity minutes for hour and half day, occasions otherwise
 */
export function pointsFor(rule: { points: number; unit: PointsUnit }, quantity: number): number {
  if (rule.unit === 'hour') {
    return Math.max(1, Math.floor((Math.min(quantity, maxMinutesADay) * rule.points) / 60));
  }
  if (rule.unit === 'halfDay') {
    return rule.points * Math.max(1, Math.round(Math.min(quantity, maxMinutesADay) / halfDayMinutes));
  }
  return rule.points * quantity;
}

/** The period a day belongs to, as the key of its cap counter. */
export function capPeriodKey(period: Exclude<CapPeriod, 'none'>, day: Day): string {
  switch (period) {
    case 'day':
      return day;
    case 'month':
      return day.slice(0, 7);
    case 'quarter':
      return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
    case 'year':
      return day.slice(0, 4);
  }
}

export const capText: Record<Exclude<CapPeriod, 'none'>, string> = {
  day: '今天',
  month: '本月',
  quarter: '本季度',
  year: '今年',
};

/** Last day points can be spent: the end of the year after the act (domain.md 2.2), or never. */
export function lapseDay(policy: 'endOfNextYear' | 'never', happenedOn: Day): Day | null {
  return policy === 'never' ? null : `${yearOf(happenedOn) + 1}-12-31`;
}

/** Within this many days of its last day a lot is shown as lapsing soon (domain.md 2.2). */
const lapseWarningDays = 60;

export function lapsesSoon(lapsesOn: Day, today: Day): boolean {
  return daysBetween(today, lapsesOn) <= lapseWarningDays;
}

/** A lot's last day is over. */
export function hasLapsed(lapsesOn: Day | null, today: Day): boolean {
  return lapsesOn !== null && lapsesOn < today;
}

export interface LotShare {
  lotId: string;
  points: number;
}

/** Draws points from lots in the order given (soonest to lapse first). Null when they do not suffice. */
export function drawFrom(
  lots: readonly { id: string; remaining: number }[],
  points: number,
): LotShare[] | null {
  const shares: LotShare[] = [];
  let missing = points;
  for (const lot of lots) {
    if (missing === 0) break;
    const share = Math.min(lot.remaining, missing);
    if (share > 0) shares.push({ lotId: lot.id, points: share });
    missing -= share;
  }
  return missing === 0 ? shares : null;
}

/** Things that never earn points (domain.md 2.3, "Never a rule"; 4.6): found by their usual words. */
const forbiddenWords = [
  '签到', '打卡', '登录', '在线时长', '点赞', '转发', '关注公众号', '关注账号', '下载', '安装', '注册', '分享', '订阅',
  '不投诉', '不上访', '不信访', '投赞成', '成绩', '升学', '生育', '生孩子', '宗教', '信教', '健康状况', '体检结果',
  '欠债', '还款', '物业费', '缴费', '充值', '购买', '消费',
]; // prettier-ignore

/** The word that forbids a rule's title, or null. */
export function forbiddenWordIn(title: string): string | null {
  const letters = title.replace(/[\s\p{P}]/gu, '');
  return forbiddenWords.find((word) => letters.includes(word)) ?? null;
}

/** At most this many rules in force at once (domain.md 2.8). */
export const maxActiveRules = 50;
