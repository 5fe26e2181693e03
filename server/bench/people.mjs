import { randomUUID } from 'node:crypto';
import { momentOf } from '@linli/shared/time';

import { Clock } from '../dist/common/clock.js';
import { newId } from '../dist/common/ids.js';
import { Account } from '../dist/features/accounts/account.entity.js';
import { Session } from '../dist/features/accounts/session.entity.js';
import { SessionTokens } from '../dist/features/accounts/session-tokens.js';
import { GiftPrice } from '../dist/features/gifts/gift-price.entity.js';
import { Gift } from '../dist/features/gifts/gift.entity.js';
import { PointsStore } from '../dist/features/gifts/points-store.entity.js';
import { StockBatch } from '../dist/features/gifts/stock-batch.entity.js';
import { OrgUnit } from '../dist/features/org-units/org-unit.entity.js';
import { PointsAccount } from '../dist/features/points/points-account.entity.js';
import { PointsEntry } from '../dist/features/points/points-entry.entity.js';
import { PointsLot } from '../dist/features/points/points-lot.entity.js';
import { Household } from '../dist/features/residents/household.entity.js';
import { Resident } from '../dist/features/residents/resident.entity.js';

/** More than any run can spend or take. */
const plenty = 10_000_000;
const price = 1;
const now = new Date();
const today = new Clock().today();

/**
 * @typedef {object} Person ids of everything a redemption of this person touches
 * @property {string} residentId
 * @property {string} loginId account row of the sign-in
 * @property {string} sessionId
 * @property {string} accountId account row of the ledger
 * @property {string} lotId
 *
 * @typedef {{ id: string, batchId: string }} BenchGift
 * @typedef {{ storeId: string, communityId: string }} Place
 */

/**
 * A community with a store; rows are written as they are, past the services.
 * @param {import('../dist/database/database.js').Database} database
 * @returns {Promise<Place & { flatId: string, path: string }>}
 */
export async function aPlace(database) {
  const ids = { district: newId(), street: newId(), community: newId(), flat: newId(), store: newId() };
  const unit = (id, kind, code, parentId, path, communityId) => ({
    id,
    kind,
    code,
    name: code,
    parentId,
    path,
    communityId,
    phone: null,
    isDemo: false,
  });
  const { district, street, community, flat, store } = ids;
  await database.transaction(async (tx) => {
    for (const row of [
      unit(district, 'district', 'b', null, '/b/', null),
      unit(street, 'street', 's', district, '/b/s/', null),
      unit(community, 'community', 'c', street, '/b/s/c/', community),
    ])
      await tx.insert(OrgUnit, row);
    await tx.insert(Household, {
      id: flat,
      orgUnitId: community,
      communityId: community,
      door: '101',
      createdAt: now,
    });
    await tx.insert(PointsStore, {
      id: store,
      communityId: community,
      orgUnitId: community,
      orgPath: '/b/s/c/',
      name: '党群服务超市',
      place: '3栋旁',
      phone: null,
      hours: JSON.stringify([{ weekday: 5, opens: '09:00', closes: '11:30' }]),
    });
  });
  return { storeId: store, communityId: community, flatId: flat, path: '/b/s/c/' };
}

/** Gifts of one batch each. @returns {Promise<BenchGift[]>} */
export async function someGifts(database, place, count, stock = plenty) {
  const gifts = Array.from({ length: count }, () => ({ id: newId(), batchId: newId() }));
  await database.transaction(async (tx) => {
    await tx.insert(
      Gift,
      gifts.map(({ id }, position) => ({
        id,
        storeId: place.storeId,
        name: '食用油 1.8 升',
        unit: '桶',
        about: '',
        category: 'grain',
        isService: false,
        drawing: 'oil',
        monthlyLimit: plenty,
        onShelf: true,
        position,
        createdAt: now,
      })),
    );
    await tx.insert(
      GiftPrice,
      gifts.map(({ id }) => ({
        id: newId(),
        giftId: id,
        price,
        effectiveFrom: '2026-01-01',
        createdAt: now,
      })),
    );
    await tx.insert(
      StockBatch,
      gifts.map(({ id, batchId }) => ({
        id: batchId,
        giftId: id,
        source: 'bought',
        donor: '',
        purpose: 'anyone',
        quantity: stock,
        remaining: stock,
        unitValueFen: 3500,
        receivedOn: today,
        expiresOn: null,
        receivedById: newId(),
        createdAt: now,
      })),
    );
  });
  return gifts;
}

/** Residents with points, signed in. @returns {Promise<Person[]>} */
export async function somePeople(database, place, count, from = 0) {
  const people = Array.from({ length: count }, () => ({
    residentId: newId(),
    loginId: newId(),
    sessionId: newId(),
    accountId: newId(),
    lotId: newId(),
  }));
  const year = Number(today.slice(0, 4));
  await database.transaction(async (tx) => {
    await tx.insert(
      Resident,
      people.map(({ residentId }, i) => ({
        id: residentId,
        communityId: place.communityId,
        householdId: place.flatId,
        orgPath: place.path,
        passbookNo: String(from + i).padStart(9, '0'),
        name: '王秀英',
        birthOn: '1980-05-01',
        phoneCipher: null,
        phoneHash: null,
        householdRole: '户主',
        careNote: '',
        status: 'active',
        createdAt: now,
        changedAt: now,
      })),
    );
    await tx.insert(
      Account,
      people.map(({ loginId, residentId }) => ({
        id: loginId,
        openid: `bench-${residentId}`,
        unionid: null,
        sessionKeyCipher: '',
        residentId,
        linkedAt: now,
        linkedBy: 'phone',
        createdAt: now,
      })),
    );
    await tx.insert(
      Session,
      people.map(({ loginId, sessionId }) => ({
        id: sessionId,
        accountId: loginId,
        refreshHash: refreshHash(sessionId),
        previousHash: null,
        rotatedAt: now,
        replySeen: true,
        expiresAt: momentOf(`${year + 1}-12-31`),
        endedAt: null,
        endReason: null,
        device: 'bench',
        createdAt: now,
      })),
    );
    await tx.insert(
      PointsAccount,
      people.map(({ accountId, residentId }) => ({
        id: accountId,
        residentId,
        communityId: place.communityId,
        balance: plenty,
        held: 0,
        state: 'open',
      })),
    );
    await tx.insert(
      PointsEntry,
      people.map(({ accountId, lotId }) => ({
        id: lotId,
        accountId,
        kind: 'earn',
        amount: plenty,
        heldChange: 0,
        scoreChange: 0,
        balanceAfter: plenty,
        title: '积分',
        detail: '',
        category: 'volunteering',
        reason: `bench:${lotId}`,
        ruleId: null,
        happenedOn: today,
        at: now,
        actorId: null,
        reversesId: null,
      })),
    );
    await tx.insert(
      PointsLot,
      people.map(({ accountId, lotId }) => ({
        id: lotId,
        accountId,
        earnedYear: year,
        points: plenty,
        remaining: plenty,
        lapsesOn: `${year + 1}-12-31`,
      })),
    );
  });
  return people;
}

const refreshHash = (sessionId) => sessionId.replaceAll('-', '').padEnd(64, '0');

/** Access tokens as the server gives them; they last ten minutes, so each round makes its own. */
export function tokenMaker(config) {
  const tokens = new SessionTokens(config, new Clock());
  return ({ loginId, sessionId }) =>
    tokens.accessToken({ accountId: loginId, sessionId, rotation: refreshHash(sessionId).slice(0, 16) });
}

export const redeemInput = (gift) => ({ giftId: gift.id, quantity: 1, price, requestKey: randomUUID() });
