import { randomBytes } from 'node:crypto';
import { beijingDay } from './beijing-day.js';
import { Refusal } from './refusals.js';

const LIFE_MS = 7_200_000;
/** A token with less than this left is replaced; old and new then both work for this long. */
const OVERLAP_MS = 300_000;
const FORCE_SPACING_MS = 30_000;
const FORCES_PER_DAY = 20;
const DAY_MS = 86_400_000;
/** WeChat says to reserve at least 512 characters; ours are that long, so that a short column shows at once. */
const TOKEN_LENGTH = 512;

interface IssuedToken {
  token: string;
  expiresAt: number;
  killed: boolean;
}

/** The access tokens of one app, as `stable_token` hands them out. */
export class AccessTokenLedger {
  private readonly issued = new Map<string, IssuedToken>();
  private current: IssuedToken | null = null;
  private forcedAt = -Infinity;
  private forcedOn = '';
  private forcedCount = 0;

  /** Answers `stable_token`. A forced call within 30 s of the last one refreshes nothing and is answered like a normal one. */
  issue(now: number, force: boolean): { access_token: string; expires_in: number } {
    if (force && now - this.forcedAt >= FORCE_SPACING_MS) {
      this.countForce(now);
      for (const token of this.issued.values()) token.killed = true;
      return answer(this.newToken(now), now);
    }
    const { current } = this;
    if (current && current.expiresAt - now >= OVERLAP_MS) return answer(current, now);
    if (current && current.expiresAt > now) current.expiresAt = now + OVERLAP_MS;
    return answer(this.newToken(now), now);
  }

  /** Every API that takes a token begins here. */
  check(token: string | undefined, now: number): void {
    if (!token) throw new Refusal(41001);
    const found = this.issued.get(token);
    if (!found) throw new Refusal(40014);
    if (found.killed) throw new Refusal(40001);
    if (now >= found.expiresAt) throw new Refusal(42001);
  }

  private countForce(now: number): void {
    const today = beijingDay(now);
    if (today !== this.forcedOn) {
      this.forcedOn = today;
      this.forcedCount = 0;
    }
    if (this.forcedCount >= FORCES_PER_DAY) throw new Refusal(45009);
    this.forcedCount += 1;
    this.forcedAt = now;
  }

  private newToken(now: number): IssuedToken {
    for (const [token, { expiresAt }] of this.issued) if (expiresAt + DAY_MS < now) this.issued.delete(token);
    const token = randomBytes(TOKEN_LENGTH).toString('base64url').slice(0, TOKEN_LENGTH);
    this.current = { token, expiresAt: now + LIFE_MS, killed: false };
    this.issued.set(token, this.current);
    return this.current;
  }
}

function answer(
  { token, expiresAt }: IssuedToken,
  now: number,
): { access_token: string; expires_in: number } {
  return { access_token: token, expires_in: Math.floor((expiresAt - now) / 1000) };
}
