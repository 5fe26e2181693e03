import { beforeEach, describe, expect, it } from '@jest/globals';
import type { AccessTokenStore, StoredToken } from './access-token-store.js';
import { InMemoryTokenStore } from '../../../test/wechat/in-memory-token-store.js';
import { aCipher, aDatabase } from '../../../test/wechat/a-token-database.js';
import { SqlTokenStore, type Sql } from './sql-token-store.js';

const stored: StoredToken = {
  token: 'T'.repeat(512),
  expiresAt: 9_000,
  fetchedAt: 2_000,
  forcedAt: 1_000,
  forcedCount: 3,
};

describe.each<[string, () => AccessTokenStore]>([
  ['in memory', () => new InMemoryTokenStore()],
  ['in SQL', () => new SqlTokenStore(aDatabase(), 'wx1', aCipher())],
])('the shared token %s', (_where, makeStore) => {
  let store: AccessTokenStore;
  beforeEach(() => {
    store = makeStore();
  });

  it('is absent at first, and still absent while the first fetch runs', async () => {
    expect(await store.read()).toBeNull();
    await store.tryLease('a', 1_100, 1_000);
    expect(await store.read()).toBeNull();
  });

  it('gives the lease to one of many', async () => {
    const owners = Array.from({ length: 20 }, (_, i) => `owner-${i}`);
    const answers = await Promise.all(owners.map((owner) => store.tryLease(owner, 2_000, 1_000)));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it('reads back what the holder wrote, and lends again after the release', async () => {
    await store.tryLease('a', 2_000, 1_000);
    expect(await store.write('a', stored)).toBe(true);
    await store.release('a');
    expect(await store.read()).toEqual(stored);
    expect(await store.tryLease('b', 2_000, 1_000)).toBe(true);
  });

  it('lends again when the holder has died, and takes nothing from the dead holder any more', async () => {
    await store.tryLease('dead', 2_000, 1_000);
    expect(await store.tryLease('b', 3_000, 1_999)).toBe(false);
    expect(await store.tryLease('b', 3_000, 2_000)).toBe(true);
    expect(await store.write('dead', stored)).toBe(false);
    await store.release('dead');
    expect(await store.tryLease('c', 4_000, 2_001)).toBe(false);
    expect(await store.read()).toBeNull();
  });
});

describe('the token in SQL', () => {
  it('cannot be read in the table', async () => {
    const sql = aDatabase();
    const store = new SqlTokenStore(sql, 'wx1', aCipher());
    await store.tryLease('a', 2_000, 1_000);
    await store.write('a', stored);
    expect(JSON.stringify(await sql.query('SELECT * FROM wechat_access_tokens', []))).not.toContain('TTTT');
  });

  it('counts as absent under a key that has been changed, and can be written over', async () => {
    const sql = aDatabase();
    const before = new SqlTokenStore(sql, 'wx1', aCipher());
    await before.tryLease('a', 2_000, 1_000);
    await before.write('a', stored);
    await before.release('a');

    const after = new SqlTokenStore(sql, 'wx1', aCipher());
    expect(await after.read()).toBeNull();
    await after.tryLease('b', 2_000, 1_000);
    await after.write('b', stored);
    expect(await after.read()).toEqual(stored);
  });

  it('is kept apart for each app', async () => {
    const sql = aDatabase();
    const cipher = aCipher();
    const first = new SqlTokenStore(sql, 'wx1', cipher);
    await first.tryLease('a', 2_000, 1_000);
    await first.write('a', stored);
    const second = new SqlTokenStore(sql, 'wx2', cipher);
    expect(await second.read()).toBeNull();
    expect(await second.tryLease('b', 2_000, 1_000)).toBe(true);
  });

  it('reports a database that refuses the row', async () => {
    const broken: Sql = {
      query: () => Promise.resolve([]),
      execute: () => Promise.reject(new Error('read-only')),
    };
    await expect(new SqlTokenStore(broken, 'wx1', aCipher()).tryLease('a', 2, 1)).rejects.toThrow(
      'read-only',
    );
  });
});
