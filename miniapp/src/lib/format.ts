import { dayOf } from '@linli/shared/time';

/**
 * Dates and numbers as people read them. Everything is Asia/Shanghai, computed by plain arithmetic (UTC+8, no summer
 * time) because WeChat's engine carries no Intl.
 */
const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

export type Moment = Date | string | number;

interface Parts {
  year: number;
  month: number;
  day: number;
  weekday: string;
  hour: number;
  minute: number;
}

/** Shanghai parts of a moment, or of a calendar day `YYYY-MM-DD` (midnight). */
export function partsOf(at: Moment): Parts {
  const moment =
    typeof at === 'string' && at.length === 10 ? Date.parse(`${at}T00:00:00+08:00`) : new Date(at).getTime();
  const local = new Date(moment + 8 * 3_600_000);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: weekdays[local.getUTCDay()] as string,
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
  };
}

/** `12月18日`, with the year in front when it is not `now`'s. */
export function day(at: Moment, now: Moment = Date.now()): string {
  const { year, month, day: date } = partsOf(at);
  const plain = `${month}月${date}日`;
  return year === partsOf(now).year ? plain : `${year}年${plain}`;
}

/** `12月18日 周五` */
export function dayAndWeekday(at: Moment, now: Moment = Date.now()): string {
  return `${day(at, now)} ${partsOf(at).weekday}`;
}

/** `9:00` */
export function clock(at: Moment): string {
  const { hour, minute } = partsOf(at);
  return `${hour}:${String(minute).padStart(2, '0')}`;
}

/** `下午 2 点`, `上午 8:30`: the words elder mode uses for a time. */
export function spokenClock(at: Moment): string {
  const { hour, minute } = partsOf(at);
  const half = hour < 6 ? '凌晨' : hour < 12 ? '上午' : hour === 12 ? '中午' : hour < 18 ? '下午' : '晚上';
  const twelve = hour > 12 ? hour - 12 : hour;
  return minute === 0 ? `${half} ${twelve} 点` : `${half} ${twelve}:${String(minute).padStart(2, '0')}`;
}

/** `12月18日 周五 9:00` */
export function dateTime(at: Moment, now: Moment = Date.now()): string {
  return `${dayAndWeekday(at, now)} ${clock(at)}`;
}

/** `12月18日 周五 8:30–10:00`; over midnight both days are written out. */
export function period(from: Moment, to: Moment, now: Moment = Date.now()): string {
  const sameDay = dayOf(new Date(from)) === dayOf(new Date(to));
  return `${dateTime(from, now)}–${sameDay ? clock(to) : dateTime(to, now)}`;
}

/** Whole Shanghai days from now: 0 today, 1 tomorrow, -1 yesterday. */
export function daysFrom(at: Moment, now: Moment = Date.now()): number {
  const midnight = (moment: Moment) => Date.parse(`${dayOf(new Date(moment))}T00:00:00Z`);
  return Math.round((midnight(at) - midnight(now)) / 86_400_000);
}

/** `今天`, `明天`, `后天`, else the date. */
export function nearDay(at: Moment, now: Moment = Date.now()): string {
  return ['今天', '明天', '后天'][daysFrom(at, now)] ?? dayAndWeekday(at, now);
}

/** `上午好` and its kin, for the greeting. */
export function greeting(now: Moment = Date.now()): string {
  const { hour } = partsOf(now);
  return hour < 5 || hour >= 18 ? '晚上好' : hour < 12 ? '上午好' : hour < 14 ? '中午好' : '下午好';
}

/** `+4` or `−35`, with a true minus sign. */
export function signed(count: number): string {
  return count < 0 ? `−${-count}` : `+${count}`;
}

/** `482 916`: a code in groups of three, as it is written and said. */
export function codeGroups(code: string): [string, string] {
  return [code.slice(0, 3), code.slice(3)];
}
