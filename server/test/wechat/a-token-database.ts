import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import Database from 'libsql';
import type { Cipher, Sql } from '../../src/platform/wechat/sql-token-store.js';

/** An empty `wechat_access_tokens` of its own, in memory. */
export function aDatabase(): Sql {
  const database = new Database(':memory:');
  database.exec(`CREATE TABLE wechat_access_tokens (
    appid varchar(40) PRIMARY KEY, token text NOT NULL, expires_at bigint NOT NULL, fetched_at bigint NOT NULL,
    lease_owner varchar(36), lease_until bigint NOT NULL, forced_at bigint NOT NULL, forced_count int NOT NULL)`);
  return {
    query: (text, params) =>
      Promise.resolve(database.prepare(text).all(...params) as Record<string, unknown>[]),
    execute: (text, params) => Promise.resolve(database.prepare(text).run(...params).changes),
  };
}

/** AES-256-GCM, as the product has it. */
export function aCipher(key = randomBytes(32)): Cipher {
  return {
    encrypt(plain) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
    },
    decrypt(secret) {
      const bytes = Buffer.from(secret, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAuthTag(
        bytes.subarray(12, 28),
      );
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
  };
}
