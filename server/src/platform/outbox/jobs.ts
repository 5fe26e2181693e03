import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { addDays, dayOf, momentOf } from '@linli/shared/time';
import type { Logger } from 'pino';

import { Clock } from '../../common/clock.js';
import { LOG } from '../../common/core.module.js';
import { newId } from '../../common/ids.js';
import { withRequestId } from '../../common/request-context.js';
import { Database } from '../../database/database.js';
import { isDuplicate } from '../../database/failures.js';

import { BACKGROUND, type Background } from './background.js';
import { JobLease } from './job-lease.entity.js';
import { traceOf, whileLeased } from './lease.js';

/** When a job runs: each `everyMs` milliseconds, or daily at `HH:MM` in Shanghai. */
export type Schedule = { everyMs: number } | { dailyAt: string };

export type Job = Schedule & {
  /** Unique, at most 60 characters. */
  name: string;
  /**
   * Finds in the database what is to be done and does it: it may run twice (a crash before its end is marked), late,
   * or once for several days missed. The signal is aborted when the lease is lost; long jobs look at it between steps.
   */
  run: (signal: AbortSignal) => Promise<void>;
};

/** The next moment after `now` at which the schedule asks for a run. */
export function nextRun(schedule: Schedule, now: Date): Date {
  if ('everyMs' in schedule) return new Date(now.getTime() + schedule.everyMs);
  const [hours, minutes] = schedule.dailyAt.split(':').map(Number) as [number, number];
  const today = momentOf(dayOf(now), hours, minutes);
  return today > now ? today : momentOf(addDays(dayOf(now), 1), hours, minutes);
}

/** Looks this often whether a job is due. */
const lookEveryMs = 15_000;

/**
 * Scheduled work. However many instances run, a leased row per job lets one of them do it. The next run is computed
 * from the clock when one ends, so runs missed while everything was down are made up once. A failed run is tried
 * again at the next look. Deadlines never depend on a job having run on time.
 */
@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #jobs = new Map<string, Job>();
  readonly #known = new Set<string>();
  #pass: Promise<string[]> | undefined;
  #stopping = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Logger,
    @Inject(BACKGROUND) private readonly background: Background,
  ) {}

  /** Features register in `onModuleInit`. An interval job runs first soon after the start, a daily one at its hour. */
  register(job: Job): void {
    if (this.#jobs.has(job.name)) throw new Error(`two jobs named ${job.name}`);
    if ('dailyAt' in job && !/^([01]\d|2[0-3]):[0-5]\d$/.test(job.dailyAt))
      throw new Error(`${job.name}: ${job.dailyAt}`);
    this.#jobs.set(job.name, job);
  }

  onApplicationBootstrap(): void {
    if (!this.background.timers) return;
    this.#timer = setInterval(() => this.#look(), lookEveryMs).unref();
    // Not in the way of the first requests.
    setTimeout(() => this.#look(), 1_000).unref();
  }

  /** Starts nothing more and waits until what is under way is finished. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#timer);
    await this.#pass?.catch(() => undefined);
  }

  /** Runs what is due now, one after the other; answers the names of the jobs that ran here. */
  async tick(): Promise<string[]> {
    await this.#pass?.catch(() => undefined);
    this.#pass = this.#runDue().finally(() => (this.#pass = undefined));
    return this.#pass;
  }

  #look(): void {
    if (this.#pass || this.#stopping) return;
    this.tick().catch((error: unknown) => this.log.warn({ err: error }, 'jobs could not be read'));
  }

  async #runDue(): Promise<string[]> {
    const ran: string[] = [];
    for (const job of this.#jobs.values()) {
      if (this.#stopping) break;
      await this.#know(job);
      if (await this.#runIfDue(job)) ran.push(job.name);
    }
    return ran;
  }

  /** Makes the job's row, or pulls its next run forward when its schedule became tighter. */
  async #know(job: Job): Promise<void> {
    if (this.#known.has(job.name)) return;
    const now = this.clock.now();
    const next = nextRun(job, now).getTime();
    const row = await this.database.row('SELECT name FROM job_leases WHERE name = ?', [job.name]);
    await this.database
      .transaction(async (tx) => {
        if (row) {
          await tx.run('UPDATE job_leases SET next_run_at_ms = ? WHERE name = ? AND next_run_at_ms > ?', [
            next,
            job.name,
            next,
          ]);
        } else {
          await tx.insert(JobLease, {
            name: job.name,
            nextRunAtMs: 'everyMs' in job ? now.getTime() : next,
            leaseOwner: null,
            leaseUntilMs: 0,
            lastRunAtMs: 0,
            lastError: '',
          });
        }
      })
      .catch((error: unknown) => {
        // Another instance made the row in between.
        if (!isDuplicate(error)) throw error;
      });
    this.#known.add(job.name);
  }

  async #runIfDue(job: Job): Promise<boolean> {
    const owner = newId();
    if (!(await this.#claim(job.name, owner))) return false;
    await withRequestId(newId(), async () => {
      const lost = new AbortController();
      let trace = '';
      try {
        await whileLeased(
          { leaseMs: this.background.leaseMs, renew: () => this.#renew(job.name, owner) },
          lost,
          () => job.run(lost.signal),
        );
      } catch (error) {
        trace = traceOf(error);
        this.log.error({ job: job.name, err: error }, 'job failed; it is tried again');
      }
      await this.#end(job, owner, trace);
    });
    return true;
  }

  async #claim(name: string, owner: string): Promise<boolean> {
    const now = this.clock.now().getTime();
    const due = await this.database.row(
      'SELECT name FROM job_leases WHERE name = ? AND next_run_at_ms <= ? AND lease_until_ms < ?',
      [name, now, now],
    );
    // Most looks end here, without a write.
    if (!due) return false;
    return this.#change(
      'UPDATE job_leases SET lease_owner = ?, lease_until_ms = ? WHERE name = ? AND next_run_at_ms <= ? AND lease_until_ms < ?',
      [owner, now + this.background.leaseMs, name, now, now],
    );
  }

  #renew(name: string, owner: string): Promise<boolean> {
    const until = this.clock.now().getTime() + this.background.leaseMs;
    return this.#change('UPDATE job_leases SET lease_until_ms = ? WHERE name = ? AND lease_owner = ?', [
      until,
      name,
      owner,
    ]);
  }

  async #end(job: Job, owner: string, trace: string): Promise<void> {
    const now = this.clock.now();
    const release = 'lease_owner = NULL, lease_until_ms = 0, last_error = ?';
    await (trace === ''
      ? this.#change(
          `UPDATE job_leases SET ${release}, next_run_at_ms = ?, last_run_at_ms = ? WHERE name = ? AND lease_owner = ?`,
          [trace, nextRun(job, now).getTime(), now.getTime(), job.name, owner],
        )
      : this.#change(`UPDATE job_leases SET ${release} WHERE name = ? AND lease_owner = ?`, [
          trace,
          job.name,
          owner,
        ]));
  }

  #change(sql: string, values: (string | number)[]): Promise<boolean> {
    return this.database.transaction(async (tx) => (await tx.run(sql, values)) > 0, { repeatable: true });
  }
}
