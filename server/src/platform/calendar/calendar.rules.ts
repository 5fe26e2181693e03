import type { DayKind } from '@linli/shared/calendar-days';
import { addDays, weekdayOf, yearOf, type Day } from '@linli/shared/time';

/** First year of the list. */
export const firstYear = 2020;
export const lastYear = 2100;
/** Days ahead for which a missing year is announced. */
const noticeDays = 60;
/** Statutory days off in a year since 2025; a list with fewer is not finished. */
const statutoryDays = 13;

function isWeekend(day: Day): boolean {
  return weekdayOf(day) >= 6;
}

/** What a day is when nobody has said otherwise. */
export function plainKindOf(day: Day): DayKind {
  return isWeekend(day) ? 'weekend' : 'workday';
}

export function isWorkKind(kind: DayKind): boolean {
  return kind === 'workday' || kind === 'adjustedWorkday';
}

/** Whether a year's list can be relied on: one or two days entered by hand do not silence the warning. */
export function isComplete(kinds: Iterable<DayKind>): boolean {
  let holidays = 0;
  for (const kind of kinds) if (kind === 'holiday') holidays += 1;
  return holidays >= statutoryDays;
}

/** Years that begin within the notice, this one included. */
export function yearsAhead(today: Day): number[] {
  return [...new Set([yearOf(today), yearOf(addDays(today, noticeDays))])];
}

/** Why a day cannot be of this kind, in words for a form; null when it can. */
export function kindProblem(day: Day, kind: DayKind): string | null {
  if (isWeekend(day)) return kind === 'workday' ? '这一天是周末。要上班请选「调休上班」' : null;
  if (kind === 'weekend') return '这一天不是周末。放假请选「节假日」';
  return kind === 'adjustedWorkday' ? '这一天本来就上班，请选「工作日」' : null;
}
