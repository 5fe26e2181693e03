import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Clock } from '../src/common/clock.js';
import { Outbox } from '../src/platform/outbox/outbox.js';

import { openTestDatabase, type TestDatabase } from './test-database.js';

const messages = 600;
const leaseMs = 1_500;
let test: TestDatabase;
const workers: ChildProcess[] = [];

beforeAll(() => {
  // Real processes run what the build made; `npm test` has built already, a single run of this file may not have.
  const build = "import('../scripts/lib/build.mjs').then((m) => m.ensureBuilt(['shared', 'server']))";
  execFileSync(process.execPath, ['-e', build], { cwd: join(__dirname, '..'), stdio: 'pipe' });
}, 120_000);

beforeEach(async () => {
  test = await openTestDatabase();
});

afterEach(async () => {
  for (const worker of workers.splice(0)) {
    if (worker.exitCode === null && worker.signalCode === null) worker.kill('SIGKILL');
  }
  await test.drop();
});

async function startWorker(number: number): Promise<ChildProcess> {
  const told = JSON.stringify({ settings: test.settings, worker: number, leaseMs });
  const worker = fork(join(__dirname, 'outbox-crash-worker.mjs'), [told], { execArgv: [] });
  workers.push(worker);
  await Promise.race([
    once(worker, 'message'),
    once(worker, 'exit').then(() => Promise.reject(new Error('the worker did not start'))),
  ]);
  return worker;
}

interface Handled extends Record<string, unknown> {
  message_id: string;
  worker: number;
  began_ms: number;
  ended_ms: number;
}
const handled = async () =>
  (await test.database.rows<Handled>('SELECT * FROM handled')).map((row) => ({
    id: row.message_id,
    worker: Number(row.worker),
    began: Number(row.began_ms),
    ended: Number(row.ended_ms),
  }));

const count = async (where: string) =>
  Number(
    (await test.database.row<{ n: unknown }>(`SELECT COUNT(*) AS n FROM outbox_messages WHERE ${where}`))?.n,
  );

async function until(what: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 40_000;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error('this took too long');
    await sleep(30);
  }
}

it(`handles all of ${messages} messages though one of two workers is killed, and none in two living workers at once`, async () => {
  await test.database.dataSource.query(
    'CREATE TABLE handled (message_id varchar(36) NOT NULL, worker int NOT NULL, attempt int NOT NULL, began_ms bigint NOT NULL, ended_ms bigint NOT NULL, PRIMARY KEY (message_id, worker, attempt))',
  );
  const outbox = new Outbox(new Clock());
  await test.database.transaction(async (tx) => {
    for (let n = 0; n < messages; n++)
      await outbox.put(tx, { kind: 'crash', payload: n, onceKey: `crash:${n}` });
  });
  const [doomed, survivor] = await Promise.all([startWorker(1), startWorker(2)]);

  await until(async () => (await handled()).filter((row) => row.worker === 1 && row.ended > 0).length >= 50);
  doomed.kill('SIGKILL');
  await once(doomed, 'exit');
  expect(await count('done_at_ms = 0')).toBeGreaterThan(0);
  await until(async () => (await count('done_at_ms = 0')) === 0);
  survivor.kill('SIGTERM');
  const [exitCode] = (await once(survivor, 'exit')) as [number | null];
  expect(exitCode).toBe(0);

  expect(await count("outcome = 'done'")).toBe(messages);
  const spans = await handled();
  const byMessage = new Map<string, typeof spans>();
  for (const span of spans) byMessage.set(span.id, [...(byMessage.get(span.id) ?? []), span]);
  expect(byMessage.size).toBe(messages);
  expect(new Set(spans.map((span) => span.worker)).size).toBe(2);

  const again = [...byMessage.values()].filter((several) => several.length > 1);
  // Only what the killed worker had in hand is repeated, by the other one, after the lease.
  expect(again.length).toBeLessThanOrEqual(4);
  for (const several of again) {
    const [first, second, ...more] = [...several].sort((a, b) => a.began - b.began);
    expect(more).toEqual([]);
    expect([first?.worker, second?.worker]).toEqual([1, 2]);
    expect((second?.began ?? 0) - (first?.began ?? 0)).toBeGreaterThanOrEqual(leaseMs);
  }
  for (const several of byMessage.values()) expect(several.some((span) => span.ended > 0)).toBe(true);
}, 90_000);
