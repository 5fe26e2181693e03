/** How the background work of this process runs. */
export interface Background {
  /** Off in tests: they call `tick()`. */
  timers: boolean;
  pollMs: number;
  /** How long a claim holds unless renewed; a killed worker's work waits this long. */
  leaseMs: number;
}

/** Injection token of `Background`. */
export const BACKGROUND = Symbol('background');

export function usualBackground(): Background {
  return { timers: process.env.NODE_ENV !== 'test', pollMs: 2_000, leaseMs: 30_000 };
}
