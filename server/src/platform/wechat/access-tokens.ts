import { randomUUID } from 'node:crypto';
import type { AccessTokenStore, StoredToken } from './access-token-store.js';
import { SingleFlight } from './single-flight.js';
import type { Clock } from './wechat-http.js';

export interface AccessTokensOptions {
  store: AccessTokenStore;
  /** Asks `stable_token`; `expiresIn` in seconds. */
  fetchToken: (force: boolean) => Promise<{ token: string; expiresIn: number }>;
  clock: Clock;
  pause: (ms: number) => Promise<unknown>;
}

/** A token is taken for spent this long before it is; WeChat hands out a new one from then on. */
const SPARE_MS = 300_000;
/** Longer than the slowest fetch: three tries of five seconds, and two waits of three at most. */
const LEASE_MS = 30_000;
const POLL_MS = 50;
const FORCE_SPACING_MS = 30_000;
const FORCES_PER_DAY = 20;

/**
 * The access token, fetched once however many callers and instances want it.
 * Callers in this process share one promise; processes share one row and a lease on it.
 */
export class AccessTokens {
  private remembered: StoredToken | null = null;
  private readonly fetches = new SingleFlight<string>();
  private readonly replacements = new SingleFlight<string | null>();

  constructor(private readonly options: AccessTokensOptions) {}

  /** A token that is good for five minutes or more, as far as we know. @throws WechatError when WeChat gives none. */
  async current(): Promise<string> {
    if (this.isFresh(this.remembered)) return this.remembered.token;
    const isGood = (row: StoredToken | null): row is StoredToken => this.isFresh(row);
    return this.fetches.run('current', () => this.goodOr(isGood, (lease) => this.fetch(lease)));
  }

  /**
   * What to use after WeChat refused `refused`. If another instance has changed it meanwhile, theirs; else what the
   * normal mode gives. When that is the same token and it was `refusedAgain`, one forced renewal.
   * @returns null when a forced renewal is needed but not allowed (30 s apart, 20 a day).
   */
  async replacement(refused: string, refusedAgain: boolean): Promise<string | null> {
    const isGood = (row: StoredToken | null): row is StoredToken =>
      this.isFresh(row) && row.token !== refused;
    const renew = (lease: Lease) => (refusedAgain ? this.forceFetch(lease) : this.fetch(lease));
    return this.replacements.run(`${refused} ${refusedAgain}`, () =>
      this.goodOr<string | null>(isGood, renew),
    );
  }

  private isFresh(row: StoredToken | null): row is StoredToken {
    return row !== null && this.options.clock.now() < row.expiresAt - SPARE_MS;
  }

  /** Waits until the shared row is good or the lease is ours; with the lease, it is for us to `renew` the token. */
  private async goodOr<T>(
    isGood: (row: StoredToken | null) => row is StoredToken,
    renew: (lease: Lease) => Promise<T>,
  ): Promise<string | T> {
    const { store, clock, pause } = this.options;
    for (;;) {
      const row = await store.read();
      if (isGood(row)) return this.remember(row);
      const owner = randomUUID();
      if (await store.tryLease(owner, clock.now() + LEASE_MS, clock.now())) {
        try {
          // Between our reading and our lease the last holder may have done the work.
          const latest = await store.read();
          return isGood(latest) ? this.remember(latest) : await renew({ owner, row: latest });
        } finally {
          await store.release(owner);
        }
      }
      await pause(POLL_MS);
    }
  }

  private fetch({ owner, row }: Lease): Promise<string> {
    const { forcedAt = null, forcedCount = 0 } = row ?? {};
    return this.fetchAndStore(owner, false, { forcedAt, forcedCount });
  }

  private async forceFetch({ owner, row }: Lease): Promise<string | null> {
    const forced = nextForce(row, this.options.clock.now());
    if (!forced) return null;
    // Counted before it is done: a crash in between must not give one more.
    if (row) await this.options.store.write(owner, { ...row, ...forced });
    return this.fetchAndStore(owner, true, forced);
  }

  private async fetchAndStore(owner: string, force: boolean, forced: Forced): Promise<string> {
    const { store, clock, fetchToken } = this.options;
    const askedAt = clock.now();
    const { token, expiresIn } = await fetchToken(force);
    const stored = { token, expiresAt: askedAt + expiresIn * 1000, fetchedAt: askedAt, ...forced };
    const kept = await store.write(owner, stored);
    return kept ? this.remember(stored) : token;
  }

  private remember(row: StoredToken): string {
    this.remembered = row;
    return row.token;
  }
}

/** The right to renew, and the row as it was when we got it. */
interface Lease {
  owner: string;
  row: StoredToken | null;
}

type Forced = Pick<StoredToken, 'forcedAt' | 'forcedCount'>;

function nextForce(row: Forced | null, now: number): Forced | null {
  if (!row || row.forcedAt === null) return { forcedAt: now, forcedCount: 1 };
  if (now - row.forcedAt < FORCE_SPACING_MS) return null;
  if (beijingDay(row.forcedAt) !== beijingDay(now)) return { forcedAt: now, forcedCount: 1 };
  return row.forcedCount < FORCES_PER_DAY ? { forcedAt: now, forcedCount: row.forcedCount + 1 } : null;
}

/** The platform's limits turn over at midnight in Beijing. */
function beijingDay(ms: number): number {
  return Math.floor((ms + 8 * 3_600_000) / 86_400_000);
}
