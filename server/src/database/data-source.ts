import { mkdirSync } from 'node:fs';

import Libsql from 'libsql';
import { createConnection } from 'mysql2/promise';
import { DataSource, type DataSourceOptions, type MixedList, type EntitySchema } from 'typeorm';

import { embeddedFile } from '../common/embedded-file.js';
import { migrations } from './migrations/index.js';
import { SnakeNaming } from './snake-naming.js';
import { useSerialSqlite } from './sqlite-driver.js';

export interface DatabaseSettings {
  /** `mysql://user:password@host:port/name`; absent = embedded SQLite in `dataDir`. */
  url?: string;
  dataDir: string;
  /** SQLite: `full` loses nothing at a power cut, `normal` may lose the last commits (never corrupts). */
  sqliteSync?: 'full' | 'normal';
  /** MySQL: connections of this process. */
  poolSize?: number;
}

type Entities = MixedList<Function | string | EntitySchema>; // eslint-disable-line @typescript-eslint/no-unsafe-function-type -- TypeORM's own type

/** MariaDB and MySQL speak one protocol but describe their columns differently; TypeORM wants to know which it is. */
async function mysqlKind(url: string): Promise<'mariadb' | 'mysql'> {
  const connection = await createConnection({ uri: url, connectTimeout: 5000 });
  try {
    const [rows] = await connection.query('SELECT VERSION() AS version');
    const version = (rows as { version: string }[])[0]?.version ?? '';
    return /mariadb/i.test(version) ? 'mariadb' : 'mysql';
  } finally {
    await connection.end();
  }
}

/** Opens the database named by the settings. Migrations are not applied here (`applyMigrations`). */
export async function openDataSource(settings: DatabaseSettings, entities: Entities): Promise<DataSource> {
  const common = {
    entities,
    migrations,
    namingStrategy: new SnakeNaming(),
    migrationsTableName: 'schema_migrations',
    logging: false,
  } satisfies Partial<DataSourceOptions>;

  if (!settings.url) {
    mkdirSync(settings.dataDir, { recursive: true });
    const dataSource = new DataSource({
      ...common,
      type: 'better-sqlite3',
      driver: Libsql,
      database: embeddedFile(settings.dataDir),
      prepareDatabase: (connection: InstanceType<typeof Libsql>) => {
        connection.pragma('journal_mode = WAL');
        connection.pragma(`synchronous = ${settings.sqliteSync ?? 'full'}`);
        // SQLite waits with the whole process standing still: only for a moment, the driver waits on without it.
        connection.pragma('busy_timeout = 20');
        connection.pragma('cache_size = -16000');
      },
    });
    useSerialSqlite(dataSource);
    return dataSource.initialize();
  }

  const dataSource = new DataSource({
    ...common,
    type: await mysqlKind(settings.url),
    url: settings.url,
    timezone: 'Z',
    charset: 'utf8mb4',
    poolSize: settings.poolSize ?? 32,
    connectTimeout: 5000,
    // `trace` would write down the caller's stack with every statement; a failed one is wrapped by TypeORM with its own.
    extra: { waitForConnections: true, enableKeepAlive: true, decimalNumbers: true, trace: false },
  });
  await dataSource.initialize();
  await prepareConnections(dataSource);
  await assertCollation(dataSource);
  return dataSource;
}

interface PoolConnection {
  query(sql: string, done: (error: unknown) => void): void;
  destroy(): void;
}

const sessionSettings = [
  // Fewer gap locks, same guards; every act holds by conditional UPDATEs and unique indexes, not by snapshots.
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  // Too long or wrong values are errors, never cut off silently.
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
];

/** Gives every connection of the pool our session settings before its first statement. */
async function prepareConnections(dataSource: DataSource): Promise<void> {
  const { pool } = dataSource.driver as unknown as {
    pool: { on(event: 'connection', listener: (connection: PoolConnection) => void): void };
  };
  pool.on('connection', (connection) => {
    for (const setting of sessionSettings) {
      // A connection that would cut long values off or lock otherwise must not serve anybody.
      connection.query(setting, (error) => error && connection.destroy());
    }
  });
  // The one connection that `initialize` opened for its own check came before the listener.
  for (const setting of sessionSettings) await dataSource.query(setting);
}

/** With the usual collations 'abc' = 'ABC' and 𠮷 = 㐂, and unique indexes would refuse what differs. */
async function assertCollation(dataSource: DataSource): Promise<void> {
  const rows = (await dataSource.query('SELECT @@collation_database AS name')) as { name: string }[];
  const name = rows[0]?.name ?? '';
  if (/^utf8mb4_.*bin$/.test(name)) return;
  await dataSource.destroy();
  throw new Error(
    `The database's collation is ${name}. Make it with: CREATE DATABASE … CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin (MariaDB) or utf8mb4_0900_bin (MySQL 8)`,
  );
}
