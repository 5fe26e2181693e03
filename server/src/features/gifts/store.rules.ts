import type { DayKind } from '@linli/shared/calendar-days';
import { addDays, clockOf, dayOf, dayText, weekdayOf, yearOf, type Day } from '@linli/shared/time';

/** One opening of the week. Times are Shanghai clock, `HH:MM`. */
export interface OpeningHours {
  /** 1 Monday … 7 Sunday. */
  weekday: number;
  opens: string;
  closes: string;
}

export type KindOf = (day: Day) => DayKind;

const weekdayNames = ['', '周一', '周二', '周三', '周四', '周五', '周六', '周日'];

function short(clock: string): string {
  return clock.replace(/^0/, '');
}

/** Openings of one day; a store is closed on public holidays. */
function openingsOn(hours: readonly OpeningHours[], day: Day, kindOf: KindOf): OpeningHours[] {
  if (kindOf(day) === 'holiday') return [];
  return hours.filter((row) => row.weekday === weekdayOf(day)).sort((a, b) => (a.opens < b.opens ? -1 : 1));
}

/** `周二、周五、周六 9:00–11:30`: one line per pair of times. */
export function hoursLines(hours: readonly OpeningHours[]): string[] {
  const byTimes = new Map<string, number[]>();
  for (const row of [...hours].sort((a, b) => a.weekday - b.weekday)) {
    const times = `${short(row.opens)}–${short(row.closes)}`;
    byTimes.set(times, [...(byTimes.get(times) ?? []), row.weekday]);
  }
  return [...byTimes].map(
    ([times, days]) => `${days.map((weekday) => weekdayNames[weekday]).join('、')} ${times}`,
  );
}

/** How a store stands at a moment: open or not, today in words, and when it opens next. */
export function openingAt(hours: readonly OpeningHours[], at: Date, kindOf: KindOf) {
  const today = dayOf(at);
  const now = clockOf(at);
  const openings = openingsOn(hours, today, kindOf);
  const current = openings.find((row) => row.opens <= now && now < row.closes);
  const next = nextOpening(hours, at, kindOf);
  return {
    openNow: current !== undefined,
    todayText: todayText(openings, current, now),
    nextOpening: current || !next ? '' : `${dayText(next.day, yearOf(today))} ${short(next.opens)}`,
  };
}

function todayText(
  openings: readonly OpeningHours[],
  current: OpeningHours | undefined,
  now: string,
): string {
  if (current) return `正在开门，到 ${short(current.closes)}`;
  if (openings.length === 0) return '今天不开门';
  if (openings.some((row) => row.opens > now)) {
    return `今天 ${openings
      .filter((row) => row.opens > now)
      .map((row) => `${short(row.opens)}–${short(row.closes)}`)
      .join('、')} 开门`;
  }
  return '今天已经关门';
}

/** The next opening within 60 days. */
function nextOpening(
  hours: readonly OpeningHours[],
  at: Date,
  kindOf: KindOf,
): { day: Day; opens: string } | null {
  const now = clockOf(at);
  for (let ahead = 0; ahead <= 60; ahead++) {
    const day = addDays(dayOf(at), ahead);
    const opening = openingsOn(hours, day, kindOf).find((row) => ahead > 0 || row.opens > now);
    if (opening) return { day, opens: opening.opens };
  }
  return null;
}
