import { Injectable, type OnModuleInit } from '@nestjs/common';
import { dayMs } from '@linli/shared/time';

import { Clock } from '../../common/clock.js';
import { Database } from '../../database/database.js';
import { Jobs } from '../outbox/jobs.js';
import { purgeOlder } from '../outbox/purge.js';

/** A caller who repeats an act does so within minutes; a phone left in a drawer may take weeks. */
const keepDays = 30;

/** Forgets the keys of acts long done, and with them the stored answers. */
@Injectable()
export class PurgeRequestKeys implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'requestKeys.purge',
      dailyAt: '03:30',
      run: async (signal) => {
        const before = new Date(this.clock.now().getTime() - keepDays * dayMs);
        await purgeOlder(this.database, { table: 'request_keys', column: 'at' }, before, signal);
      },
    });
  }
}
