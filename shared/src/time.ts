/**
 * Days and hours in Asia/Shanghai: UTC+8 without daylight saving (domain.md 7), so plain arithmetic is exact.
 * No Intl: WeChat's engine does not carry it.
 */
const hour = 3_600_000;
export const dayMs = 24 * hour;
const offset = 8 * hour;

/** A calendar day in Shanghai, `YYYY-MM-DD`. */
export type Day = string;

/** The Shanghai day a moment falls on. */
export function dayOf(at: Date | number): Day {
  return new Date(Number(at) + offset).toISOString().slice(0, 10);
}

/** The moment a Shanghai day begins (00:00), plus `hours` and `minutes`. */
export function momentOf(day: Day, hours = 0, minutes = 0): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) - offset + hours * hour + minutes * 60_000);
}

export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

/** Monday of the week a day lies in. */
export function mondayOf(day: Day): Day {
  return addDays(day, 1 - weekdayOf(day));
}

/** `HH:MM` on the Shanghai clock. */
export function clockOf(at: Date | number): string {
  return new Date(Number(at) + offset).toISOString().slice(11, 16);
}

/** True for a real calendar day: 2026-02-29 is not one. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().slice(0, 10) === text;
}

const weekdays = ['', '周一', '周二', '周三', '周四', '周五', '周六', '周日'];

/** `12月18日 周五`; with the year when it is not `thisYear`. */
export function dayText(day: Day, thisYear?: number): string {
  const year = thisYear !== undefined && yearOf(day) !== thisYear ? `${yearOf(day)}年` : '';
  return `${year}${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日 ${weekdays[weekdayOf(day)]}`;
}
