import { Controller } from '@nestjs/common';
import { getLive, getReady } from '@linli/shared/health';

import { AppError } from '../../common/app-error.js';
import { Handles } from '../../common/handles.js';
import { Database } from '../../database/database.js';
import { Calendar } from '../calendar/calendar.js';

import { Readiness } from './readiness.js';

@Controller()
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly calendar: Calendar,
    private readonly readiness: Readiness,
  ) {}

  @Handles(getLive)
  live() {
    return { status: 'live' };
  }

  /** Refuses while stopping, so that a proxy sends nobody here any more. */
  @Handles(getReady)
  async ready() {
    if (this.readiness.stopping) throw new AppError('DATABASE_UNAVAILABLE');
    await this.database.row('SELECT 1 AS one');
    return { status: 'ready', engine: this.database.engine, warnings: await this.calendar.warnings() };
  }
}
