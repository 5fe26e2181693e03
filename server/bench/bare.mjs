import { createPool } from 'mysql2/promise';

/** The yardsticks: the same statements by the driver alone, without framework, ORM, checks or HTTP. */

/**
 * @typedef {import('./statements.mjs').Statement} Statement
 * @typedef {(facts: import('./statements.mjs').Facts) => Promise<boolean>} BareRedeem false = out of stock
 */

/**
 * Statements before and after the transaction run one by one on the same connection, without a transaction.
 * @param {string} url
 * @param {number} connections
 * @returns {{ redeemWith: (statements: Statement[]) => BareRedeem, close: () => Promise<void> }}
 */
export function bareMysql(url, connections) {
  const pool = createPool({
    uri: url,
    connectionLimit: connections,
    timezone: 'Z',
    charset: 'utf8mb4',
    trace: false,
  });
  pool.pool.on('connection', (connection) => {
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  });
  return {
    redeemWith: (statements) => async (facts) => {
      const connection = await pool.getConnection();
      let open = false;
      try {
        for (const statement of statements) {
          if (statement.inside !== open) {
            await connection.query(open ? 'COMMIT' : 'START TRANSACTION');
            open = statement.inside;
          }
          const [result] = await connection.query(statement.sql, statement.values(facts));
          const touched = statement.kind === 'read' ? result.length : result.affectedRows;
          if (statement.isStock && touched === 0) {
            await connection.query('ROLLBACK');
            return false;
          }
        }
        if (open) await connection.query('COMMIT');
        return true;
      } catch (error) {
        await connection.query('ROLLBACK');
        // A code that somebody else waits under; the service draws another one.
        if (error.errno === 1062 || error.errno === 1213) return false;
        throw error;
      } finally {
        connection.release();
      }
    },
    close: () => pool.end(),
  };
}

/**
 * @param {any} Driver better-sqlite3, or libsql which has the same calls
 * @param {string} file
 */
export function bareSqlite(Driver, file) {
  const connection = new Driver(file);
  for (const setting of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'busy_timeout = 5000',
    'cache_size = -16000',
  ]) {
    connection.pragma(setting);
  }
  const [begin, commit, rollback] = ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'].map((sql) =>
    connection.prepare(sql),
  );
  return {
    /** @returns {(facts: import('./statements.mjs').Facts) => boolean} */
    redeemWith: (statements) => {
      const prepared = statements.map((statement) => ({
        ...statement,
        ready: connection.prepare(statement.sql),
      }));
      return (facts) => {
        let open = false;
        try {
          for (const { ready, inside, kind, values } of prepared) {
            if (inside !== open) {
              (open ? commit : begin).run();
              open = inside;
            }
            if (kind === 'read') ready.all(...values(facts));
            else ready.run(...values(facts));
          }
          if (open) commit.run();
          return true;
        } catch (error) {
          if (connection.inTransaction) rollback.run();
          if (error.code === 'SQLITE_CONSTRAINT_UNIQUE') return false;
          throw error;
        }
      };
    },
    close: () => connection.close(),
  };
}
