import { setTimeout as sleep } from 'node:timers/promises';

import { E_TIMEOUT, Mutex, withTimeout, type MutexInterface } from 'async-mutex';
import Libsql from 'libsql';
import type { DataSource, ReplicationMode } from 'typeorm';
import { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js';

import { wasRolledBack } from './failures.js';
import { isInsideTransaction } from './inside-transaction.js';

/**
 * As shipped, TypeORM's SQLite driver hands every caller the same query runner: concurrent transactions become
 * savepoints of each other, and one caller's rollback undoes what another was told is stored
 * (docs/decisions/0003). Here every runner has its own transaction state, and
 * - a transaction holds the one writer for its whole length (`BEGIN IMMEDIATE`),
 * - a single write outside a transaction queues for the same writer,
 * - reads outside a transaction go to a second connection that cannot write and sees only committed rows.
 */

/** How long a writer waits its turn before the caller is told the database is busy. */
const turnMs = 30_000;

/** How long the writer waits for another process that writes to the same file. */
const otherProcessMs = 15_000;

type Connection = InstanceType<typeof Libsql>;
type Statement = ReturnType<Connection['prepare']>;

/** One connection and its prepared statements. */
class PreparedConnection {
  readonly #statements = new Map<string, Statement>();

  constructor(readonly connection: Connection) {}

  statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.connection.prepare(sql);
    this.#statements.set(sql, made);
    if (this.#statements.size > 300) this.#statements.delete(this.#statements.keys().next().value as string);
    return made;
  }

  forget(): void {
    this.#statements.clear();
  }

  close(): void {
    this.forget();
    this.connection.close();
  }
}

interface Connections {
  writer: PreparedConnection;
  reader: PreparedConnection;
  turn: MutexInterface;
}

function isRead(sql: string): boolean {
  return /^\s*(SELECT|WITH|EXPLAIN|PRAGMA\s+(table_|index_|foreign_key_list))/i.test(sql);
}

class SerialQueryRunner extends BetterSqlite3QueryRunner {
  #endTurn: (() => void) | undefined;

  constructor(
    driver: SerialSqliteDriver,
    readonly connections: Connections,
  ) {
    super(driver);
    // The parent keeps `getStmt` private; it is where the connection is chosen, so it is replaced on the instance.
    Object.assign(this, { getStmt: (sql: string) => Promise.resolve(this.#statement(sql)) });
  }

  override async startTransaction(): Promise<void> {
    if (this.transactionDepth === 0) {
      if (isInsideTransaction() && !this.#endTurn) throw new Error(writePastTransaction);
      this.#endTurn = await this.#takeTurn();
    }
    try {
      await super.startTransaction();
    } catch (error) {
      this.#giveTurnBack();
      throw error;
    }
  }

  override async commitTransaction(): Promise<void> {
    await super.commitTransaction();
    if (this.transactionDepth === 0) this.#giveTurnBack();
  }

  override async rollbackTransaction(): Promise<void> {
    try {
      await super.rollbackTransaction();
    } finally {
      if (this.transactionDepth === 0 || !this.connections.writer.connection.inTransaction) {
        this.isTransactionActive = false;
        this.transactionDepth = 0;
        this.#giveTurnBack();
      }
    }
  }

  override async release(): Promise<void> {
    if (this.#endTurn) {
      // Whoever forgot to end the transaction must not keep the writer for ever.
      if (this.connections.writer.connection.inTransaction)
        this.connections.writer.connection.exec('ROLLBACK');
      this.isTransactionActive = false;
      this.transactionDepth = 0;
      this.#giveTurnBack();
    }
    return Promise.resolve();
  }

  // The parent declares `query(…): Promise<any>`; the structured result is its own type.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  override async query(sql: string, parameters: unknown[] = [], structured = false): Promise<any> {
    if (sql === 'BEGIN TRANSACTION')
      return whenFree(() => super.query('BEGIN IMMEDIATE', [], structured as true));
    if (this.#endTurn || isRead(sql)) return super.query(sql, parameters, structured as true);
    if (isInsideTransaction()) throw new Error(writePastTransaction);
    this.#endTurn = await this.#takeTurn();
    try {
      return await whenFree(() => super.query(sql, parameters, structured as true));
    } finally {
      this.#giveTurnBack();
    }
  }

  #statement(sql: string): Statement {
    return (this.#endTurn ? this.connections.writer : this.connections.reader).statement(sql);
  }

  override async connect(): Promise<Connection> {
    return Promise.resolve(this.connections.writer.connection);
  }

  async #takeTurn(): Promise<() => void> {
    try {
      return await this.connections.turn.acquire();
    } catch (error) {
      if (error === E_TIMEOUT) throw stayedBusy();
      throw error;
    }
  }

  #giveTurnBack(): void {
    const end = this.#endTurn;
    this.#endTurn = undefined;
    end?.();
  }
}

/**
 * Begins to write as soon as no other process does. The waiting is ours, not SQLite's, so that meanwhile the process
 * answers everybody else. Nothing was written yet when the file is busy, so it may be tried again.
 */
async function whenFree<T>(begin: () => Promise<T>): Promise<T> {
  // A length of time, not a moment: the machine's own steady count.
  const giveUpAt = performance.now() + otherProcessMs;
  for (let tries = 0; ; tries++) {
    try {
      return await begin();
    } catch (error) {
      if (!wasRolledBack(error)) throw error;
      if (performance.now() > giveUpAt) throw stayedBusy();
      await sleep(Math.random() * Math.min(100, 10 * 2 ** tries));
    }
  }
}

/** We have waited long enough: the caller is told, not made to wait once more. */
const stayedBusy = () => Object.assign(new Error('the writer stayed busy'), { code: 'SQLITE_BUSY_TIMEOUT' });

const writePastTransaction =
  'a write past the open transaction: pass `tx` to what you call (a second transaction would wait for the first for ever)';

/** The driver that TypeORM should have: one runner per caller, one writer at a time. */
class SerialSqliteDriver extends BetterSqlite3Driver {
  #connections: Connections | undefined;

  override async connect(): Promise<void> {
    await super.connect();
    const writer = new PreparedConnection(this.databaseConnection as Connection);
    const database = this.options.database;
    const reader = new PreparedConnection(new Libsql(database, { timeout: 5000 } as never));
    reader.connection.pragma('query_only = ON');
    this.#connections = { writer, reader, turn: withTimeout(new Mutex(), turnMs) };
  }

  override createQueryRunner(_mode: ReplicationMode): BetterSqlite3QueryRunner {
    if (!this.#connections) throw new Error('the database is not open');
    return new SerialQueryRunner(this, this.#connections);
  }

  override async disconnect(): Promise<void> {
    const connections = this.#connections;
    if (!connections) return;
    // Whoever is writing finishes first.
    await connections.turn.runExclusive(() => {
      this.#connections = undefined;
      connections.reader.close();
      connections.writer.close();
    });
  }
}

/** Puts our driver in place of the one the data source made for `better-sqlite3`. */
export function useSerialSqlite(dataSource: DataSource): void {
  const driver = new SerialSqliteDriver(dataSource);
  Object.assign(dataSource, { driver });
}
