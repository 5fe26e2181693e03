/** The one access token all instances share, with what is needed to renew it with care. Times in ms since the epoch. */
export interface StoredToken {
  token: string;
  expiresAt: number;
  fetchedAt: number;
  /** The last forced renewal; null when there was none. */
  forcedAt: number | null;
  /** Forced renewals on the Beijing day of `forcedAt`. */
  forcedCount: number;
}

/**
 * Where instances meet. A lease says who may ask WeChat for a token now; it runs out by itself,
 * so an instance that dies while holding it stops nobody for long.
 */
export interface AccessTokenStore {
  read(): Promise<StoredToken | null>;
  /** True for exactly one of many owners while the lease is free or has run out at `now`. */
  tryLease(owner: string, until: number, now: number): Promise<boolean>;
  /** Stores the token if `owner` still holds the lease; false when it has passed to another. */
  write(owner: string, stored: StoredToken): Promise<boolean>;
  /** Gives the lease back; does nothing when it has passed to another. */
  release(owner: string): Promise<void>;
}
