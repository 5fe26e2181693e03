import { Injectable, type OnModuleInit } from '@nestjs/common';
import { dayMs } from '@linli/shared/time';
import { Mutex } from 'async-mutex';

import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { Database } from '../../database/database.js';
import { Jobs } from '../../platform/outbox/jobs.js';
import { purgeOlder } from '../../platform/outbox/purge.js';

import { CounterMiss } from './counter-miss.entity.js';

const windowMs = 10 * 60_000;
const missesAllowed = 10;
const keepDays = 30;

/**
 * Six digits can be guessed by whoever may ask often enough: an account that entered more than ten unknown codes within
 * ten minutes has to wait. A code that was right in between does not start the count anew.
 */
@Injectable()
export class CounterMisses implements OnModuleInit {
  /** One code of an account at a time: asking for a hundred at once would otherwise see no misses yet. */
  readonly #turns = new Map<string, Mutex>();

  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'counterMisses.purge',
      dailyAt: '03:45',
      run: async (signal) => {
        const before = new Date(this.clock.now().getTime() - keepDays * dayMs);
        await purgeOlder(this.database, { table: 'counter_misses', column: 'at' }, before, signal);
      },
    });
  }

  /**
   * Tries one code; notes when there is no such code.
   * @throws AppError COUNTER_LOCKED after too many misses, without trying
   */
  async watch<T>(accountId: string, storeId: string, tryCode: () => Promise<T>): Promise<T> {
    const turn = this.#turns.get(accountId) ?? new Mutex();
    this.#turns.set(accountId, turn);
    const end = await turn.acquire();
    try {
      await this.#assertOpen(accountId);
      return await tryCode();
    } catch (error) {
      if (error instanceof AppError && error.code === 'PICKUP_CODE_UNKNOWN')
        await this.#note(accountId, storeId);
      throw error;
    } finally {
      end();
      if (!turn.isLocked()) this.#turns.delete(accountId);
    }
  }

  async #assertOpen(accountId: string): Promise<void> {
    const row = await this.database.row<{ n: number | string }>(
      'SELECT COUNT(*) AS n FROM counter_misses WHERE account_id = ? AND at > ?',
      [accountId, new Date(this.clock.now().getTime() - windowMs)],
    );
    if (Number(row?.n) > missesAllowed) throw new AppError('COUNTER_LOCKED');
  }

  async #note(accountId: string, storeId: string): Promise<void> {
    const miss: CounterMiss = { id: newId(), accountId, storeId, at: this.clock.now() };
    await this.database.transaction((tx) => tx.insert(CounterMiss, miss));
  }
}
