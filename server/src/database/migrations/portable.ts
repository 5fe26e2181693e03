import { Table, type QueryRunner, type TableOptions } from 'typeorm';

/** Column types as each engine writes them, so that entities and schema do not drift on either. */
const sqliteTypes: Record<string, string> = { int: 'integer' };
const mysqlTypes: Record<string, string> = { boolean: 'tinyint' };

function forEngine(runner: QueryRunner, options: TableOptions): Table {
  const sqlite = runner.connection.options.type === 'better-sqlite3';
  const types = sqlite ? sqliteTypes : mysqlTypes;
  const columns = (options.columns ?? []).map((column) => ({
    ...column,
    type: types[column.type] ?? column.type,
  }));
  // Foreign keys follow when all tables stand; SQLite can only have them from the start.
  return new Table({ ...options, columns, foreignKeys: sqlite ? options.foreignKeys : [] });
}

/** Creates tables with their indexes, checks and foreign keys, in any order. */
export async function createTables(runner: QueryRunner, tables: readonly TableOptions[]): Promise<void> {
  const sqlite = runner.connection.options.type === 'better-sqlite3';
  for (const options of tables) await runner.createTable(forEngine(runner, options));
  if (sqlite) return;
  for (const options of tables) {
    for (const key of options.foreignKeys ?? []) {
      await runner.query(
        `ALTER TABLE ${options.name} ADD CONSTRAINT ${key.name} FOREIGN KEY (${key.columnNames.join(', ')}) ` +
          `REFERENCES ${key.referencedTableName} (${key.referencedColumnNames.join(', ')}) ` +
          `ON DELETE ${key.onDelete} ON UPDATE ${key.onUpdate}`,
      );
    }
    // TypeORM's MySQL driver passes over CHECK constraints without a word.
    for (const check of options.checks ?? []) {
      await runner.query(
        `ALTER TABLE ${options.name} ADD CONSTRAINT ${check.name} CHECK (${check.expression})`,
      );
    }
  }
}

/** Removes tables, whatever refers to what. */
export async function dropTables(runner: QueryRunner, tables: readonly TableOptions[]): Promise<void> {
  const sqlite = runner.connection.options.type === 'better-sqlite3';
  await runner.query(sqlite ? 'PRAGMA foreign_keys = OFF' : 'SET FOREIGN_KEY_CHECKS = 0');
  for (const options of [...tables].reverse()) await runner.dropTable(options.name, true);
  await runner.query(sqlite ? 'PRAGMA foreign_keys = ON' : 'SET FOREIGN_KEY_CHECKS = 1');
}
