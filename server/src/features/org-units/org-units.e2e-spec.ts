import { createOrgUnit, listCommunities, listOrgUnits, renameOrgUnit } from '@linli/shared/org-units';

import {
  aCommunity,
  aGrid,
  anOrgUnit,
  aResident,
  aStaff,
  signedIn,
  type Neighbourhood,
} from '../../../test/factories.js';
import { startTestApp, type TestApp } from '../../../test/test-app.js';

import { OrgUnitsService } from './org-units.service.js';

let app: TestApp;
let home: Neighbourhood;
let other: Neighbourhood;
let director: string;

beforeAll(async () => {
  app = await startTestApp();
  home = await aCommunity(app, { name: '金桂社区', phone: '0731-85550000' });
  other = await aCommunity(app, { name: '银杏社区' });
  director = await signedIn(app, await aStaff(app, 'communityDirector', home.community));
});
afterAll(() => app.stop());

it('anybody may look up the communities, with street and telephone', async () => {
  const { items } = await app.ok(listCommunities, {});
  expect(items).toContainEqual({
    id: home.community.id,
    name: '金桂社区',
    streetName: home.street.name,
    phone: '0731-85550000',
    isDemo: false,
  });
});

it('a director begins at the own community and goes down it, with counts', async () => {
  const grid = (await aGrid(app, home.community, { name: '第2网格' })).grid;
  const building = await anOrgUnit(app, 'building', grid);
  const first = await aResident(app, { unit: building });
  await app.database.transaction((tx) =>
    tx.run('UPDATE residents SET status = ? WHERE id = ?', ['movedAway', first.id]),
  );
  await aResident(app, { unit: building });
  await aResident(app, { community: home });

  const tops = (await app.ok(listOrgUnits, {}, { as: director })).items;
  expect(tops).toMatchObject([
    { id: home.community.id, trail: [home.district.name, home.street.name, '金桂社区'] },
  ]);
  const { items } = await app.ok(listOrgUnits, { parentId: home.community.id }, { as: director });
  expect(items.find(({ id }) => id === grid.id)).toMatchObject({
    childCount: 2,
    householdCount: 2,
    residentCount: 1,
  });
  expect(items.find(({ id }) => id === home.grid.id)).toMatchObject({
    childCount: 1,
    householdCount: 1,
    residentCount: 1,
  });
});

it('asks the database as often for forty units as for one', async () => {
  const units = app.get(OrgUnitsService);
  const actor = {
    accountId: '',
    sessionId: '',
    residentId: null,
    householdId: null,
    homePath: '',
    communityId: null,
    assignments: [{ role: 'streetStaff' as const, orgUnitId: home.street.id, path: home.street.path }],
    principals: [],
  };
  const statements = async (parentId: string) => {
    const asked = jest.spyOn(app.database, 'rows');
    await units.list(actor, { parentId });
    const count = asked.mock.calls.length;
    asked.mockRestore();
    return count;
  };
  const small = await anOrgUnit(app, 'community', home.street);
  const large = await anOrgUnit(app, 'community', home.street);
  await anOrgUnit(app, 'grid', small);
  for (let n = 0; n < 40; n++) await anOrgUnit(app, 'grid', large);
  expect(await statements(large.id)).toBe(await statements(small.id));
});

it('another community is not there', async () => {
  expect(await app.refusal(listOrgUnits, { parentId: other.community.id }, { as: director })).toBe(
    'NOT_FOUND',
  );
  const add = { parentId: other.community.id, kind: 'grid' as const, code: 'g9', name: '第9网格' };
  expect(await app.refusal(createOrgUnit, add, { as: director })).toBe('NOT_FOUND');
  expect(await app.refusal(renameOrgUnit, { id: other.grid.id, name: '改名' }, { as: director })).toBe(
    'NOT_FOUND',
  );
  expect(await app.refusal(renameOrgUnit, { id: home.street.id, name: '改名' }, { as: director })).toBe(
    'NOT_FOUND',
  );
});

it('a director adds a grid and renames it, twice if need be', async () => {
  const input = { parentId: home.community.id, kind: 'grid' as const, code: 'g7', name: '第７网格' };
  const added = await app.ok(createOrgUnit, input, { as: director });
  expect(added).toMatchObject({
    name: '第７网格',
    childCount: 0,
    trail: [home.district.name, home.street.name, '金桂社区', '第７网格'],
  });
  for (let n = 0; n < 2; n++)
    await app.ok(renameOrgUnit, { id: added.id, name: '桂花网格' }, { as: director });
  expect((await app.get(OrgUnitsService).trailOf(`${home.community.path}g7/`)).at(-1)).toBe('桂花网格');
});

it('of two directors who take one code at once, one gets it', async () => {
  const input = { parentId: home.community.id, kind: 'grid' as const, code: 'g8', name: '第8网格' };
  const answers = await Promise.all([1, 2, 3].map(() => app.call(createOrgUnit, input, { as: director })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect(await app.refusal(createOrgUnit, input, { as: director })).toBe('ORG_UNIT_CODE_TAKEN');
});

it('refuses a unit where it does not belong', async () => {
  const input = { parentId: home.community.id, kind: 'stairUnit' as const, code: 'u1', name: '1单元' };
  expect(await app.refusal(createOrgUnit, input, { as: director })).toBe('ORG_UNIT_KIND_MISMATCH');
});

it('a grid worker sees the own grid and changes nothing', async () => {
  const worker = await signedIn(app, await aStaff(app, 'gridWorker', home.grid));
  expect((await app.ok(listOrgUnits, {}, { as: worker })).items.map(({ id }) => id)).toEqual([home.grid.id]);
  expect(await app.refusal(listOrgUnits, { parentId: home.community.id }, { as: worker })).toBe('NOT_FOUND');
  const input = { parentId: home.grid.id, kind: 'building' as const, code: 'b1', name: '1栋' };
  expect(await app.refusal(createOrgUnit, input, { as: worker })).toBe('NOT_FOUND');
});
