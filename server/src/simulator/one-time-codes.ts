import { randomBytes } from 'node:crypto';

/** Login codes and phone codes both live five minutes. */
const CODE_LIFE_MS = 5 * 60_000;

interface IssuedCode<T> {
  grant: T;
  issuedAt: number;
  used: boolean;
}

export type CodeState<T> = { state: 'unknown' } | { state: 'used' } | { state: 'good'; grant: T };

/** Codes that are worth something once, for five minutes. */
export class OneTimeCodes<T> {
  private readonly issued = new Map<string, IssuedCode<T>>();

  issue(grant: T, now: number): string {
    this.forgetOld(now);
    const code = randomBytes(16).toString('hex');
    this.issued.set(code, { grant, issuedAt: now, used: false });
    return code;
  }

  /** Looks without using it up, because a refused call must leave the code good. An expired code is an unknown one. */
  look(code: string, now: number): CodeState<T> {
    const found = this.issued.get(code);
    if (!found || now >= found.issuedAt + CODE_LIFE_MS) return { state: 'unknown' };
    return found.used ? { state: 'used' } : { state: 'good', grant: found.grant };
  }

  use(code: string): void {
    const found = this.issued.get(code);
    if (found) found.used = true;
  }

  /** Codes come in the order of time, so the expired ones stand at the front. */
  private forgetOld(now: number): void {
    for (const [code, { issuedAt }] of this.issued) {
      if (now < issuedAt + CODE_LIFE_MS) return;
      this.issued.delete(code);
    }
  }
}
