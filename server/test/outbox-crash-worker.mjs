// A server process with nothing but the outbox worker, for outbox-crash.e2e-spec.ts. Runs what `npm run build` made.
// argv: JSON { settings, worker, leaseMs }. Writes to `handled` when it begins and when it ends a message.
import { setTimeout as sleep } from 'node:timers/promises';

import { Clock } from '../dist/common/clock.js';
import { createLogger } from '../dist/common/logger.js';
import { openDataSource } from '../dist/database/data-source.js';
import { Database } from '../dist/database/database.js';
import { entities } from '../dist/entities.js';
import { OutboxHandlers } from '../dist/platform/outbox/outbox-handlers.js';
import { OutboxWorker } from '../dist/platform/outbox/outbox-worker.js';
import { Outbox } from '../dist/platform/outbox/outbox.js';

const { settings, worker: number, leaseMs } = JSON.parse(process.argv[2]);
const database = new Database(await openDataSource(settings, entities));
const clock = new Clock();
const outbox = new Outbox(clock);
const handlers = new OutboxHandlers();
handlers.register('crash', async (_payload, { id, attempt }) => {
  const key = [id, number, attempt];
  await database.transaction((tx) =>
    tx.run('INSERT INTO handled (message_id, worker, attempt, began_ms, ended_ms) VALUES (?, ?, ?, ?, 0)', [
      ...key,
      Date.now(),
    ]),
  );
  await sleep(5 + Math.random() * 15);
  await database.transaction((tx) =>
    tx.run('UPDATE handled SET ended_ms = ? WHERE message_id = ? AND worker = ? AND attempt = ?', [
      Date.now(),
      ...key,
    ]),
  );
});

const background = { timers: true, pollMs: 100, leaseMs };
const worker = new OutboxWorker(database, outbox, handlers, clock, createLogger('error'), background);
worker.onApplicationBootstrap();
// Its timers do not keep a process alive: in the server the port does.
const alive = setInterval(() => undefined, 1_000);

process.on('SIGTERM', async () => {
  clearInterval(alive);
  await worker.beforeApplicationShutdown();
  await database.dataSource.destroy();
});
process.send?.('ready');
process.channel?.unref();
