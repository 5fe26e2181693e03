import { AsyncLocalStorage } from 'node:async_hooks';

interface RequestContext {
  readonly requestId: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work` as part of one request (or job run), so that log lines and error answers carry one id. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return storage.run({ requestId }, work);
}

/** The id of the request being served, or `-` outside one. */
export function currentRequestId(): string {
  return storage.getStore()?.requestId ?? '-';
}
