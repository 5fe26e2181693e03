import type { AccessTokenStore, StoredToken } from './access-token-store.js';

/** The little of a database that the store needs; `?` marks a parameter. Each call commits by itself. */
export interface Sql {
  query(text: string, params: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** @returns how many rows changed. */
  execute(text: string, params: readonly unknown[]): Promise<number>;
}

/** Keeps the token unreadable in the database and its backups. `decrypt` throws when it cannot. */
export interface Cipher {
  encrypt(plain: string): string;
  decrypt(secret: string): string;
}

/**
 * The shared token as one row per app of `wechat_access_tokens`. Only conditional UPDATEs and their counts:
 * they mean the same on both engines and across cluster nodes, where `FOR UPDATE` does not.
 *
 * Every column is NOT NULL: an empty `token` is no token, a `lease_until` of 0 no lease, a `forced_at` of 0 no forced
 * renewal; `lease_owner` alone may be null.
 */
export class SqlTokenStore implements AccessTokenStore {
  constructor(
    private readonly sql: Sql,
    private readonly appid: string,
    private readonly cipher: Cipher,
  ) {}

  async read(): Promise<StoredToken | null> {
    const row = await this.row();
    const token = typeof row?.token === 'string' && row.token !== '' ? this.decrypted(row.token) : null;
    if (!row || token === null) return null;
    return {
      token,
      // MySQL gives bigint as text.
      expiresAt: Number(row.expires_at),
      fetchedAt: Number(row.fetched_at),
      forcedAt: Number(row.forced_at) || null,
      forcedCount: Number(row.forced_count),
    };
  }

  async tryLease(owner: string, until: number, now: number): Promise<boolean> {
    await this.ensureRow();
    const changed = await this.sql.execute(
      'UPDATE wechat_access_tokens SET lease_owner = ?, lease_until = ? WHERE appid = ? AND lease_until <= ?',
      [owner, until, this.appid, now],
    );
    return changed === 1;
  }

  async write(owner: string, stored: StoredToken): Promise<boolean> {
    const { token, expiresAt, fetchedAt, forcedAt, forcedCount } = stored;
    const changed = await this.sql.execute(
      'UPDATE wechat_access_tokens SET token = ?, expires_at = ?, fetched_at = ?, forced_at = ?, forced_count = ? WHERE appid = ? AND lease_owner = ?',
      [this.cipher.encrypt(token), expiresAt, fetchedAt, forcedAt ?? 0, forcedCount, this.appid, owner],
    );
    return changed === 1;
  }

  async release(owner: string): Promise<void> {
    await this.sql.execute(
      'UPDATE wechat_access_tokens SET lease_owner = NULL, lease_until = 0 WHERE appid = ? AND lease_owner = ?',
      [this.appid, owner],
    );
  }

  private async row(): Promise<Record<string, unknown> | undefined> {
    const rows = await this.sql.query(
      'SELECT token, expires_at, fetched_at, forced_at, forced_count FROM wechat_access_tokens WHERE appid = ?',
      [this.appid],
    );
    return rows[0];
  }

  private async ensureRow(): Promise<void> {
    if (await this.row()) return;
    try {
      await this.sql.execute(
        "INSERT INTO wechat_access_tokens (appid, token, expires_at, fetched_at, lease_until, forced_at, forced_count) VALUES (?, '', 0, 0, 0, 0, 0)",
        [this.appid],
      );
    } catch (error) {
      // Another instance may have been first; then the row is there.
      if (!(await this.row())) throw error;
    }
  }

  /** A token under a key we no longer have is as good as none: the next renewal writes over it. */
  private decrypted(secret: string): string | null {
    try {
      return this.cipher.decrypt(secret);
    } catch {
      return null;
    }
  }
}
