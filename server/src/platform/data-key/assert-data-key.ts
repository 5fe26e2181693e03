import type { Cipher } from '../../common/cipher.js';
import type { Clock } from '../../common/clock.js';
import { ConfigError } from '../../common/config.js';
import type { Database } from '../../database/database.js';
import { isDuplicate } from '../../database/failures.js';

import { DataKeyCheck } from './data-key-check.entity.js';

const id = 'v1';

/**
 * The key of the first start is the key for good: with another one phones could not be read nor found, and everybody
 * would be registered a second time.
 * @throws ConfigError when this database was written with another key
 */
export async function assertDataKey(database: Database, cipher: Cipher, clock: Clock): Promise<void> {
  const value = cipher.blindIndex('data_key_checks.value', 'linli');
  const known = (await storedValue(database)) ?? (await store(database, value, clock.now()));
  if (known === value) return;
  throw new ConfigError([
    'DATA_KEY: this database was written with another key; put back the key it was begun with (DATA_KEY, or data.key in DATA_DIR)',
  ]);
}

async function storedValue(database: Database): Promise<string | undefined> {
  return (await database.row<{ value: string }>('SELECT value FROM data_key_checks WHERE id = ?', [id]))
    ?.value;
}

/** Answers what is stored afterwards: of instances that start together, the first one decides. */
async function store(database: Database, value: string, at: Date): Promise<string | undefined> {
  try {
    await database.transaction((tx) => tx.insert(DataKeyCheck, { id, value, at }));
    return value;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return storedValue(database);
  }
}
