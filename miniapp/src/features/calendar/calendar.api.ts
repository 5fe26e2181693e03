import { listCalendarDays } from '@linli/shared/calendar-days';
import { queryOptions } from '@tanstack/react-query';

import { send } from '@/lib/api';

/** Days of a year that differ from the plain week. */
export const calendarQuery = (year: number) =>
  queryOptions({
    queryKey: ['calendar', year],
    queryFn: ({ signal }) => send(listCalendarDays, { year }, { signal }),
  });
