import { orgUnitKindNames, type OrgUnitKind } from '@linli/shared/org-units';
import {
  areIncompatible,
  derivedRoles,
  mayGive,
  permissions,
  roleNames,
  type Role,
} from '@linli/shared/permissions';

const givenSomewhere = (giver: Role) =>
  roleNames.filter((role) => orgUnitKindNames.some((kind) => mayGive(giver, role, kind)));

it('only those who may assign roles give any', () => {
  const givers: readonly Role[] = permissions['role.assign'];
  expect(roleNames.filter((giver) => givenSomewhere(giver).length > 0).sort()).toEqual([...givers].sort());
});

it('a district admin gives every role but system admin and those nobody assigns', () => {
  const never: readonly Role[] = ['systemAdmin', ...derivedRoles];
  expect(givenSomewhere('districtAdmin').sort()).toEqual(
    roleNames.filter((role) => !never.includes(role)).sort(),
  );
});

it('a director gives no equals and nobody above', () => {
  const above: Role[] = [
    'communityDirector',
    'partySecretary',
    'streetStaff',
    'districtAdmin',
    'systemAdmin',
  ];
  expect(givenSomewhere('communityDirector').filter((role) => above.includes(role))).toEqual([]);
});

it.each<[Role, OrgUnitKind, boolean]>([
  ['gridWorker', 'grid', true],
  ['storeClerk', 'community', true],
  ['storeClerk', 'district', false],
  ['communityDirector', 'grid', false],
  ['communityDirector', 'community', true],
  ['streetStaff', 'street', true],
  ['streetStaff', 'district', false],
])('%s on a %s by the district admin: %s', (role, kind, may) => {
  expect(mayGive('districtAdmin', role, kind)).toBe(may);
});

it('a supervisor excludes those who run the community, both ways round, and nobody else', () => {
  const excluded = ['communityDirector', 'communityStaff', 'gridWorker', 'storeClerk', 'storeKeeper'];
  expect(roleNames.filter((role) => areIncompatible('supervisor', role)).sort()).toEqual(excluded);
  expect(roleNames.filter((role) => areIncompatible(role, 'supervisor')).sort()).toEqual(excluded);
  expect(areIncompatible('communityDirector', 'storeKeeper')).toBe(false);
});
