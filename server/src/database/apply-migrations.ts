import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { DataSource } from 'typeorm';

const leaseMs = 5 * 60_000;

/**
 * Applies what is missing, once, however many instances start together: a lease row works on every engine
 * (GET_LOCK knows nothing of other cluster nodes). A crashed holder's lease runs out after five minutes.
 */
export async function applyMigrations(dataSource: DataSource): Promise<void> {
  await dataSource.query(
    'CREATE TABLE IF NOT EXISTS schema_lock (id int NOT NULL PRIMARY KEY, owner varchar(36) NOT NULL, until_ms bigint NOT NULL)',
  );
  await dataSource
    .query("INSERT INTO schema_lock (id, owner, until_ms) VALUES (1, '', 0)")
    .catch(() => undefined /* somebody has made the row already */);
  const owner = randomUUID();
  const giveUpAt = Date.now() + leaseMs + 60_000;
  while (!(await takeLock(dataSource, owner))) {
    if (Date.now() > giveUpAt) throw new Error('another instance is still changing the database schema');
    await sleep(200);
  }
  try {
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await dataSource.query('UPDATE schema_lock SET until_ms = 0 WHERE id = 1 AND owner = ?', [owner]);
  }
}

async function takeLock(dataSource: DataSource, owner: string): Promise<boolean> {
  const now = Date.now();
  await dataSource.query('UPDATE schema_lock SET owner = ?, until_ms = ? WHERE id = 1 AND until_ms < ?', [
    owner,
    now + leaseMs,
    now,
  ]);
  const rows = (await dataSource.query('SELECT owner FROM schema_lock WHERE id = 1')) as { owner: string }[];
  return rows[0]?.owner === owner;
}
