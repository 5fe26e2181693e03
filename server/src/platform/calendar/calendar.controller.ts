import { Controller } from '@nestjs/common';
import { listCalendarDays, setCalendarDay } from '@linli/shared/calendar-days';
import type { ParsedInputOf } from '@linli/shared/call';

import { Handles, Input } from '../../common/handles.js';

import { Calendar } from './calendar.js';

@Controller()
export class CalendarController {
  constructor(private readonly calendar: Calendar) {}

  @Handles(listCalendarDays)
  list(@Input() input: ParsedInputOf<typeof listCalendarDays>) {
    return this.calendar.list(input);
  }

  @Handles(setCalendarDay)
  set(@Input() input: ParsedInputOf<typeof setCalendarDay>) {
    return this.calendar.set(input);
  }
}
