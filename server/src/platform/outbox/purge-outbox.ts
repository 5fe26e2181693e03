import { Injectable, type OnModuleInit } from '@nestjs/common';
import { dayMs } from '@linli/shared/time';

import { Clock } from '../../common/clock.js';
import { Database } from '../../database/database.js';

import { Jobs } from './jobs.js';
import { purgeOlder } from './purge.js';

/** A `onceKey` is remembered this long after its message left. */
const keepDays = 30;

/** Forgets messages that have left; those that were given up stay until somebody has looked. */
@Injectable()
export class PurgeOutbox implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'outbox.purge',
      dailyAt: '03:40',
      run: async (signal) => {
        const before = this.clock.now().getTime() - keepDays * dayMs;
        const left = { table: 'outbox_messages', column: 'done_at_ms', where: "outcome = 'done'" };
        await purgeOlder(this.database, left, before, signal);
      },
    });
  }
}
