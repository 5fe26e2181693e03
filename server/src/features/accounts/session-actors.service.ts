import { Injectable } from '@nestjs/common';
import type { Role } from '@linli/shared/permissions';
import type { HelperScope, ResidentStatus } from '@linli/shared/residents';
import { LRUCache } from 'lru-cache';

import { ActorSource, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { Database } from '../../database/database.js';

import { rotationOf, SessionTokens } from './session-tokens.js';

/** How long an instance may answer from memory, and so how late another instance's sign-out can reach it. */
const rememberMs = 5_000;
const rememberSessions = 10_000;

interface SessionRow extends Record<string, unknown> {
  account_id: string;
  refresh_hash: string;
  reply_seen: unknown;
  ended_at: unknown;
  resident_id: string | null;
  status: ResidentStatus | null;
  household_id: string | null;
  org_path: string | null;
  community_id: string | null;
}

interface HeldRow extends Record<string, unknown> {
  kind: 'role' | 'principal';
  word: string;
  ref: string;
  path: string;
}

/**
 * Who is behind an access token, as the database says, remembered for five seconds.
 *
 * An ended session, a role taken back or a link made is felt at once on the instance where it happened (`forget…`) and
 * on every other instance after five seconds at most, when it asks again: ten minutes of the token's own life never
 * outlast a sign-out.
 */
@Injectable()
export class SessionActors extends ActorSource {
  readonly #remembered: LRUCache<string, Actor>;
  /** Counts `forget…`: what was read before one is not remembered after it. */
  #forgotten = 0;

  constructor(
    private readonly database: Database,
    private readonly tokens: SessionTokens,
    private readonly clock: Clock,
  ) {
    super();
    this.#remembered = new LRUCache({
      max: rememberSessions,
      ttl: rememberMs,
      ttlResolution: 0,
      perf: { now: () => clock.now().getTime() },
    });
  }

  /** @throws AppError TOKEN_EXPIRED, SIGN_IN_REQUIRED (not ours), SESSION_ENDED */
  override async actorOf(accessToken: string): Promise<Actor> {
    const { sessionId, rotation } = this.tokens.readAccessToken(accessToken);
    // With the rotation in the key, the first use of a new token is seen by the database.
    const key = `${sessionId}:${rotation}`;
    const remembered = this.#remembered.get(key);
    if (remembered) return remembered;
    const before = this.#forgotten;
    const actor = await this.load(sessionId, rotation);
    if (before === this.#forgotten) this.#remembered.set(key, actor);
    return actor;
  }

  override accountOf(accessToken: string): string | undefined {
    try {
      return this.tokens.readAccessToken(accessToken).accountId;
    } catch {
      return undefined;
    }
  }

  /**
   * Reads the person behind a running session: two statements. Whoever has moved away keeps reading what is theirs and
   * holds and helps nothing; the account of somebody who has died is nobody's.
   * @param rotation of the token in use; when it is the current one, its arrival is noted (one more statement, once)
   * @throws AppError SESSION_ENDED, also when the session is not there any more
   */
  async load(sessionId: string, rotation?: string): Promise<Actor> {
    const session = await this.database.row<SessionRow>(
      `SELECT s.account_id, s.refresh_hash, s.reply_seen, s.ended_at, a.resident_id, r.status, r.household_id, r.org_path, r.community_id
       FROM sessions s JOIN accounts a ON a.id = s.account_id LEFT JOIN residents r ON r.id = a.resident_id
       WHERE s.id = ?`,
      [sessionId],
    );
    if (!session || session.ended_at !== null) throw new AppError('SESSION_ENDED');
    if (!Number(session.reply_seen) && rotation === rotationOf(session.refresh_hash)) {
      await this.#noteArrival(sessionId, session.refresh_hash);
    }
    if (session.status === 'deceased') return nobody(session.account_id, sessionId);
    const residentId = session.resident_id;
    const held = residentId !== null && session.status === 'active' ? await this.#heldBy(residentId) : [];
    return {
      accountId: session.account_id,
      sessionId,
      residentId: session.resident_id,
      householdId: session.household_id,
      homePath: session.org_path ?? '',
      communityId: session.community_id,
      assignments: held
        .filter((row) => row.kind === 'role')
        .map((row) => ({ role: row.word as Role, orgUnitId: row.ref, path: row.path })),
      principals: held
        .filter((row) => row.kind === 'principal')
        .map((row) => ({ residentId: row.ref, scopes: row.word.split(',') as HelperScope[] })),
    };
  }

  /** Roles held and people helped today, in one statement. Who has died or moved away is helped by nobody. */
  #heldBy(residentId: string): Promise<HeldRow[]> {
    const today = this.clock.today();
    return this.database.rows<HeldRow>(
      `SELECT 'role' AS kind, role AS word, org_unit_id AS ref, path AS path
       FROM role_assignments WHERE resident_id = ? AND ended_at IS NULL
       UNION ALL
       SELECT 'principal', h.scopes, h.principal_id, ''
       FROM helper_relations h JOIN residents p ON p.id = h.principal_id
       WHERE h.helper_id = ? AND h.ended_at IS NULL AND h.starts_on <= ? AND h.ends_on >= ? AND p.status = 'active'`,
      [residentId, residentId, today, today],
    );
  }

  /** The answer with the current refresh token has reached its owner: from now on the token before it is a reuse. */
  async #noteArrival(sessionId: string, refreshHash: string): Promise<void> {
    await this.database.transaction(
      (tx) =>
        tx.run('UPDATE sessions SET reply_seen = ? WHERE id = ? AND refresh_hash = ?', [
          true,
          sessionId,
          refreshHash,
        ]),
      { repeatable: true },
    );
  }

  forgetSession(sessionId: string): void {
    this.#forgetWhere((actor) => actor.sessionId === sessionId);
  }

  forgetAccount(accountId: string): void {
    this.#forgetWhere((actor) => actor.accountId === accountId);
  }

  override forgetResident(residentId: string): void {
    // Those who help this person too: what becomes of the one helped is their matter.
    this.#forgetWhere(
      (actor) =>
        actor.residentId === residentId ||
        actor.principals.some((helped) => helped.residentId === residentId),
    );
  }

  forgetAll(): void {
    this.#forgetWhere(() => true);
  }

  #forgetWhere(matches: (actor: Actor) => boolean): void {
    this.#forgotten += 1;
    for (const [key, actor] of this.#remembered.entries()) if (matches(actor)) this.#remembered.delete(key);
  }
}

/** Somebody signed in who is no resident and may do nothing but sign out. */
const nobody = (accountId: string, sessionId: string): Actor => ({
  accountId,
  sessionId,
  residentId: null,
  householdId: null,
  homePath: '',
  communityId: null,
  assignments: [],
  principals: [],
});
