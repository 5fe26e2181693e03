import { QueryFailedError } from 'typeorm';

interface DriverError {
  code?: string;
  errno?: number;
  message?: string;
}

function driverErrorOf(error: unknown): DriverError {
  if (error instanceof QueryFailedError) return error.driverError as DriverError;
  return typeof error === 'object' && error !== null ? (error as DriverError) : {};
}

/**
 * The whole transaction is surely undone and may run again: deadlock, lock wait, snapshot or certification conflict
 * (MariaDB, MySQL, Galera, TiDB), or a busy SQLite file. Matched by number: mysql2 misnames MariaDB's codes.
 */
const rolledBackNumbers = new Set([1213, 1205, 1020, 3572, 8002, 8022, 9007, 8028]);
const rolledBackCodes = ['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_LOCKED'];

export function wasRolledBack(error: unknown): boolean {
  const { errno, code } = driverErrorOf(error);
  return (errno !== undefined && rolledBackNumbers.has(errno)) || rolledBackCodes.includes(code ?? '');
}

/** The connection broke: what was sent may or may not have been stored. */
const lostNumbers = new Set([1047, 1053, 1152, 1158, 1159, 1160, 1161, 1927, 2006, 2013, 4031]);
const lostCodes = [
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'PROTOCOL_ENQUEUE_AFTER_QUIT',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
];

export function wasConnectionLost(error: unknown): boolean {
  const { errno, code, message } = driverErrorOf(error);
  return (
    (errno !== undefined && lostNumbers.has(errno)) ||
    lostCodes.includes(code ?? '') ||
    /connection is in closed state|Connection lost/i.test(message ?? '')
  );
}

/** Nobody answers at the database's address, or it refuses more callers. */
const unreachableNumbers = new Set([1040, 1203, 2002, 2003]);
const unreachableCodes = [
  'ECONNREFUSED',
  'ENOENT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'SQLITE_CANTOPEN',
  'SQLITE_IOERR',
  'SQLITE_FULL',
];

export function isDatabaseUnavailable(error: unknown): boolean {
  const { errno, code } = driverErrorOf(error);
  return (
    wasConnectionLost(error) ||
    (errno !== undefined && unreachableNumbers.has(errno)) ||
    (error instanceof Object && 'syscall' in error && unreachableCodes.includes(code ?? '')) ||
    (error instanceof QueryFailedError && unreachableCodes.includes(code ?? '')) ||
    code === 'SQLITE_BUSY_TIMEOUT' ||
    rolledBackCodes.includes(code ?? '')
  );
}

/**
 * True when a unique index refused a row. `index` narrows it to one: its name on MySQL; SQLite names the columns,
 * so pass `table.column, table.column` as well.
 */
export function isDuplicate(error: unknown, index?: string, sqliteColumns?: string): boolean {
  const { errno, code, message = '' } = driverErrorOf(error);
  const duplicate =
    errno === 1062 ||
    errno === 1586 ||
    code === 'SQLITE_CONSTRAINT_UNIQUE' ||
    code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
  if (!duplicate || !index) return duplicate;
  return message.includes(index) || (sqliteColumns !== undefined && message.includes(sqliteColumns));
}

/** True when a CHECK constraint refused a row: 4025 MariaDB, 3819 MySQL. */
export function isCheckViolation(error: unknown): boolean {
  const { errno, code } = driverErrorOf(error);
  return errno === 4025 || errno === 3819 || code === 'SQLITE_CONSTRAINT_CHECK';
}
