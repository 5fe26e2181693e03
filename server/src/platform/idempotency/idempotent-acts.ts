import { createHash } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { Database, type Tx } from '../../database/database.js';
import { isDuplicate } from '../../database/failures.js';

import { RequestKey } from './request-key.entity.js';

/**
 * Say it twice, happen once: the caller's key is the first row of the act's own transaction, so a second call with it
 * waits for the first, finds the key taken and gets the first answer. Nothing is left when the act fails.
 */
@Injectable()
export class IdempotentActs {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `work` once per (account, `input.requestKey`) and remembers its answer (JSON).
   * @throws AppError REQUEST_KEY_REUSED when the key came before with another call or content
   */
  async once<T>(
    accountId: string,
    callName: string,
    input: { requestKey: string },
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const inputHash = hashOf(callName, input);
    const key = { accountId, requestKey: input.requestKey };
    try {
      return await this.database.transaction(
        async (tx) => {
          await tx.insert(RequestKey, { ...key, callName, inputHash, answer: '', at: this.clock.now() });
          const answer = await work(tx);
          await tx.run('UPDATE request_keys SET answer = ? WHERE account_id = ? AND request_key = ?', [
            JSON.stringify(answer),
            accountId,
            input.requestKey,
          ]);
          return answer;
        },
        // A second run after a lost COMMIT finds the key, so it is safe to try.
        { repeatable: true },
      );
    } catch (error) {
      if (!isDuplicate(error, 'PRIMARY', 'request_keys.account_id')) throw error;
      const known = await this.#answerOf(key, inputHash);
      if (known === undefined) throw error;
      return known as T;
    }
  }

  /**
   * The answer of an act done before under this key, for checks that come before the act: consent that has ended
   * since must not hide what was done while it held. Undefined when the key is new.
   */
  async answered<T>(
    accountId: string,
    callName: string,
    input: { requestKey: string },
  ): Promise<T | undefined> {
    const known = await this.#answerOf({ accountId, requestKey: input.requestKey }, hashOf(callName, input));
    return known as T | undefined;
  }

  async #answerOf(key: { accountId: string; requestKey: string }, inputHash: string): Promise<unknown> {
    const row = await this.database.row<{ input_hash: string; answer: string }>(
      'SELECT input_hash, answer FROM request_keys WHERE account_id = ? AND request_key = ?',
      [key.accountId, key.requestKey],
    );
    if (!row) return undefined;
    if (row.input_hash !== inputHash) throw new AppError('REQUEST_KEY_REUSED');
    return JSON.parse(row.answer) as unknown;
  }
}

function hashOf(callName: string, input: object): string {
  return createHash('sha256')
    .update(`${callName}\n${stableJson(input)}`)
    .digest('hex');
}

/** JSON with sorted keys: the same content hashes the same, however the client orders it. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
