import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  dayKinds,
  type DayKind,
  type listCalendarDays,
  type setCalendarDay,
} from '@linli/shared/calendar-days';
import type { OutputOf, ParsedInputOf } from '@linli/shared/call';
import { addDays, yearOf, type Day } from '@linli/shared/time';

import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { Database } from '../../database/database.js';
import { isDuplicate } from '../../database/failures.js';

import { CalendarDay } from './calendar-day.entity.js';
import {
  firstYear,
  isComplete,
  isWorkKind,
  kindProblem,
  lastYear,
  plainKindOf,
  yearsAhead,
} from './calendar.rules.js';
import { publishedDays } from './published-days.js';

const publishedSource = '国务院办公厅放假安排';
const enteredSource = '手工录入';

/** How long another instance may not know of a day entered here. */
const rememberMs = 30_000;

/** More than the longest row of days off: a calendar that never works again is a mistake, not a loop. */
const longestRest = 366;

interface Year {
  days: ReadonlyMap<Day, CalendarDay>;
  readAt: number;
}

/** Workdays and days off: the plain week, and what the table `calendar_days` says differs from it. */
@Injectable()
export class Calendar implements OnModuleInit {
  readonly #years = new Map<number, Year>();
  /** Counts changes: what was read before one is not remembered after it. */
  #changes = 0;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.seed();
  }

  /** Adds published days that the table does not have yet; what was entered by hand stays. Safe to run on ten instances. */
  async seed(): Promise<void> {
    const published = publishedDays(firstYear);
    const missing = await this.#missing(published);
    if (missing.length === 0) return;
    try {
      await this.database.transaction((tx) =>
        tx.insert(
          CalendarDay,
          missing.map((day) => ({ ...day, source: publishedSource })),
        ),
      );
    } catch (error) {
      // Another instance wrote them in the same moment.
      if (!isDuplicate(error)) throw error;
    }
    this.#forget();
  }

  async kindOf(day: Day): Promise<DayKind> {
    return (await this.#daysOf(yearOf(day))).get(day)?.kind ?? plainKindOf(day);
  }

  /** Answers for every day from the first to the last, asked once: for looking at many days in a row. */
  async kindsBetween(first: Day, last: Day): Promise<(day: Day) => DayKind> {
    const years = new Map<number, ReadonlyMap<Day, CalendarDay>>();
    for (let year = yearOf(first); year <= yearOf(last); year++) years.set(year, await this.#daysOf(year));
    return (day) => years.get(yearOf(day))?.get(day)?.kind ?? plainKindOf(day);
  }

  /** True on a plain workday and on a make-up workday. */
  async isWorkday(day: Day): Promise<boolean> {
    return isWorkKind(await this.kindOf(day));
  }

  /** The day itself when people work on it, otherwise the first workday after it: a deadline moves later, never earlier. */
  async nextWorkday(day: Day): Promise<Day> {
    for (let ahead = 0; ahead <= longestRest; ahead++) {
      const candidate = addDays(day, ahead);
      if (await this.isWorkday(candidate)) return candidate;
    }
    throw new Error(`no workday within a year of ${day}`);
  }

  /** The `count`-th workday after a day, which itself does not count; 0 = `nextWorkday`. */
  async addWorkdays(day: Day, count: number): Promise<Day> {
    if (!Number.isInteger(count) || count < 0) throw new RangeError(`workdays are counted forward: ${count}`);
    if (count === 0) return this.nextWorkday(day);
    let reached = day;
    for (let left = count; left > 0; left--) reached = await this.nextWorkday(addDays(reached, 1));
    return reached;
  }

  /** One plain sentence for each year within the next 60 days whose list is not entered. */
  async warnings(): Promise<string[]> {
    const missing = await this.#missingYears();
    return missing.map((year) => `${year} 年的放假安排还没有录入，先按周末休息来算。请区县管理员录入。`);
  }

  async list({ year }: ParsedInputOf<typeof listCalendarDays>): Promise<OutputOf<typeof listCalendarDays>> {
    const days = [...(await this.#daysOf(year)).values()];
    return {
      items: days,
      known: isComplete(days.map(({ kind }) => kind)),
      missing: await this.#missingYears(),
    };
  }

  /**
   * Enters or mends one day. The last one to say something is right.
   * @throws AppError CALENDAR_DAY_INVALID outside the years we keep, INPUT_INVALID for a weekend on a Wednesday
   */
  async set({ day, kind, name }: ParsedInputOf<typeof setCalendarDay>): Promise<{ done: true }> {
    if (yearOf(day) < firstYear || yearOf(day) > lastYear) throw new AppError('CALENDAR_DAY_INVALID');
    const problem = kindProblem(day, kind);
    if (problem) throw new AppError('INPUT_INVALID', { fields: { kind: problem } });
    const row: CalendarDay = { day, kind, name: name || dayKinds[kind], source: enteredSource };
    try {
      await this.#write(row);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      // Somebody entered the same day in this moment: now there is a row to change.
      await this.#write(row);
    }
    this.#forget();
    return { done: true };
  }

  #write(row: CalendarDay): Promise<void> {
    return this.database.transaction(async (tx) => {
      const changed = await tx.run('UPDATE calendar_days SET kind = ?, name = ?, source = ? WHERE day = ?', [
        row.kind,
        row.name,
        row.source,
        row.day,
      ]);
      if (changed === 0) await tx.insert(CalendarDay, row);
    });
  }

  async #missing<T extends { day: Day }>(published: readonly T[]): Promise<T[]> {
    const rows = await this.database.rows<{ day: string }>('SELECT day FROM calendar_days');
    const known = new Set(rows.map((row) => row.day));
    return published.filter(({ day }) => !known.has(day));
  }

  async #missingYears(): Promise<number[]> {
    const missing: number[] = [];
    for (const year of yearsAhead(this.clock.today())) {
      const days = await this.#daysOf(year);
      if (!isComplete([...days.values()].map(({ kind }) => kind))) missing.push(year);
    }
    return missing;
  }

  async #daysOf(year: number): Promise<ReadonlyMap<Day, CalendarDay>> {
    const remembered = this.#years.get(year);
    if (remembered && performance.now() - remembered.readAt < rememberMs) return remembered.days;
    const before = this.#changes;
    const rows = await this.database.rows<{ day: string; kind: DayKind; name: string; source: string }>(
      'SELECT day, kind, name, source FROM calendar_days WHERE day >= ? AND day <= ? ORDER BY day',
      [`${year}-01-01`, `${year}-12-31`],
    );
    const days = new Map(rows.map((row) => [row.day, row] as const));
    if (before === this.#changes) this.#years.set(year, { days, readAt: performance.now() });
    return days;
  }

  #forget(): void {
    this.#changes += 1;
    this.#years.clear();
  }
}
