import { getMe, requestLink, signOut } from '@linli/shared/accounts';
import { redeem, listRedemptions } from '@linli/shared/redemptions';
import { getPoints } from '@linli/shared/points';
import { changeResidentStatus, listMyFamily, type ResidentStatus } from '@linli/shared/residents';
import { dayOf } from '@linli/shared/time';

import type { Resident } from '../../src/features/residents/resident.entity.js';
import { PointsRulesService } from '../../src/features/points/points-rules.service.js';
import { PointsService } from '../../src/features/points/points.service.js';

import {
  aCommunity,
  aResident,
  aStaff,
  giveRole,
  helperFor,
  signedIn,
  type Neighbourhood,
} from '../factories.js';
import { aGift, aStore } from '../store-factories.js';
import { aKey, startTestApp, testNow, type TestApp } from '../test-app.js';

let app: TestApp;
let home: Neighbourhood;
let staff: string;
beforeAll(async () => {
  app = await startTestApp();
  home = await aCommunity(app);
  staff = await signedIn(app, await aStaff(app, 'communityStaff', home.community));
  await app.database.transaction((tx) =>
    app.get(PointsRulesService).adoptCatalogue(tx, home.community.id, '2026-01-01', '居民会议'),
  );
});
afterAll(() => app.stop());

const change = ({ id }: Resident, status: ResidentStatus) =>
  app.ok(changeResidentStatus, { id, status }, { as: staff });
const me = (as: string) => app.ok(getMe, {}, { as });
const exchange = async (as: string, residentId?: string) => {
  const gift = await aGift(app, await aStore(app, home), { price: 5 });
  const input = { giftId: gift.id, quantity: 1, price: 5, requestKey: aKey() };
  const { status, body } = await app.call(redeem, { ...input, residentId }, { as });
  return status === 200 ? 'ok' : (body as { code: string }).code;
};
const award = ({ id: residentId, communityId }: Resident) =>
  app.database.transaction((tx) =>
    app.get(PointsService).awardAll(tx, [
      {
        residentId,
        communityId,
        ruleCode: 'E01',
        happenedOn: dayOf(testNow),
        quantity: 60,
        reason: `test:${aKey()}`,
        title: '大扫除',
        detail: '',
        actorId: null,
      },
    ]),
  );

it('whoever has died does nothing any more: their account can only be signed out', async () => {
  const resident = await aResident(app, { community: home, points: 50 });
  await giveRole(app, resident, 'gridWorker', home.grid);
  const principal = await aResident(app, { community: home });
  await helperFor(app, principal, { helper: resident });
  const as = await signedIn(app, resident);
  expect((await me(as)).principals).toHaveLength(1);
  await change(resident, 'deceased');
  expect(await me(as)).toMatchObject({ resident: null, roles: [], permissions: [], principals: [] });
  expect(await app.refusal(getPoints, {}, { as })).toBe('NOT_LINKED');
  expect(await exchange(as)).toBe('NOT_LINKED');
  const claim = { communityId: home.community.id, name: '王秀英', building: '3栋', note: '' };
  expect(await app.refusal(requestLink, { ...claim, requestKey: aKey() }, { as })).toBe(
    'ACCOUNT_ALREADY_LINKED',
  );
  await app.ok(signOut, {}, { as });
});

it('whoever has moved away reads what is theirs, and holds, helps, spends and earns nothing', async () => {
  const resident = await aResident(app, { community: home, points: 50 });
  await giveRole(app, resident, 'gridWorker', home.grid);
  const principal = await aResident(app, { community: home, points: 50 });
  await helperFor(app, principal, { helper: resident });
  const as = await signedIn(app, resident);
  await change(resident, 'movedAway');
  expect(await me(as)).toMatchObject({ resident: { id: resident.id }, roles: [], principals: [] });
  expect((await me(as)).permissions).not.toContain('resident.read');
  expect(await app.ok(getPoints, {}, { as })).toMatchObject({ balance: 50 });
  expect((await app.ok(listRedemptions, {}, { as })).items).toEqual([]);
  expect(await exchange(as)).toBe('ACCOUNT_CLOSED');
  expect(await exchange(as, principal.id)).toBe('NOT_A_HELPER');
  await expect(award(resident)).rejects.toMatchObject({ code: 'ACCOUNT_CLOSED' });
});

it.each(['deceased', 'movedAway'] as const)('whoever is %s is helped by nobody', async (status) => {
  const resident = await aResident(app, { community: home, points: 50 });
  const as = await signedIn(app, await helperFor(app, resident));
  expect((await me(as)).principals).toHaveLength(1);
  await change(resident, status);
  expect((await me(as)).principals).toEqual([]);
  expect((await app.ok(listMyFamily, {}, { as })).items.map(({ id }) => id)).not.toContain(resident.id);
  expect(await exchange(as, resident.id)).toBe('NOT_A_HELPER');
});

it('who never earned a point before moving away is not given an open account later', async () => {
  const resident = await aResident(app, { community: home });
  await change(resident, 'movedAway');
  await expect(award(resident)).rejects.toMatchObject({ code: 'ACCOUNT_CLOSED' });
});

it('who comes back finds points and roles again', async () => {
  const resident = await aResident(app, { community: home, points: 50 });
  await giveRole(app, resident, 'gridWorker', home.grid);
  const as = await signedIn(app, resident);
  await change(resident, 'movedAway');
  await change(resident, 'movedAway');
  await change(resident, 'active');
  expect((await me(as)).roles).toHaveLength(1);
  expect(await exchange(as)).toBe('ok');
});

it('only a status that there is, by the committee of the community', async () => {
  const resident = await aResident(app, { community: home });
  const elsewhere = await aResident(app);
  const ask = (id: string, status: string, as: string) =>
    app.refusal(changeResidentStatus, { id, status: status as ResidentStatus }, { as });
  expect(await ask(resident.id, 'gone', staff)).toBe('INPUT_INVALID');
  expect(await ask(elsewhere.id, 'deceased', staff)).toBe('NOT_FOUND');
  const worker = await signedIn(app, await aStaff(app, 'gridWorker', home.grid));
  expect(await ask(resident.id, 'deceased', worker)).toBe('NOT_FOUND');
});
