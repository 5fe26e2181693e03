import { setTimeout as sleep } from 'node:timers/promises';

import { dayMs, momentOf } from '@linli/shared/time';

import { openTestDatabase, type TestDatabase } from '../../../test/test-database.js';
import { Clock, SettableClock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { createLogger } from '../../common/logger.js';
import { PurgeRequestKeys } from '../idempotency/purge-request-keys.js';
import { RequestKey } from '../idempotency/request-key.entity.js';

import { Jobs, nextRun, type Job, type Schedule } from './jobs.js';
import { OutboxMessage } from './outbox-message.entity.js';
import { PurgeOutbox } from './purge-outbox.js';

let test: TestDatabase;
let clock: SettableClock;

beforeEach(async () => {
  test = await openTestDatabase();
  clock = new SettableClock(momentOf('2026-11-22', 10));
});
afterEach(() => test.drop());

/** The jobs of one server process. */
function jobsOf(job?: Job, { leaseMs = 30_000, itsClock = clock as Clock } = {}): Jobs {
  const jobs = new Jobs(test.database, itsClock, createLogger('silent'), {
    timers: false,
    pollMs: 60_000,
    leaseMs,
  });
  if (job) jobs.register(job);
  return jobs;
}

describe('the next run', () => {
  it.each<[string, Schedule, Date, Date]>([
    [
      'an interval counts from now',
      { everyMs: 60_000 },
      momentOf('2026-11-22', 10),
      momentOf('2026-11-22', 10, 1),
    ],
    [
      'a daily hour still to come is today',
      { dailyAt: '10:01' },
      momentOf('2026-11-22', 10),
      momentOf('2026-11-22', 10, 1),
    ],
    [
      'a daily hour on the minute is tomorrow',
      { dailyAt: '10:00' },
      momentOf('2026-11-22', 10),
      momentOf('2026-11-23', 10),
    ],
    [
      'a daily hour gone by is tomorrow',
      { dailyAt: '00:05' },
      momentOf('2026-12-31', 10),
      momentOf('2027-01-01', 0, 5),
    ],
    [
      'the day is Shanghai’s',
      { dailyAt: '00:05' },
      new Date('2026-11-22T16:00:00Z'),
      new Date('2026-11-22T16:05:00Z'),
    ],
  ])('%s', (_, schedule, now, expected) => {
    expect(nextRun(schedule, now)).toEqual(expected);
  });
});

describe('a job', () => {
  it('runs once however many servers there are', async () => {
    let runs = 0;
    const servers = Array.from({ length: 10 }, () =>
      jobsOf({ name: 'count', everyMs: 60_000, run: async () => void (await sleep(20), (runs += 1)) }),
    );
    await Promise.all(servers.map((jobs) => jobs.tick()));
    expect(runs).toBe(1);
    clock.advance(60_000);
    await Promise.all(servers.map((jobs) => jobs.tick()));
    expect(runs).toBe(2);
  });

  it('waits for its hour on the day it is first known', async () => {
    let runs = 0;
    const jobs = jobsOf({ name: 'nightly', dailyAt: '03:30', run: async () => void (runs += 1) });
    expect(await jobs.tick()).toEqual([]);
    clock.set(momentOf('2026-11-23', 3, 30));
    expect(await jobs.tick()).toEqual(['nightly']);
    expect(await jobs.tick()).toEqual([]);
    expect(runs).toBe(1);
  });

  it('missed for three days is made up once', async () => {
    let runs = 0;
    const job: Job = { name: 'nightly', dailyAt: '03:30', run: async () => void (runs += 1) };
    await jobsOf(job).tick();
    clock.set(momentOf('2026-11-25', 9));
    const afterRestart = jobsOf(job);
    await afterRestart.tick();
    await afterRestart.tick();
    expect(runs).toBe(1);
    clock.set(momentOf('2026-11-26', 3, 30));
    await afterRestart.tick();
    expect(runs).toBe(2);
  });

  it('that failed is tried again at the next look, and does not keep others from running', async () => {
    let tries = 0;
    let others = 0;
    const jobs = jobsOf({
      name: 'failing',
      dailyAt: '03:30',
      run: async () => {
        if ((tries += 1) === 1) throw new TypeError('secret of 王秀英');
      },
    });
    jobs.register({ name: 'other', everyMs: dayMs, run: async () => void (others += 1) });
    await jobs.tick();
    clock.set(momentOf('2026-11-23', 3, 30));
    await jobs.tick();
    const failed = await test.database.row("SELECT last_error FROM job_leases WHERE name = 'failing'");
    expect(failed).toEqual({ last_error: 'TypeError' });
    expect(await jobs.tick()).toEqual(['failing']);
    expect(tries).toBe(2);
    expect(others).toBe(1);
    expect(await jobs.tick()).toEqual([]);
  });

  it('of a server that died is taken over when its lease ends', async () => {
    let runs = 0;
    const jobs = jobsOf({ name: 'count', everyMs: 60_000, run: async () => void (runs += 1) });
    await jobs.tick();
    clock.advance(60_000);
    await test.database.transaction((tx) =>
      tx.run("UPDATE job_leases SET lease_owner = 'the dead', lease_until_ms = ?", [
        clock.now().getTime() + 1_000,
      ]),
    );
    expect(await jobs.tick()).toEqual([]);
    clock.advance(1_001);
    expect(await jobs.tick()).toEqual(['count']);
    expect(runs).toBe(2);
  });

  it('longer than its lease keeps it', async () => {
    let runs = 0;
    const job: Job = {
      name: 'long',
      everyMs: 60_000,
      run: async () => void (await sleep(1_200), (runs += 1)),
    };
    const itsClock = new Clock();
    const first = jobsOf(job, { leaseMs: 400, itsClock });
    const second = jobsOf(job, { leaseMs: 400, itsClock });
    const long = first.tick();
    await sleep(900);
    expect(await second.tick()).toEqual([]);
    await long;
    expect(runs).toBe(1);
  });

  it('runs sooner when its schedule became tighter', async () => {
    const run = () => Promise.resolve();
    await jobsOf({ name: 'count', everyMs: dayMs, run }).tick();
    clock.advance(60_000);
    const tighter = jobsOf({ name: 'count', everyMs: 60_000, run });
    expect(await tighter.tick()).toEqual([]);
    clock.advance(60_000);
    expect(await tighter.tick()).toEqual(['count']);
  });

  it('under way is finished when the server stops; the next is not begun', async () => {
    const ran: string[] = [];
    const jobs = jobsOf({
      name: 'first',
      everyMs: 60_000,
      run: async () => void (await sleep(150), ran.push('first')),
    });
    jobs.register({ name: 'second', everyMs: 60_000, run: async () => void ran.push('second') });
    const pass = jobs.tick();
    await sleep(60);
    await jobs.beforeApplicationShutdown();
    expect(ran).toEqual(['first']);
    await pass;
    expect(ran).toEqual(['first']);
  });
});

describe('the nightly clean-up', () => {
  it('forgets request keys after 30 days, however many have one age', async () => {
    const at = (daysAgo: number) => new Date(clock.now().getTime() - daysAgo * dayMs);
    const key = (when: Date): RequestKey => ({
      accountId: newId(), requestKey: newId(), callName: 'x', inputHash: '', answer: '{}', at: when,
    }); // prettier-ignore
    await test.database.transaction((tx) =>
      tx.insert(RequestKey, [
        ...Array.from({ length: 1_200 }, () => key(at(40))),
        ...Array.from({ length: 30 }, (_, n) => key(at(31 + n))),
        key(at(28)),
      ]),
    );
    const jobs = jobsOf();
    new PurgeRequestKeys(jobs, test.database, clock).onModuleInit();
    await jobs.tick();
    clock.advance(dayMs);
    expect(await jobs.tick()).toEqual(['requestKeys.purge']);
    expect(await test.database.rows('SELECT call_name FROM request_keys')).toHaveLength(1);
  });

  it('forgets messages that left 30 days ago, and keeps what waits or was given up', async () => {
    const now = clock.now().getTime();
    const message = (onceKey: string, doneAtMs: number, outcome: OutboxMessage['outcome']): OutboxMessage => ({
      id: newId(), kind: 'test', payload: 'null', onceKey, dueAtMs: 0, attempts: 1, leaseOwner: null, leaseUntilMs: 0, doneAtMs, outcome, lastError: '',
    }); // prettier-ignore
    await test.database.transaction((tx) =>
      tx.insert(OutboxMessage, [
        message('waiting', 0, null),
        message('given up', now - 90 * dayMs, 'failed'),
        message('left long ago', now - 31 * dayMs, 'done'),
        message('left lately', now - 20 * dayMs, 'done'),
      ]),
    );
    const jobs = jobsOf();
    new PurgeOutbox(jobs, test.database, clock).onModuleInit();
    await jobs.tick();
    clock.advance(dayMs);
    await jobs.tick();
    const left = await test.database.rows<{ once_key: string }>(
      'SELECT once_key FROM outbox_messages ORDER BY once_key',
    );
    expect(left.map((row) => row.once_key)).toEqual(['given up', 'left lately', 'waiting']);
  });
});
