import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Encrypts single fields (phones, session keys, platform tokens) and finds them by keyed hash.
 * AES-256-GCM with `table.column` as additional data, so that a value copied into another column does not open.
 */
export class Cipher {
  readonly #encryptionKey: Buffer;
  readonly #hashKey: Buffer;

  /** @param secret at least 32 bytes; two independent keys are derived from it. */
  constructor(secret: Buffer) {
    if (secret.length < 32) throw new Error('the data key must have at least 32 bytes');
    this.#encryptionKey = Buffer.from(hkdfSync('sha256', secret, '', 'linli field encryption v1', 32));
    this.#hashKey = Buffer.from(hkdfSync('sha256', secret, '', 'linli blind index v1', 32));
  }

  /** `v1.` + base64url of iv ‖ tag ‖ ciphertext. */
  encrypt(place: string, plain: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#encryptionKey, iv).setAAD(Buffer.from(place));
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return `v1.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
  }

  /** @throws when the value was changed, moved to another place, or encrypted with another key. */
  decrypt(place: string, stored: string): string {
    if (!stored.startsWith('v1.')) throw new Error(`unreadable value in ${place}`);
    const bytes = Buffer.from(stored.slice(3), 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.#encryptionKey, bytes.subarray(0, 12))
      .setAAD(Buffer.from(place))
      .setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  }

  /** A hash that only we can compute: equal values in one place have equal hashes. 64 hex digits. */
  blindIndex(place: string, plain: string): string {
    return createHmac('sha256', this.#hashKey).update(`${place}\0${plain}`).digest('hex');
  }
}
