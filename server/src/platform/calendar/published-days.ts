import { createRequire } from 'node:module';

import type { DayKind } from '@linli/shared/calendar-days';
import type { Day } from '@linli/shared/time';

export interface PublishedDay {
  day: Day;
  kind: DayKind;
  name: string;
}

/** Days are keyed `YYYY-MM-DD`; the value is `English name,中文名,statutory days`. */
interface ChineseDays {
  holidays: Record<string, string>;
  workdays: Record<string, string>;
}

/**
 * The State Council's published days off and make-up workdays, as the library `chinese-days` carries them, from a year
 * on. Its data file is read and not its functions: they work in the machine's own time zone.
 */
export function publishedDays(fromYear: number): PublishedDay[] {
  const { holidays, workdays } = createRequire(import.meta.url)(
    'chinese-days/dist/chinese-days.json',
  ) as ChineseDays;
  const days = [
    ...Object.entries(holidays).map(([day, names]) => ({
      day,
      kind: 'holiday' as const,
      name: chineseName(names),
    })),
    ...Object.entries(workdays).map(([day, names]) => ({
      day,
      kind: 'adjustedWorkday' as const,
      name: `${chineseName(names)}调休`,
    })),
  ];
  return days.filter(({ day }) => day >= `${fromYear}-01-01`).sort((a, b) => (a.day < b.day ? -1 : 1));
}

function chineseName(names: string): string {
  return names.split(',')[1] ?? '';
}
