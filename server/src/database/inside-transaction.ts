import { AsyncLocalStorage } from 'node:async_hooks';

const inside = new AsyncLocalStorage<true>();

/** Runs `work` marked as inside a transaction. */
export function markInsideTransaction<T>(work: () => T): T {
  return inside.run(true, work);
}

/**
 * True for code that runs inside a transaction. There, going past `tx` to the database is a fault: a write would wait
 * for itself (SQLite), and with as many callers as connections every one of them would wait for a second (MySQL).
 */
export function isInsideTransaction(): boolean {
  return inside.getStore() === true;
}
