import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createConnection } from 'mysql2/promise';

import { applyMigrations } from '../src/database/apply-migrations.js';
import { openDataSource, type DatabaseSettings } from '../src/database/data-source.js';
import { Database } from '../src/database/database.js';
import { entities } from '../src/entities.js';

export const testEngine = process.env.LINLI_TEST_ENGINE ?? 'sqlite';

export interface TestDatabase {
  database: Database;
  settings: DatabaseSettings;
  /** Closes the connection and throws everything away. */
  drop(): Promise<void>;
}

/** Settings of a fresh, empty database of the engine under test, and how to throw it away. */
export async function emptyDatabase(): Promise<{ settings: DatabaseSettings; remove(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'linli-test-'));
  const removeDir = () => rmSync(dataDir, { recursive: true, force: true });
  if (testEngine === 'sqlite') {
    // Tests do not survive a power cut; `full` is measured by the bench and proved by the kill test.
    return { settings: { dataDir, sqliteSync: 'normal' }, remove: () => Promise.resolve(removeDir()) };
  }
  const server = process.env.TEST_MARIADB_URL;
  if (!server)
    throw new Error('TEST_MARIADB_URL is not set: run the tests through `npm test`, which starts a MariaDB');
  const name = `t_${randomBytes(6).toString('hex')}`;
  const run = async (sql: string) => {
    const connection = await createConnection({ uri: server });
    await connection.query(sql).finally(() => connection.end());
  };
  await run(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin`);
  return {
    settings: { url: server.replace(/\/[^/]*$/, `/${name}`), dataDir, poolSize: 16 },
    remove: async () => {
      removeDir();
      await run(`DROP DATABASE IF EXISTS ${name}`);
    },
  };
}

/** A migrated database of the engine under test. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const { settings, remove } = await emptyDatabase();
  const dataSource = await openDataSource(settings, entities);
  await applyMigrations(dataSource);
  return {
    database: new Database(dataSource),
    settings,
    drop: async () => {
      await dataSource.destroy();
      await remove();
    },
  };
}
