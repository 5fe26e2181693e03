import { Module } from '@nestjs/common';

import { CalendarModule } from '../calendar/calendar.module.js';

import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

@Module({ imports: [CalendarModule], controllers: [HealthController], providers: [Readiness] })
export class HealthModule {}
