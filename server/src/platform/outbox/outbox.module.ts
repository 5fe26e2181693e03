import { Global, Module } from '@nestjs/common';

import { BACKGROUND, usualBackground } from './background.js';
import { Jobs } from './jobs.js';
import { OutboxHandlers } from './outbox-handlers.js';
import { OutboxWorker } from './outbox-worker.js';
import { Outbox } from './outbox.js';
import { PurgeOutbox } from './purge-outbox.js';

/** Messages written before they leave, and work done on a schedule: by one worker at a time, however many run. */
@Global()
@Module({
  providers: [
    { provide: BACKGROUND, useFactory: usualBackground },
    Outbox,
    OutboxHandlers,
    OutboxWorker,
    Jobs,
    PurgeOutbox,
  ],
  exports: [Outbox, OutboxHandlers, OutboxWorker, Jobs],
})
export class OutboxModule {}
