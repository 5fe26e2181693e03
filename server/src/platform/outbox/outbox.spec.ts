import { setTimeout as sleep } from 'node:timers/promises';

import { openTestDatabase, type TestDatabase } from '../../../test/test-database.js';
import { Clock, SettableClock } from '../../common/clock.js';
import { createLogger } from '../../common/logger.js';

import type { Background } from './background.js';
import { OutboxHandlers, PermanentFailure, type OutboxHandler } from './outbox-handlers.js';
import { maxAttempts, OutboxWorker, pauseAfter } from './outbox-worker.js';
import { Outbox, type NewMessage } from './outbox.js';

const hour = 3_600_000;
let test: TestDatabase;
let clock: SettableClock;

beforeEach(async () => {
  test = await openTestDatabase();
  clock = new SettableClock('2026-11-22T02:00:00Z');
});
afterEach(() => test.drop());

/** A worker of its own, as another server process would have. */
function aWorker(handler: OutboxHandler, background: Partial<Background> = {}, itsClock: Clock = clock) {
  const outbox = new Outbox(itsClock);
  const handlers = new OutboxHandlers();
  handlers.register('test', handler);
  const settings = { timers: false, pollMs: 60_000, leaseMs: 30_000, ...background };
  const worker = new OutboxWorker(
    test.database,
    outbox,
    handlers,
    itsClock,
    createLogger('silent'),
    settings,
  );
  return { outbox, worker };
}

const put = (outbox: Outbox, message: Partial<NewMessage> = {}) =>
  test.database.transaction((tx) =>
    outbox.put(tx, { kind: 'test', payload: { n: 1 }, onceKey: 'one', ...message }),
  );

const row = () => test.database.row<Record<string, string | number | null>>('SELECT * FROM outbox_messages');

describe('a message', () => {
  it('leaves after the act that wrote it', async () => {
    const seen: unknown[] = [];
    const { outbox, worker } = aWorker(async (payload, { attempt }) => void seen.push([payload, attempt]));
    await put(outbox, { payload: { to: '𠮷', list: [1, null] } });
    expect(await worker.tick()).toBe(1);
    expect(seen).toEqual([[{ to: '𠮷', list: [1, null] }, 1]]);
    expect(await row()).toMatchObject({ outcome: 'done', lease_owner: null });
    expect(await worker.tick()).toBe(0);
  });

  it('never leaves when the act failed', async () => {
    const { outbox, worker } = aWorker(() => Promise.resolve());
    const failing = test.database.transaction(async (tx) => {
      await outbox.put(tx, { kind: 'test', payload: null, onceKey: 'one' });
      throw new Error('the act failed');
    });
    await expect(failing).rejects.toThrow('the act failed');
    expect(await worker.tick()).toBe(0);
  });

  it('said by ten acts with one key leaves once, and all ten acts are stored', async () => {
    let seen = 0;
    const { outbox, worker } = aWorker(async () => void (seen += 1));
    await test.database.dataSource.query('CREATE TABLE acts (n int NOT NULL PRIMARY KEY)');
    await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        test.database.transaction(async (tx) => {
          await outbox.put(tx, { kind: 'test', payload: n, onceKey: 'the same' });
          await tx.run('INSERT INTO acts (n) VALUES (?)', [n]);
        }),
      ),
    );
    await worker.tick();
    expect(seen).toBe(1);
    expect(await test.database.rows('SELECT n FROM acts')).toHaveLength(10);
  });

  it('waits until it is due', async () => {
    const { outbox, worker } = aWorker(() => Promise.resolve());
    await put(outbox, { dueAt: new Date(clock.now().getTime() + hour) });
    expect(await worker.tick()).toBe(0);
    clock.advance(hour);
    expect(await worker.tick()).toBe(1);
  });

  it('of a kind nobody here handles stays for a server that does', async () => {
    const { outbox, worker } = aWorker(() => Promise.resolve());
    await put(outbox, { kind: 'of.a.newer.server' });
    expect(await worker.tick()).toBe(0);
    expect(await row()).toMatchObject({ attempts: 0, outcome: null });
  });
});

describe('a handler that fails', () => {
  it('is tried again after a pause, and told which try it is', async () => {
    const tries: number[] = [];
    const { outbox, worker } = aWorker(async (_, { attempt }) => {
      tries.push(attempt);
      if (attempt === 1)
        throw Object.assign(new Error('王秀英 13800000018 not reached'), { code: 'ECONNREFUSED' });
    });
    await put(outbox);
    await worker.tick();
    expect(await worker.tick()).toBe(0);
    const failed = await row();
    expect(failed?.last_error).toBe('Error ECONNREFUSED');
    clock.set(Number(failed?.due_at_ms));
    await worker.tick();
    expect(tries).toEqual([1, 2]);
    expect(await row()).toMatchObject({ outcome: 'done', attempts: 2, last_error: '' });
  });

  it('is given up at once when it says trying again cannot help', async () => {
    const { outbox, worker } = aWorker(() => Promise.reject(new PermanentFailure('NOBODY_THERE')));
    await put(outbox);
    await worker.tick();
    expect(await row()).toMatchObject({
      outcome: 'failed',
      attempts: 1,
      last_error: 'PermanentFailure NOBODY_THERE',
    });
  });

  it(`is given up after ${maxAttempts} tries`, async () => {
    let tries = 0;
    const { outbox, worker } = aWorker(() => Promise.reject(new Error(`no ${(tries += 1)}`)));
    await put(outbox);
    for (let round = 0; round < maxAttempts + 5; round++) {
      await worker.tick();
      clock.advance(hour);
    }
    expect(tries).toBe(maxAttempts);
    expect(await row()).toMatchObject({ outcome: 'failed' });
  });

  it.each([
    [1, 1_000, 2_000],
    [2, 2_000, 4_000],
    [5, 16_000, 32_000],
    [12, hour / 2, hour],
    [40, hour / 2, hour],
  ])('pauses after try %i between %i and %i ms', (attempt, shortest, longest) => {
    expect(pauseAfter(attempt, 0)).toBe(shortest);
    expect(pauseAfter(attempt, 1)).toBe(longest);
  });
});

describe('two workers', () => {
  it('never have one message at the same time', async () => {
    const now = new Set<string>();
    const seen: string[] = [];
    const overlaps: string[] = [];
    const handler: OutboxHandler = async (_, { id }) => {
      if (now.has(id)) overlaps.push(id);
      now.add(id);
      await sleep(2);
      now.delete(id);
      seen.push(id);
    };
    const first = aWorker(handler);
    const second = aWorker(handler);
    for (let n = 0; n < 60; n++) await put(first.outbox, { onceKey: `m${n}` });
    await Promise.all([first.worker.tick(), second.worker.tick()]);
    expect(overlaps).toEqual([]);
    expect(seen).toHaveLength(60);
    expect(new Set(seen).size).toBe(60);
  });

  it('take over from one that died when its lease ends, not before', async () => {
    const { outbox, worker } = aWorker(() => Promise.resolve(), { leaseMs: 30_000 });
    await put(outbox);
    const died = clock.now().getTime();
    await test.database.transaction((tx) =>
      tx.run("UPDATE outbox_messages SET lease_owner = 'the dead', lease_until_ms = ?, attempts = 1", [
        died + 30_000,
      ]),
    );
    clock.advance(30_000);
    expect(await worker.tick()).toBe(0);
    clock.advance(1);
    expect(await worker.tick()).toBe(1);
    expect(await row()).toMatchObject({ outcome: 'done', attempts: 2 });
  });

  it('give up a message that kills whoever takes it', async () => {
    let handled = 0;
    const { outbox, worker } = aWorker(async () => void (handled += 1));
    await put(outbox);
    await test.database.transaction((tx) => tx.run('UPDATE outbox_messages SET attempts = ?', [maxAttempts]));
    await worker.tick();
    expect(handled).toBe(0);
    expect(await row()).toMatchObject({ outcome: 'failed', last_error: 'Error WORKERS_DIED' });
  });

  it('leave a message alone while its handler works longer than the lease', async () => {
    const real = new Clock();
    let running = 0;
    let most = 0;
    const handler: OutboxHandler = async () => {
      most = Math.max(most, (running += 1));
      await sleep(1_500);
      running -= 1;
    };
    const first = aWorker(handler, { leaseMs: 500 }, real);
    const second = aWorker(handler, { leaseMs: 500 }, real);
    await put(first.outbox);
    const long = first.worker.tick();
    for (let n = 0; n < 10; n++) {
      await sleep(100);
      expect(await second.worker.tick()).toBe(0);
    }
    await long;
    expect(most).toBe(1);
    expect(await row()).toMatchObject({ outcome: 'done', attempts: 1 });
  });

  it('tell a handler whose message was taken over, and let it mark nothing', async () => {
    let told = false;
    const { outbox, worker } = aWorker(
      async (_, { signal }) => {
        await test.database.transaction((tx) => tx.run("UPDATE outbox_messages SET lease_owner = 'another'"));
        signal.addEventListener('abort', () => (told = true));
        for (let n = 0; n < 40 && !told; n++) await sleep(25);
      },
      { leaseMs: 300 },
      new Clock(),
    );
    await put(outbox);
    await worker.tick();
    expect(told).toBe(true);
    expect(await row()).toMatchObject({ lease_owner: 'another', outcome: null });
  });
});

describe('a running server', () => {
  it('starts on a message right after its commit', async () => {
    const { outbox, worker } = aWorker(() => Promise.resolve(), { timers: true, pollMs: 60_000 });
    worker.onApplicationBootstrap();
    await sleep(50);
    await put(outbox);
    for (let n = 0; n < 100 && (await row())?.outcome !== 'done'; n++) await sleep(20);
    await worker.beforeApplicationShutdown();
    expect(await row()).toMatchObject({ outcome: 'done' });
  });

  it('finds by itself what another process has written', async () => {
    const { worker } = aWorker(() => Promise.resolve(), { timers: true, pollMs: 50 });
    worker.onApplicationBootstrap();
    await put(new Outbox(clock));
    for (let n = 0; n < 100 && (await row())?.outcome !== 'done'; n++) await sleep(20);
    await worker.beforeApplicationShutdown();
    expect(await row()).toMatchObject({ outcome: 'done' });
  });

  it('finishes what is under way when it stops, and takes nothing more', async () => {
    let begun = 0;
    let finished = 0;
    const { outbox, worker } = aWorker(async () => {
      begun += 1;
      await sleep(200);
      finished += 1;
    });
    for (let n = 0; n < 20; n++) await put(outbox, { onceKey: `m${n}` });
    const pass = worker.tick();
    while (begun === 0) await sleep(5);
    await worker.beforeApplicationShutdown();
    const atStop = begun;
    expect(finished).toBe(begun);
    expect(begun).toBeLessThan(20);
    await pass;
    expect(await worker.tick()).toBe(0);
    expect(begun).toBe(atStop);
    const waiting = await test.database.rows(
      'SELECT id FROM outbox_messages WHERE outcome IS NULL AND lease_until_ms = 0',
    );
    expect(waiting).toHaveLength(20 - atStop);
  });
});
