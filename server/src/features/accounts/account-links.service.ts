import { Injectable } from '@nestjs/common';
import type {
  decideLinkRequest,
  getMyLinkRequest,
  linkByPhone,
  LinkRequestState,
  LinkRequestView,
  listLinkRequests,
  Me,
  requestLink,
} from '@linli/shared/accounts';
import type { OutputOf, ParsedInputOf } from '@linli/shared/call';
import { yearOf } from '@linli/shared/time';

import { residentOf, scopePaths, withinScope, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { asDate, Database, placeholders, type Tx } from '../../database/database.js';
import { isDuplicate } from '../../database/failures.js';
import { IdempotentActs } from '../../platform/idempotency/idempotent-acts.js';
import { WechatClient } from '../../platform/wechat/wechat-client.js';
import { pathsDownTo } from '../org-units/org-units.rules.js';
import { OrgUnitsService } from '../org-units/org-units.service.js';
import { saysWhy } from '../residents/residents.rules.js';
import { ResidentsService } from '../residents/residents.service.js';

import { Account } from './account.entity.js';
import { LinkRequest } from './link-request.entity.js';
import { MeService } from './me.service.js';
import { SessionActors } from './session-actors.service.js';
import { refusalOf } from './wechat-refusals.js';

interface RequestRow extends Record<string, unknown> {
  id: string;
  account_id: string;
  community_id: string;
  name: string;
  building: string;
  note: string;
  state: LinkRequestState;
  reason: string | null;
  asked_at: unknown;
  community_name: string;
}

type Candidate = OutputOf<typeof listLinkRequests>['items'][number]['candidates'][number];

const selectRequests = `SELECT q.id, q.account_id, q.community_id, q.name, q.building, q.note, q.state, q.reason, q.asked_at,
  c.name AS community_name FROM link_requests q JOIN org_units c ON c.id = q.community_id`;

/**
 * Which resident a WeChat account belongs to. The unique index `accounts_resident` decides who is first: one resident,
 * one account.
 */
@Injectable()
export class AccountLinksService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wechat: WechatClient,
    private readonly idempotentActs: IdempotentActs,
    private readonly residents: ResidentsService,
    private readonly orgUnits: OrgUnitsService,
    private readonly actors: SessionActors,
    private readonly me: MeService,
  ) {}

  /**
   * Links the account to the one resident with the phone number that WeChat has verified for this very person.
   * @throws AppError ACCOUNT_ALREADY_LINKED, WECHAT_CODE_INVALID, WECHAT_UNAVAILABLE, PHONE_NOT_ON_ROSTER,
   *   PHONE_ON_SEVERAL_RESIDENTS, RESIDENT_ALREADY_LINKED
   */
  async byPhone(actor: Actor, { phoneCode }: ParsedInputOf<typeof linkByPhone>): Promise<Me> {
    // Before the code is used up.
    if (await this.#isLinked(actor)) throw new AppError('ACCOUNT_ALREADY_LINKED');
    const phone = await this.#verifiedPhone(actor.accountId, phoneCode);
    const people = (await this.residents.findByPhone(phone)).filter((person) => person.status === 'active');
    const [person, another] = people;
    if (!person) throw new AppError('PHONE_NOT_ON_ROSTER');
    if (another) throw new AppError('PHONE_ON_SEVERAL_RESIDENTS');
    await this.database.transaction(async (tx) => {
      await this.#link(tx, actor.accountId, person.id, 'phone');
      await tx.run(
        `UPDATE link_requests SET state = 'approved', resident_id = ?, decided_at = ?, pending_key = NULL
         WHERE pending_key = ?`,
        [person.id, this.clock.now(), actor.accountId],
      );
    });
    this.actors.forgetAccount(actor.accountId);
    return this.me.of(await this.actors.load(actor.sessionId));
  }

  /**
   * Asks the grid workers of a community to link the account.
   * @throws AppError NOT_FOUND (no such community), ACCOUNT_ALREADY_LINKED, LINK_REQUEST_PENDING
   */
  async request(actor: Actor, input: ParsedInputOf<typeof requestLink>): Promise<LinkRequestView> {
    const community = await this.orgUnits.getCommunity(input.communityId);
    if (await this.#isLinked(actor)) throw new AppError('ACCOUNT_ALREADY_LINKED');
    try {
      return await this.idempotentActs.once(actor.accountId, 'accountLinks.request', input, async (tx) => {
        const request: LinkRequest = {
          id: newId(),
          accountId: actor.accountId,
          communityId: community.id,
          name: input.name,
          building: input.building,
          note: input.note,
          state: 'pending',
          reason: null,
          askedAt: this.clock.now(),
          decidedAt: null,
          decidedById: null,
          residentId: null,
          pendingKey: actor.accountId,
        };
        await tx.insert(LinkRequest, request);
        return {
          id: request.id,
          name: request.name,
          building: request.building,
          note: request.note,
          communityName: community.name,
          state: request.state,
          reason: null,
          askedAt: request.askedAt.toISOString(),
        };
      });
    } catch (error) {
      if (isDuplicate(error, 'link_requests_pending', 'link_requests.pending_key')) {
        throw new AppError('LINK_REQUEST_PENDING');
      }
      throw error;
    }
  }

  /** Asked of the account: who has died is nobody as an actor, and the account is still theirs. */
  async #isLinked({ accountId, residentId }: Actor): Promise<boolean> {
    if (residentId) return true;
    const row = await this.database.row('SELECT id FROM accounts WHERE id = ? AND resident_id IS NOT NULL', [
      accountId,
    ]);
    return row !== undefined;
  }

  async mine(actor: Actor): Promise<OutputOf<typeof getMyLinkRequest>> {
    const row = await this.database.row<RequestRow>(
      `${selectRequests} WHERE q.account_id = ? ORDER BY q.id DESC LIMIT 1`,
      [actor.accountId],
    );
    return { request: row ? viewOf(row) : null };
  }

  /** What waits in the communities the caller works in, oldest first, with the residents of the caller's units it may mean. */
  async list(
    actor: Actor,
    input: ParsedInputOf<typeof listLinkRequests>,
  ): Promise<OutputOf<typeof listLinkRequests>> {
    const { page = 1, size = 20 } = input;
    const scope = withinReach(actor, 'c.path');
    const where = `q.state = 'pending' AND ${scope.sql}`;
    const counted = await this.database.row<{ total: unknown }>(
      `SELECT COUNT(*) AS total FROM link_requests q JOIN org_units c ON c.id = q.community_id WHERE ${where}`,
      scope.parameters,
    );
    const rows = await this.database.rows<RequestRow>(
      `${selectRequests} WHERE ${where} ORDER BY q.id LIMIT ? OFFSET ?`,
      [...scope.parameters, size, (page - 1) * size],
    );
    const items = [];
    for (const row of rows) items.push({ ...viewOf(row), candidates: await this.#candidates(actor, row) });
    return { items, total: Number(counted?.total ?? 0), page, size };
  }

  /**
   * Links the account to a resident of the caller's units, or refuses with a reason. Of two who decide at once, one does.
   * @throws AppError NOT_FOUND (request or resident out of reach), REASON_REQUIRED, LINK_REQUEST_CLOSED,
   *   RESIDENT_ALREADY_LINKED, ACCOUNT_ALREADY_LINKED
   */
  async decide(actor: Actor, input: ParsedInputOf<typeof decideLinkRequest>): Promise<{ done: true }> {
    const deciderId = residentOf(actor);
    const scope = withinReach(actor, 'c.path');
    const request = await this.database.row<RequestRow>(`${selectRequests} WHERE q.id = ? AND ${scope.sql}`, [
      input.id,
      ...scope.parameters,
    ]);
    if (!request) throw new AppError('NOT_FOUND');
    const { residentId } = input;
    if (residentId === undefined && !saysWhy(input.reason)) throw new AppError('REASON_REQUIRED');
    if (residentId !== undefined) await this.#assertWithin(actor, residentId, request.community_id);

    await this.database.transaction(async (tx) => {
      const closed = await tx.run(
        `UPDATE link_requests SET state = ?, reason = ?, resident_id = ?, decided_at = ?, decided_by_id = ?, pending_key = NULL
         WHERE id = ? AND state = 'pending'`,
        [
          residentId === undefined ? 'refused' : 'approved',
          input.reason || null,
          residentId ?? null,
          this.clock.now(),
          deciderId,
          request.id,
        ],
      );
      if (closed === 0) throw new AppError('LINK_REQUEST_CLOSED');
      if (residentId !== undefined) await this.#link(tx, request.account_id, residentId, deciderId);
    });
    this.actors.forgetAccount(request.account_id);
    return { done: true };
  }

  /**
   * An account that belongs to a resident from its first day: the demo district, where nobody has to prove who they
   * are. Nothing happens when the identity is known already.
   */
  async openLinked(tx: Tx, { openid, residentId }: { openid: string; residentId: string }): Promise<void> {
    if (await tx.row('SELECT id FROM accounts WHERE openid = ?', [openid])) return;
    const now = this.clock.now();
    await tx.insert(Account, {
      id: newId(),
      openid,
      unionid: null,
      sessionKeyCipher: '',
      residentId,
      linkedAt: now,
      linkedBy: 'phone',
      createdAt: now,
    });
  }

  /** @param linkedBy `phone`, or the resident who decided */
  async #link(tx: Tx, accountId: string, residentId: string, linkedBy: string): Promise<void> {
    try {
      const linked = await tx.run(
        'UPDATE accounts SET resident_id = ?, linked_at = ?, linked_by = ? WHERE id = ? AND resident_id IS NULL',
        [residentId, this.clock.now(), linkedBy, accountId],
      );
      if (linked === 0) throw new AppError('ACCOUNT_ALREADY_LINKED');
    } catch (error) {
      if (isDuplicate(error, 'accounts_resident', 'accounts.resident_id'))
        throw new AppError('RESIDENT_ALREADY_LINKED');
      throw error;
    }
  }

  /** @throws AppError as WeChat's refusal means, PHONE_NOT_ON_ROSTER for a foreign number: the roster has none */
  async #verifiedPhone(accountId: string, code: string): Promise<string> {
    const account = await this.database.row<{ openid: string }>('SELECT openid FROM accounts WHERE id = ?', [
      accountId,
    ]);
    const phone = await this.wechat
      .getUserPhoneNumber(code, account?.openid ?? '')
      .catch((error: unknown) => {
        throw refusalOf(error);
      });
    if (phone.countryCode !== '86') throw new AppError('PHONE_NOT_ON_ROSTER');
    return phone.purePhoneNumber;
  }

  async #candidates(actor: Actor, request: RequestRow): Promise<Candidate[]> {
    const scope = withinScope(actor, 'link.decide', 'r.org_path');
    const rows = await this.database.rows<{ id: string }>(
      `SELECT r.id FROM residents r LEFT JOIN accounts a ON a.resident_id = r.id
       WHERE r.community_id = ? AND r.name = ? AND r.status = 'active' AND a.id IS NULL AND ${scope.sql}
       ORDER BY r.org_path, r.id LIMIT 20`,
      [request.community_id, request.name, ...scope.parameters],
    );
    const people = await this.residents.getMany(rows.map((row) => row.id));
    return [...people.values()].map((person) => ({
      id: person.id,
      name: person.name,
      address: `${person.address}${person.door}`,
      birthYear: person.birthOn === null ? null : yearOf(person.birthOn),
    }));
  }

  async #assertWithin(actor: Actor, residentId: string, communityId: string): Promise<void> {
    const scope = withinScope(actor, 'link.decide', 'r.org_path');
    const row = await this.database.row(
      `SELECT r.id FROM residents r WHERE r.id = ? AND r.community_id = ? AND r.status = 'active' AND ${scope.sql}`,
      [residentId, communityId, ...scope.parameters],
    );
    if (!row) throw new AppError('NOT_FOUND');
  }
}

/**
 * Requests name a community, while a grid worker's scope lies inside one: within reach are the communities in the
 * caller's units and those the caller's units lie in.
 */
function withinReach(actor: Actor, pathColumn: string): { sql: string; parameters: string[] } {
  const scope = withinScope(actor, 'link.decide', pathColumn);
  const above = [...new Set(scopePaths(actor, 'link.decide').flatMap(pathsDownTo))];
  return {
    sql: `(${scope.sql} OR ${pathColumn} IN (${placeholders(above)}))`,
    parameters: [...scope.parameters, ...above],
  };
}

function viewOf(row: RequestRow): LinkRequestView {
  return {
    id: row.id,
    name: row.name,
    building: row.building,
    note: row.note,
    communityName: row.community_name,
    state: row.state,
    reason: row.reason,
    askedAt: asDate(row.asked_at).toISOString(),
  };
}
