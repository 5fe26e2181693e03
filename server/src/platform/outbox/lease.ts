/** Keeps a lease alive while its work runs. */
export interface LeaseTerms {
  /** How long one grant holds. It is renewed three times within that. */
  leaseMs: number;
  /** Prolongs the lease; false when somebody else holds it by now. */
  renew: () => Promise<boolean>;
}

/**
 * Runs `work` and renews its lease meanwhile. The signal is aborted when the lease is lost: somebody else took it, or
 * it could not be renewed in time. From then on another worker may be doing the same.
 */
export async function whileLeased<T>(
  { leaseMs, renew }: LeaseTerms,
  lost: AbortController,
  work: () => Promise<T>,
): Promise<T> {
  // Elapsed time, which no clock can turn back.
  let holdsUntil = performance.now() + leaseMs;
  let renewing = false;
  const timer = setInterval(() => {
    if (renewing) return;
    if (performance.now() >= holdsUntil) return lost.abort(new Error('the lease ran out'));
    renewing = true;
    const askedAt = performance.now();
    renew()
      .then((held) => {
        if (held) holdsUntil = askedAt + leaseMs;
        else lost.abort(new Error('the lease was taken over'));
      })
      // The database does not answer: the next beat tries again, as long as the lease holds.
      .catch(() => undefined)
      .finally(() => (renewing = false));
  }, leaseMs / 3).unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/**
 * What of a failure may be kept: its type and code, never its message, which can hold names or numbers of people.
 * 200 characters at most.
 */
export function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code, errno, errcode, kind } = error as {
    code?: unknown;
    errno?: unknown;
    errcode?: unknown;
    kind?: unknown;
  };
  const known = [code, errno, errcode, kind].filter(
    (part) => typeof part === 'string' || typeof part === 'number',
  );
  return [error.name, ...known].join(' ').slice(0, 200);
}
