import { assignRole, endRole, getMe, listRoleAssignments } from '@linli/shared/accounts';
import type { ErrorBody } from '@linli/shared/errors';
import type { Role } from '@linli/shared/permissions';

import { RoleAssignmentsService } from '../../src/features/accounts/role-assignments.service.js';

import { aCommunity, aResident, aStaff, giveRole, signedIn, type Neighbourhood } from '../factories.js';
import { startTestApp, type TestApp } from '../test-app.js';

let app: TestApp;
let home: Neighbourhood;
let neighbours: Neighbourhood;
let director: string;
beforeAll(async () => {
  app = await startTestApp();
  home = await aCommunity(app);
  neighbours = await aCommunity(app, { street: home.street });
  director = await signedIn(app, await aStaff(app, 'communityDirector', home.community));
});
afterAll(() => app.stop());

it('a role opens its permissions at once and closes them at once', async () => {
  const resident = await aResident(app, { community: home });
  const as = await signedIn(app, resident);
  expect((await app.ok(getMe, {}, { as })).permissions).not.toContain('redemption.settle');
  const given = await app.ok(
    assignRole,
    { residentId: resident.id, role: 'storeClerk', orgUnitId: home.community.id },
    { as: director },
  );
  expect(given).toMatchObject({
    roleText: '超市店员',
    orgUnitName: home.community.name,
    name: resident.name,
  });
  expect((await app.ok(getMe, {}, { as })).permissions).toContain('redemption.settle');
  await app.ok(endRole, { id: given.id }, { as: director });
  expect((await app.ok(getMe, {}, { as })).permissions).not.toContain('redemption.settle');
  expect(await app.refusal(endRole, { id: given.id }, { as: director })).toBe('NOT_FOUND');
  const me = await app.ok(getMe, {}, { as: director });
  expect(
    await app.database.row('SELECT assigned_by_id, ended_by_id FROM role_assignments WHERE id = ?', [
      given.id,
    ]),
  ).toEqual({
    assigned_by_id: me.resident?.id,
    ended_by_id: me.resident?.id,
  });
});

it('is given once: of two directors at once, one gives it', async () => {
  const resident = await aResident(app, { community: home });
  const input = { residentId: resident.id, role: 'supervisor' as const, orgUnitId: home.community.id };
  const second = await signedIn(app, await aStaff(app, 'communityDirector', home.community));
  const answers = await Promise.all([director, second].map((as) => app.call(assignRole, input, { as })));
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({
    code: 'ROLE_ALREADY_ASSIGNED',
  });
});

it.each(['resident', 'helper'] as const)(
  'the role %s follows from something else and is not assigned',
  async (role) => {
    const resident = await aResident(app, { community: home });
    const { status, body } = await app.call(
      assignRole,
      { residentId: resident.id, role, orgUnitId: home.community.id },
      { as: director },
    );
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'INPUT_INVALID', fields: { role: expect.any(String) } });
  },
);

describe('nobody hands out more than their own units', () => {
  it('a director: not the street, not another community, not somebody who lives there', async () => {
    const resident = await aResident(app, { community: home });
    const stranger = await aResident(app, { community: neighbours });
    const assign = (residentId: string, role: Role, orgUnitId: string) =>
      app.refusal(assignRole, { residentId, role, orgUnitId }, { as: director });
    expect(await assign(resident.id, 'streetStaff', home.street.id)).toBe('NOT_FOUND');
    expect(await assign(resident.id, 'districtAdmin', home.district.id)).toBe('NOT_FOUND');
    expect(await assign(resident.id, 'gridWorker', neighbours.grid.id)).toBe('NOT_FOUND');
    expect(await assign(stranger.id, 'gridWorker', home.grid.id)).toBe('NOT_FOUND');
    await app.ok(
      assignRole,
      { residentId: resident.id, role: 'gridWorker', orgUnitId: home.grid.id },
      { as: director },
    );
  });

  it('a district admin: anywhere in the district, nowhere else', async () => {
    const admin = await signedIn(app, await aStaff(app, 'districtAdmin', home.district));
    const elsewhere = await aCommunity(app);
    const resident = await aResident(app, { community: neighbours });
    const input = { residentId: resident.id, role: 'communityDirector' as const };
    await app.ok(assignRole, { ...input, orgUnitId: neighbours.community.id }, { as: admin });
    expect(
      await app.refusal(assignRole, { ...input, orgUnitId: elsewhere.community.id }, { as: admin }),
    ).toBe('NOT_FOUND');
  });

  it('takes back and lists only what is held there', async () => {
    const theirs = await giveRole(
      app,
      await aResident(app, { community: neighbours }),
      'gridLeader',
      neighbours.grid,
    );
    const ours = await giveRole(app, await aResident(app, { community: home }), 'gridLeader', home.grid);
    expect(await app.refusal(endRole, { id: theirs.id }, { as: director })).toBe('NOT_FOUND');
    const { items, total } = await app.ok(listRoleAssignments, { size: 100 }, { as: director });
    expect(items.map((item) => item.id)).toContain(ours.id);
    expect(items.map((item) => item.id)).not.toContain(theirs.id);
    expect(total).toBe(items.length);
  });
});

describe('separation of duties', () => {
  const assign = async (as: string, residentId: string, role: Role, orgUnitId = home.community.id) => {
    const { status, body } = await app.call(assignRole, { residentId, role, orgUnitId }, { as });
    return status === 200 ? 'ok' : (body as ErrorBody).code;
  };

  it.each(['communityDirector', 'districtAdmin'] as const)('a %s gives themself no role', async (giver) => {
    const unit = giver === 'districtAdmin' ? home.district : home.community;
    const self = await aStaff(app, giver, unit, { community: home });
    const as = await signedIn(app, self);
    for (const role of ['storeKeeper', 'supervisor', 'communityStaff'] as const)
      expect(await assign(as, self.id, role)).toBe('ROLE_GIVEN_TO_SELF');
  });

  it('a director makes no equals and nobody above', async () => {
    const resident = await aResident(app, { community: home });
    for (const role of [
      'communityDirector',
      'partySecretary',
      'streetStaff',
      'districtAdmin',
      'systemAdmin',
    ] as const)
      expect(await assign(director, resident.id, role)).toBe('ROLE_NOT_YOURS_TO_GIVE');
  });

  it('a district admin gives each role where it belongs, and never a system admin', async () => {
    const admin = await signedIn(app, await aStaff(app, 'districtAdmin', home.district));
    const { id } = await aResident(app, { community: home });
    expect(await assign(admin, id, 'systemAdmin', home.district.id)).toBe('ROLE_NOT_YOURS_TO_GIVE');
    expect(await assign(admin, id, 'districtAdmin')).toBe('ROLE_NOT_YOURS_TO_GIVE');
    expect(await assign(admin, id, 'communityDirector', home.district.id)).toBe('ROLE_NOT_YOURS_TO_GIVE');
    expect(await assign(admin, id, 'communityDirector')).toBe('ok');
    expect(await assign(admin, id, 'streetStaff', home.street.id)).toBe('ok');
    expect(await assign(admin, id, 'districtAdmin', home.district.id)).toBe('ok');
  });

  it('a supervisor runs nothing in the same community, whichever came first', async () => {
    const supervisor = await aStaff(app, 'supervisor', home.community);
    for (const role of ['communityStaff', 'storeClerk', 'storeKeeper', 'gridWorker'] as const)
      expect(await assign(director, supervisor.id, role, home.grid.id)).toBe('ROLES_INCOMPATIBLE');
    expect(await assign(director, supervisor.id, 'mediator')).toBe('ok');
    const worker = await aStaff(app, 'gridWorker', home.grid);
    const { status, body } = await app.call(
      assignRole,
      { residentId: worker.id, role: 'supervisor', orgUnitId: home.community.id },
      { as: director },
    );
    expect([status, body]).toMatchObject([409, { code: 'ROLES_INCOMPATIBLE' }]);
    expect((body as ErrorBody).text).toContain('「网格员」和「居务监督委员」');
  });

  it('a supervisor here may work in another community, and here again when the role has ended', async () => {
    const admin = await signedIn(app, await aStaff(app, 'districtAdmin', home.district));
    const resident = await aResident(app, { community: home });
    const held = await giveRole(app, resident, 'supervisor', home.community);
    expect(await assign(admin, resident.id, 'storeClerk', neighbours.community.id)).toBe('ok');
    expect(await assign(admin, resident.id, 'storeClerk')).toBe('ROLES_INCOMPATIBLE');
    await app.ok(endRole, { id: held.id }, { as: admin });
    expect(await assign(admin, resident.id, 'storeClerk')).toBe('ok');
  });

  it('of two roles that exclude each other, given at once, one is held', async () => {
    const { id } = await aResident(app, { community: home });
    const answers = await Promise.all([
      assign(director, id, 'supervisor'),
      assign(director, id, 'storeClerk'),
    ]);
    expect(answers.sort()).toEqual(['ROLES_INCOMPATIBLE', 'ok']);
  });

  it.each(['deceased', 'movedAway'] as const)('nobody who is %s is given a role', async (status) => {
    const { id } = await aResident(app, { community: home, status });
    expect(await assign(director, id, 'host')).toBe('NOT_FOUND');
  });
});

it('ensuring a role twice leaves one, also at once', async () => {
  const resident = await aResident(app, { community: home });
  const service = app.get(RoleAssignmentsService);
  const ensure = () =>
    app.database.transaction((tx) => service.ensure(tx, resident.id, 'host', home.community.id, null));
  await Promise.all([ensure(), ensure(), ensure()]);
  await ensure();
  const rows = await app.database.rows('SELECT id FROM role_assignments WHERE resident_id = ?', [
    resident.id,
  ]);
  expect(rows).toHaveLength(1);
});

describe('the person to call', () => {
  it('is the grid worker of the grid, at the office’s number, else the committee', async () => {
    const place = await aCommunity(app, { name: '银杏社区', phone: '0731-5551234' });
    const as = await signedIn(app, await aResident(app, { community: place }));
    const contact = async () => (await app.ok(getMe, {}, { as })).contact;
    expect(await contact()).toEqual({ name: '银杏社区', role: '居民委员会', phone: '0731-5551234' });
    await aStaff(app, 'gridWorker', place.grid, { name: '李建国', phone: '15400000777' });
    expect(await contact()).toEqual({ name: '李建国', role: '网格员', phone: '0731-5551234' });
  });
});
