import { Injectable } from '@nestjs/common';

import type { JsonValue } from './outbox.js';

/** What a handler is told besides the payload. */
export interface TakenMessage {
  /** Stays the same however often the message is tried: the handler's own idempotency key towards the outside. */
  readonly id: string;
  /** 1 at the first try. */
  readonly attempt: number;
  /** Aborted when the lease is lost and another worker may take the message: stop what is still under way. */
  readonly signal: AbortSignal;
}

export type OutboxHandler<P extends JsonValue = JsonValue> = (
  payload: P,
  message: TakenMessage,
) => Promise<void>;

/** Thrown by a handler when trying again cannot help; any error with `permanent: true` says the same. */
export class PermanentFailure extends Error {
  override readonly name = 'PermanentFailure';
  readonly permanent = true;

  /** @param code says why, for operators; kept with the message, so no personal data */
  constructor(readonly code: string) {
    super(code);
  }
}

/** Who handles which kind of message. Features register in `onModuleInit`; the worker takes only kinds known here. */
@Injectable()
export class OutboxHandlers {
  readonly #handlers = new Map<string, OutboxHandler>();

  /** @param handler runs outside any transaction, at least once per message (see `OutboxWorker`) */
  register<P extends JsonValue>(kind: string, handler: OutboxHandler<P>): void {
    if (this.#handlers.has(kind)) throw new Error(`two handlers for outbox messages of kind ${kind}`);
    this.#handlers.set(kind, handler as OutboxHandler<never> as OutboxHandler);
  }

  kinds(): string[] {
    return [...this.#handlers.keys()];
  }

  of(kind: string): OutboxHandler | undefined {
    return this.#handlers.get(kind);
  }
}
