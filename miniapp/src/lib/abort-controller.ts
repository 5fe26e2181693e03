type Listener = (event: { type: 'abort' }) => void;

class Signal {
  aborted = false;
  reason: unknown;
  onabort: Listener | null = null;
  private listeners = new Set<Listener>();

  addEventListener(_type: 'abort', listener: Listener) {
    this.listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: Listener) {
    this.listeners.delete(listener);
  }

  throwIfAborted() {
    if (this.aborted) throw this.reason;
  }

  /** Tells everyone once. */
  fire(reason: unknown) {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason ?? new Error('aborted');
    this.onabort?.({ type: 'abort' });
    this.listeners.forEach((listener) => listener({ type: 'abort' }));
  }
}

/** WeChat's engine has none. webpack puts this in its place on weapp (config/index.ts); H5 keeps the browser's. */
export class AbortController {
  readonly signal = new Signal();

  abort(reason?: unknown) {
    this.signal.fire(reason);
  }
}
