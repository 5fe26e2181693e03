import type { AccessTokenStore, StoredToken } from '../../src/platform/wechat/access-token-store.js';

/** The store's contract without a database, for tests: several clients that share one are several instances. */
export class InMemoryTokenStore implements AccessTokenStore {
  private stored: StoredToken | null = null;
  private lease: { owner: string; until: number } | null = null;

  read(): Promise<StoredToken | null> {
    return Promise.resolve(this.stored && { ...this.stored });
  }

  tryLease(owner: string, until: number, now: number): Promise<boolean> {
    if (this.lease && this.lease.until > now) return Promise.resolve(false);
    this.lease = { owner, until };
    return Promise.resolve(true);
  }

  write(owner: string, stored: StoredToken): Promise<boolean> {
    if (this.lease?.owner !== owner) return Promise.resolve(false);
    this.stored = { ...stored };
    return Promise.resolve(true);
  }

  release(owner: string): Promise<void> {
    if (this.lease?.owner === owner) this.lease = null;
    return Promise.resolve();
  }
}
