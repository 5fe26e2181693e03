import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Logger } from 'pino';

import { Clock } from '../../common/clock.js';
import { LOG } from '../../common/core.module.js';
import { newId } from '../../common/ids.js';
import { withRequestId } from '../../common/request-context.js';
import { Database, placeholders } from '../../database/database.js';

import { BACKGROUND, type Background } from './background.js';
import { traceOf, whileLeased } from './lease.js';
import { OutboxHandlers } from './outbox-handlers.js';
import { Outbox, type JsonValue } from './outbox.js';

/** Messages of this process under way at once. */
const parallel = 4;
const fetchAtOnce = 50;
/** After this many tries a message is given up: about a day with the pauses below. */
export const maxAttempts = 40;
const firstPauseMs = 2_000;
const longestPauseMs = 3_600_000;

/** How long to wait after the n-th failed try: doubling up to an hour, spread so that what failed together does not come back together. */
export function pauseAfter(attempt: number, random = Math.random()): number {
  const full = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1));
  return Math.round(full * (0.5 + random / 2));
}

interface ClaimedRow extends Record<string, unknown> {
  id: string;
  kind: string;
  payload: string;
  attempts: number;
}

/**
 * Takes messages from the outbox and hands them to their handlers.
 *
 * A message is claimed by a conditional UPDATE with a lease, so no two living workers have it at the same time; a
 * killed worker's message is taken again when its lease ends. The promise is **at least once**: a crash between the
 * handler's effect and the mark that it is done repeats the effect. A handler therefore carries the message id to the
 * outside as its idempotency key, or does something that may happen twice.
 *
 * Starts right after a commit in this process and looks every few seconds for what others wrote.
 */
@Injectable()
export class OutboxWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #runners = new Set<Promise<void>>();
  readonly #lostRaces = new Set<string>();
  #queue: string[] = [];
  #refill: Promise<void> | undefined;
  #wokenMeanwhile = false;
  #stopping = false;
  #handled = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly handlers: OutboxHandlers,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Logger,
    @Inject(BACKGROUND) private readonly background: Background,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.background.timers) return;
    this.outbox.onCommitted(() => this.#wake());
    this.#timer = setInterval(() => {
      this.#lostRaces.clear();
      this.#wake();
    }, this.background.pollMs).unref();
    this.#wake();
  }

  /** Takes nothing more and waits until what is under way is finished. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#timer);
    this.#queue = [];
    await this.#idle();
  }

  /** Handles everything that is due now; answers how many messages were tried. For tests and commands: the timers do it otherwise. */
  async tick(): Promise<number> {
    const before = this.#handled;
    this.#lostRaces.clear();
    this.#wake();
    await this.#idle();
    return this.#handled - before;
  }

  async #idle(): Promise<void> {
    while (this.#runners.size > 0) await Promise.all(this.#runners);
  }

  #wake(): void {
    this.#wokenMeanwhile = true;
    while (!this.#stopping && this.#runners.size < parallel) {
      const runner: Promise<void> = this.#runAll()
        // The database does not answer; the next poll tries again.
        .catch((error: unknown) => this.log.warn({ err: error }, 'the outbox could not be read'))
        .finally(() => this.#runners.delete(runner));
      this.#runners.add(runner);
    }
  }

  async #runAll(): Promise<void> {
    for (;;) {
      const id = await this.#next();
      if (id === undefined) return;
      await withRequestId(newId(), () => this.#take(id));
    }
  }

  async #next(): Promise<string | undefined> {
    for (;;) {
      if (this.#stopping) return undefined;
      const id = this.#queue.shift();
      if (id !== undefined) return id;
      // Whoever was woken after the last look may have a message that look could not see.
      if (!this.#refill && !this.#wokenMeanwhile) return undefined;
      this.#refill ??= this.#look().finally(() => (this.#refill = undefined));
      await this.#refill;
    }
  }

  async #look(): Promise<void> {
    this.#wokenMeanwhile = false;
    const kinds = this.handlers.kinds();
    if (kinds.length === 0) return;
    const now = this.clock.now().getTime();
    const rows = await this.database.rows<{ id: string }>(
      `SELECT id FROM outbox_messages
       WHERE done_at_ms = 0 AND due_at_ms <= ? AND lease_until_ms < ? AND kind IN (${placeholders(kinds)})
       ORDER BY due_at_ms, id LIMIT ?`,
      [now, now, ...kinds, fetchAtOnce],
    );
    const waiting = new Set(this.#queue);
    const found = rows.map((row) => row.id).filter((id) => !this.#lostRaces.has(id) && !waiting.has(id));
    this.#queue.push(...found);
    // A full page means there is more.
    if (found.length > 0) this.#wokenMeanwhile = true;
  }

  async #take(id: string): Promise<void> {
    const owner = newId();
    const message = await this.#claim(id, owner);
    if (!message) {
      this.#lostRaces.add(id);
      return;
    }
    this.#handled++;
    const handler = this.handlers.of(message.kind);
    const attempt = Number(message.attempts);
    const lost = new AbortController();
    const about = { messageId: id, kind: message.kind, attempt };
    try {
      if (!handler) throw new Error(`no handler for ${message.kind}`);
      // Counted when taken: a message that kills its worker each time is given up as well.
      if (attempt > maxAttempts)
        throw Object.assign(new Error('gave up'), { code: 'WORKERS_DIED', permanent: true });
      await whileLeased({ leaseMs: this.background.leaseMs, renew: () => this.#renew(id, owner) }, lost, () =>
        handler(JSON.parse(message.payload) as JsonValue, { id, attempt, signal: lost.signal }),
      );
    } catch (error) {
      const permanent = error instanceof Object && 'permanent' in error && error.permanent === true;
      const giveUp = permanent || attempt >= maxAttempts;
      this.log[giveUp ? 'error' : 'warn'](
        { ...about, err: error },
        giveUp ? 'outbox message given up' : 'outbox message failed',
      );
      await this.#markFailed(id, owner, attempt, traceOf(error), giveUp);
      return;
    }
    const marked = await this.#markDone(id, owner);
    if (!marked)
      this.log.warn(about, 'outbox message handled, but its lease was lost: it may be handled again');
  }

  /** The row when this worker has it now; undefined when another was faster. */
  async #claim(id: string, owner: string): Promise<ClaimedRow | undefined> {
    const now = this.clock.now().getTime();
    return this.database.transaction(async (tx) => {
      const claimed = await tx.run(
        `UPDATE outbox_messages SET lease_owner = ?, lease_until_ms = ?, attempts = attempts + 1
         WHERE id = ? AND done_at_ms = 0 AND due_at_ms <= ? AND lease_until_ms < ?`,
        [owner, now + this.background.leaseMs, id, now, now],
      );
      if (claimed === 0) return undefined;
      return tx.row<ClaimedRow>('SELECT id, kind, payload, attempts FROM outbox_messages WHERE id = ?', [id]);
    });
  }

  async #renew(id: string, owner: string): Promise<boolean> {
    return this.#changeOwn(id, owner, 'lease_until_ms = ?', [
      this.clock.now().getTime() + this.background.leaseMs,
    ]);
  }

  async #markDone(id: string, owner: string): Promise<boolean> {
    return this.#changeOwn(
      id,
      owner,
      "done_at_ms = ?, outcome = 'done', last_error = '', lease_owner = NULL, lease_until_ms = 0",
      [this.clock.now().getTime()],
    );
  }

  async #markFailed(
    id: string,
    owner: string,
    attempt: number,
    trace: string,
    giveUp: boolean,
  ): Promise<void> {
    const now = this.clock.now().getTime();
    await (giveUp
      ? this.#changeOwn(
          id,
          owner,
          "done_at_ms = ?, outcome = 'failed', last_error = ?, lease_owner = NULL, lease_until_ms = 0",
          [now, trace],
        )
      : this.#changeOwn(id, owner, 'due_at_ms = ?, last_error = ?, lease_owner = NULL, lease_until_ms = 0', [
          now + pauseAfter(attempt),
          trace,
        ]));
  }

  /** Changes the row while `owner` still holds it; a late worker changes nothing. */
  async #changeOwn(id: string, owner: string, change: string, values: (string | number)[]): Promise<boolean> {
    return this.database.transaction(
      async (tx) =>
        (await tx.run(
          `UPDATE outbox_messages SET ${change} WHERE id = ? AND lease_owner = ? AND done_at_ms = 0`,
          [...values, id, owner],
        )) > 0,
      { repeatable: true },
    );
  }
}
