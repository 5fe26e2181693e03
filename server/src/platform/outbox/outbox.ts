import { Injectable } from '@nestjs/common';

import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import type { Tx } from '../../database/database.js';
import { isDuplicate } from '../../database/failures.js';

import { OutboxMessage } from './outbox-message.entity.js';

/** What JSON can hold. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export interface NewMessage {
  /** Which handler takes it, `feature.act`; at most 40 characters. */
  kind: string;
  /** Ids rather than content: it is read later, and kept for a month. No names, no phones. */
  payload: JsonValue;
  /** The same key twice is the same message; at most 120 characters. */
  onceKey: string;
  /** Not before this moment; at once unless said. */
  dueAt?: Date;
}

/** What leaves the house is written first: as a row of the transaction that wants it, taken by a worker afterwards. */
@Injectable()
export class Outbox {
  readonly #listeners: (() => void)[] = [];

  constructor(private readonly clock: Clock) {}

  /**
   * Writes a message as part of the caller's transaction: it leaves when, and only when, that commits.
   * A message whose `onceKey` is there already is left as it is.
   */
  async put(tx: Tx, { kind, payload, onceKey, dueAt }: NewMessage): Promise<void> {
    const known = await tx.row('SELECT id FROM outbox_messages WHERE once_key = ?', [onceKey]);
    if (known) return;
    try {
      await tx.insert(OutboxMessage, {
        id: newId(),
        kind,
        payload: JSON.stringify(payload),
        onceKey,
        dueAtMs: (dueAt ?? this.clock.now()).getTime(),
        attempts: 0,
        leaseOwner: null,
        leaseUntilMs: 0,
        doneAtMs: 0,
        outcome: null,
        lastError: '',
      });
    } catch (error) {
      // Another transaction wrote it in between. On either engine a duplicate undoes the statement alone.
      if (!isDuplicate(error, 'outbox_messages_once', 'outbox_messages.once_key')) throw error;
      return;
    }
    tx.afterCommit(() => {
      for (const listener of this.#listeners) listener();
    });
  }

  /** Calls back whenever this process has committed a message. */
  onCommitted(listener: () => void): void {
    this.#listeners.push(listener);
  }
}
