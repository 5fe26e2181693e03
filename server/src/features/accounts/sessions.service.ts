import { Injectable } from '@nestjs/common';
import type { signIn, refreshSession, SessionView } from '@linli/shared/accounts';
import type { ParsedInputOf } from '@linli/shared/call';

import type { Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Cipher } from '../../common/cipher.js';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { asDate, asDateOrNull, Database, placeholders, type Tx } from '../../database/database.js';
import { isDuplicate } from '../../database/failures.js';
import { WechatClient, type WechatSession } from '../../platform/wechat/wechat-client.js';

import { Account } from './account.entity.js';
import { MeService } from './me.service.js';
import { SessionActors } from './session-actors.service.js';
import { hashOf, rotationOf, sessionIdOf, SessionTokens } from './session-tokens.js';
import { Session } from './session.entity.js';
import {
  accessTokenMs,
  judgeRefresh,
  keepEndedMs,
  sessionMs,
  type RefreshVerdict,
} from './sessions.rules.js';
import { refusalOf } from './wechat-refusals.js';

/** Why a session ended. */
type EndReason = 'signOut' | 'everywhere' | 'reuse';

interface StoredSession extends Record<string, unknown> {
  account_id: string;
  refresh_hash: string;
  previous_hash: string | null;
  rotated_at: unknown;
  reply_seen: unknown;
  expires_at: unknown;
  ended_at: unknown;
}

/** Sessions removed in one transaction. */
const purgeChunk = 500;

/** Signing in with WeChat, and the life of a session. WeChat is asked outside any transaction. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cipher: Cipher,
    private readonly wechat: WechatClient,
    private readonly tokens: SessionTokens,
    private readonly actors: SessionActors,
    private readonly me: MeService,
  ) {}

  /**
   * Trades a WeChat code for a session; whoever comes for the first time gets an account.
   * @throws AppError WECHAT_CODE_INVALID, WECHAT_BLOCKED, WECHAT_UNAVAILABLE
   */
  async signIn({ code, device }: ParsedInputOf<typeof signIn>): Promise<SessionView> {
    const identity = await this.wechat.code2Session(code).catch((error: unknown) => {
      throw refusalOf(error);
    });
    const sessionId = newId();
    const refreshToken = this.tokens.firstRefreshToken(sessionId);
    const open = () =>
      this.database.transaction(async (tx) => {
        const accountId = await this.#accountOf(tx, identity);
        await tx.insert(Session, this.#newSession(sessionId, accountId, refreshToken, device));
        return accountId;
      });
    const accountId = await open().catch((error: unknown) => {
      if (!isDuplicate(error, 'accounts_openid', 'accounts.openid')) throw error;
      // The same person signed in for the first time on another device in this moment: now the account is there.
      return open();
    });
    return this.#view(accountId, sessionId, refreshToken);
  }

  /**
   * A new access token and the next refresh token. Asked twice with one token (a lost answer, two tabs at once), both
   * get the same refresh token. A token that was traded in before ends the session: two parties hold it. A made-up one
   * ends nothing.
   * @throws AppError REFRESH_TOKEN_INVALID (unknown, expired, reused), SESSION_ENDED
   */
  async refresh({ refreshToken }: ParsedInputOf<typeof refreshSession>): Promise<SessionView> {
    const sessionId = sessionIdOf(refreshToken);
    const next = this.tokens.nextRefreshToken(refreshToken);
    const result = await this.database.transaction((tx) => this.#rotate(tx, sessionId, refreshToken, next), {
      // A second run finds the rotation done and gives the same answer.
      repeatable: true,
    });
    if (result?.verdict === 'ended') throw new AppError('SESSION_ENDED');
    if (result?.verdict === 'reuse') this.actors.forgetSession(sessionId);
    if (result?.verdict !== 'rotate' && result?.verdict !== 'repeat')
      throw new AppError('REFRESH_TOKEN_INVALID');
    return this.#view(result.accountId, sessionId, next);
  }

  async signOut(actor: Actor): Promise<{ done: true }> {
    await this.database.transaction((tx) => this.#end(tx, 'id', actor.sessionId, 'signOut'));
    this.actors.forgetSession(actor.sessionId);
    return { done: true };
  }

  async signOutEverywhere(actor: Actor): Promise<{ done: true }> {
    await this.database.transaction((tx) => this.#end(tx, 'account_id', actor.accountId, 'everywhere'));
    this.actors.forgetAccount(actor.accountId);
    return { done: true };
  }

  /**
   * Removes sessions that ended or ran out half a year ago.
   * @returns how many
   */
  async purge(now: Date = this.clock.now()): Promise<number> {
    const before = new Date(now.getTime() - keepEndedMs);
    for (let removed = 0; ;) {
      const due = await this.database.rows<{ id: string }>(
        'SELECT id FROM sessions WHERE expires_at < ? OR ended_at < ? ORDER BY id LIMIT ?',
        [before, before, purgeChunk],
      );
      const ids = due.map((row) => row.id);
      await this.database.transaction((tx) =>
        tx.run(`DELETE FROM sessions WHERE id IN (${placeholders(ids)})`, ids),
      );
      removed += ids.length;
      if (ids.length < purgeChunk) return removed;
    }
  }

  /** The account of a WeChat identity; made when it is new, with the newest session key in any case. */
  async #accountOf(tx: Tx, { openid, sessionKey, unionid }: WechatSession): Promise<string> {
    const sessionKeyCipher = this.cipher.encrypt('accounts.session_key', sessionKey);
    const known = await tx.run(
      'UPDATE accounts SET session_key_cipher = ?, unionid = COALESCE(?, unionid) WHERE openid = ?',
      [sessionKeyCipher, unionid, openid],
    );
    if (known > 0) {
      const row = await tx.row<{ id: string }>('SELECT id FROM accounts WHERE openid = ?', [openid]);
      return (row as { id: string }).id;
    }
    const id = newId();
    await tx.insert(Account, {
      id,
      openid,
      unionid,
      sessionKeyCipher,
      residentId: null,
      linkedAt: null,
      linkedBy: null,
      createdAt: this.clock.now(),
    });
    return id;
  }

  #newSession(id: string, accountId: string, refreshToken: string, device: string): Session {
    const now = this.clock.now();
    return {
      id,
      accountId,
      refreshHash: hashOf(refreshToken),
      previousHash: null,
      rotatedAt: now,
      replySeen: false,
      expiresAt: new Date(now.getTime() + sessionMs),
      endedAt: null,
      endReason: null,
      device,
      createdAt: now,
    };
  }

  /** Judges the presented token and does what follows. Null when there is no such session. */
  async #rotate(
    tx: Tx,
    sessionId: string,
    presented: string,
    next: string,
  ): Promise<{ verdict: RefreshVerdict; accountId: string } | null> {
    const now = this.clock.now();
    for (;;) {
      const session = await tx.row<StoredSession>(
        `SELECT account_id, refresh_hash, previous_hash, rotated_at, reply_seen, expires_at, ended_at
         FROM sessions WHERE id = ?`,
        [sessionId],
      );
      if (!session) return null;
      const verdict = judgeRefresh(
        {
          refreshHash: session.refresh_hash,
          previousHash: session.previous_hash,
          rotatedAt: asDate(session.rotated_at),
          replySeen: Boolean(Number(session.reply_seen)),
          expiresAt: asDate(session.expires_at),
          endedAt: asDateOrNull(session.ended_at),
        },
        hashOf(presented),
        now,
        () => this.tokens.leadsTo(session.refresh_hash, presented),
      );
      if (verdict === 'reuse') await this.#end(tx, 'id', sessionId, 'reuse');
      if (verdict === 'rotate') {
        // Of two that come at once one gets through; the other looks again and finds a repeat.
        const rotated = await tx.run(
          `UPDATE sessions SET refresh_hash = ?, previous_hash = ?, rotated_at = ?, reply_seen = ?, expires_at = ?
           WHERE id = ? AND refresh_hash = ? AND ended_at IS NULL`,
          [
            hashOf(next),
            session.refresh_hash,
            now,
            false,
            new Date(now.getTime() + sessionMs),
            sessionId,
            session.refresh_hash,
          ],
        );
        if (rotated === 0) continue;
      }
      return { verdict, accountId: session.account_id };
    }
  }

  #end(tx: Tx, column: 'id' | 'account_id', value: string, reason: EndReason): Promise<number> {
    return tx.run(
      `UPDATE sessions SET ended_at = ?, end_reason = ? WHERE ${column} = ? AND ended_at IS NULL`,
      [this.clock.now(), reason, value],
    );
  }

  async #view(accountId: string, sessionId: string, refreshToken: string): Promise<SessionView> {
    const actor = await this.actors.load(sessionId);
    return {
      accessToken: this.tokens.accessToken({
        accountId,
        sessionId,
        rotation: rotationOf(hashOf(refreshToken)),
      }),
      expiresInMs: accessTokenMs,
      refreshToken,
      me: await this.me.of(actor),
    };
  }
}
