import type { DayKind } from '@linli/shared/calendar-days';
import { Entity, PrimaryColumn } from 'typeorm';

import { TextColumn } from '../../database/columns.js';

/** A day that differs from the plain week, or was entered by hand. */
@Entity('calendar_days')
export class CalendarDay {
  @PrimaryColumn({ type: 'varchar', length: 10 }) day!: string;
  @TextColumn(20) kind!: DayKind;
  @TextColumn(20) name!: string;
  @TextColumn(60) source!: string;
}
