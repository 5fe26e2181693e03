import { Module } from '@nestjs/common';

import { CalendarController } from './calendar.controller.js';
import { Calendar } from './calendar.js';

@Module({ controllers: [CalendarController], providers: [Calendar], exports: [Calendar] })
export class CalendarModule {}
