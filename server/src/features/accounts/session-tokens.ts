import { createHash, createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';

import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { Config } from '../../common/config.js';

import { accessTokenMs } from './sessions.rules.js';

/** How far back a traded-in token is still known: more than a day of steady use, a few milliseconds of work. */
const chainSteps = 200;

/** What an access token says. */
export interface AccessClaims {
  accountId: string;
  sessionId: string;
  /** Which refresh token it came with (`rotationOf`). */
  rotation: string;
}

/** Makes and reads the two tokens of a session. Time is the injected clock's. */
@Injectable()
export class SessionTokens {
  readonly #jwt: JwtService;
  readonly #refreshKey: Buffer;

  constructor(
    config: Config,
    private readonly clock: Clock,
  ) {
    const key = (purpose: string) => Buffer.from(hkdfSync('sha256', config.dataKey, '', purpose, 32));
    this.#jwt = new JwtService({
      // A key object: given bytes, every verification would first try to read them as a public key.
      secret: createSecretKey(key('linli access token v1')),
      signOptions: { algorithm: 'HS256' },
      verifyOptions: { algorithms: ['HS256'] },
    });
    this.#refreshKey = key('linli refresh token v1');
  }

  /** A signed token that is good for ten minutes. */
  accessToken({ accountId, sessionId, rotation }: AccessClaims): string {
    const now = this.clock.now().getTime();
    return this.#jwt.sign({
      sub: accountId,
      sid: sessionId,
      rot: rotation,
      iat: Math.floor(now / 1000),
      exp: Math.floor((now + accessTokenMs) / 1000),
    });
  }

  /** @throws AppError TOKEN_EXPIRED, SIGN_IN_REQUIRED when it is not one of ours */
  readAccessToken(token: string): AccessClaims {
    try {
      const { sub, sid, rot } = this.#jwt.verify<{ sub?: unknown; sid?: unknown; rot?: unknown }>(token, {
        clockTimestamp: Math.floor(this.clock.now().getTime() / 1000),
      });
      if (typeof sub === 'string' && typeof sid === 'string' && typeof rot === 'string') {
        return { accountId: sub, sessionId: sid, rotation: rot };
      }
    } catch (error) {
      if (error instanceof Error && error.name === 'TokenExpiredError') throw new AppError('TOKEN_EXPIRED');
      // Every other way of being wrong is one answer: whoever forges learns nothing.
    }
    throw new AppError('SIGN_IN_REQUIRED');
  }

  /** The session's id and 256 random bits. */
  firstRefreshToken(sessionId: string): string {
    return `${sessionId}.${randomBytes(32).toString('base64url')}`;
  }

  /**
   * The token that follows this one: 256 bits that only we can compute. Being always the same, it lets a repeated or
   * parallel refresh have the first one's answer, though the database holds nothing but hashes.
   */
  nextRefreshToken(refreshToken: string): string {
    const secret = createHmac('sha256', this.#refreshKey).update(refreshToken).digest('base64url');
    return `${sessionIdOf(refreshToken)}.${secret}`;
  }

  /**
   * Whether this token, traded in again and again, becomes the one with this hash. Nobody else can compute the chain,
   * so a made-up secret never does.
   */
  leadsTo(refreshHash: string, refreshToken: string): boolean {
    let token = refreshToken;
    for (let step = 0; step < chainSteps; step++) {
      token = this.nextRefreshToken(token);
      if (hashOf(token) === refreshHash) return true;
    }
    return false;
  }
}

/** The session a refresh token claims to belong to; whatever was sent, it is only text. */
export function sessionIdOf(refreshToken: string): string {
  return refreshToken.split('.', 1)[0] as string;
}

/** What the database keeps of a refresh token: SHA-256, 64 hex digits. */
export function hashOf(refreshToken: string): string {
  return createHash('sha256').update(refreshToken).digest('hex');
}

/** Names a rotation inside access tokens: enough of the hash to tell rotations apart, useless for anything else. */
export function rotationOf(refreshHash: string): string {
  return refreshHash.slice(0, 16);
}
