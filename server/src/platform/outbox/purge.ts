import type { Database, SqlValue } from '../../database/database.js';

/** Rows removed per transaction: short enough that nobody waits for it. */
const chunkRows = 500;

/**
 * Removes rows older than a limit, oldest first, a few at a time, so that a big clean-up holds no lock for long.
 * @param column an indexed column that says how old a row is
 * @returns how many rows went
 */
export async function purgeOlder(
  database: Database,
  { table, column, where = '1 = 1' }: { table: string; column: string; where?: string },
  before: number | Date,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  while (!signal.aborted) {
    const [edge] = await database.rows<{ edge: SqlValue }>(
      `SELECT ${column} AS edge FROM ${table} WHERE ${column} < ? AND ${where} ORDER BY ${column} LIMIT 1 OFFSET ?`,
      [before, chunkRows],
    );
    removed += await database.transaction((tx) =>
      edge
        ? tx.run(`DELETE FROM ${table} WHERE ${column} <= ? AND ${where}`, [edge.edge])
        : tx.run(`DELETE FROM ${table} WHERE ${column} < ? AND ${where}`, [before]),
    );
    if (!edge) break;
  }
  return removed;
}
