import type { OrgUnitKind } from './org-units.js';

/** Roles of domain.md 6. `resident` comes with a linked account; the others are assigned with an org unit as scope. */
export const roles = {
  resident: '居民',
  helper: '家人代办',
  host: '活动主持人',
  groupOwner: '群主',
  buildingHead: '楼栋长',
  gridWorker: '网格员',
  gridLeader: '网格长',
  communityStaff: '社区工作人员',
  communityDirector: '社区主任',
  partySecretary: '党总支书记',
  appraiser: '评议小组成员',
  storeClerk: '超市店员',
  storeKeeper: '超市库管',
  supervisor: '居务监督委员',
  mediator: '调解员',
  streetStaff: '街道工作人员',
  districtAdmin: '区县管理员',
  systemAdmin: '系统管理员',
} as const satisfies Record<string, string>;

export type Role = keyof typeof roles;
export const roleNames = Object.keys(roles) as [Role, ...Role[]];

/**
 * Who may do what: read by the server's guard and by the mini-program's menus.
 * `resident` here means the linked person acting for themself or for somebody they help with recorded consent.
 */
export const permissions = {
  'points.read': ['resident'],
  'points.reverse': ['communityDirector'],
  'points.supervise': ['supervisor', 'communityDirector'],
  'rule.manage': ['communityStaff', 'communityDirector'],
  'activity.signUp': ['resident'],
  'activity.manage': ['gridWorker', 'gridLeader', 'communityStaff', 'communityDirector'],
  'attendance.confirm': ['host', 'gridWorker', 'gridLeader', 'communityStaff', 'communityDirector'],
  'gift.redeem': ['resident'],
  'gift.manage': ['storeKeeper', 'communityStaff', 'communityDirector'],
  'stock.manage': ['storeKeeper'],
  'redemption.settle': ['storeClerk', 'storeKeeper'],
  'orgUnit.read': [
    'gridWorker',
    'gridLeader',
    'communityStaff',
    'communityDirector',
    'streetStaff',
    'districtAdmin',
  ],
  'orgUnit.manage': ['communityDirector', 'districtAdmin'],
  'resident.read': ['gridWorker', 'gridLeader', 'communityStaff', 'communityDirector'],
  'resident.changeStatus': ['communityStaff', 'communityDirector'],
  'resident.revealPhone': ['gridWorker', 'gridLeader', 'communityStaff', 'communityDirector'],
  'roster.import': ['communityStaff', 'communityDirector'],
  'helper.register': ['gridWorker', 'gridLeader', 'communityStaff', 'communityDirector'],
  'link.decide': ['gridWorker', 'gridLeader', 'communityStaff', 'communityDirector'],
  'role.assign': ['communityDirector', 'districtAdmin'],
  // One calendar for all communities: no single community enters days for the others.
  'calendar.manage': ['districtAdmin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/**
 * What a call asks of its caller. `public`: anyone. `signedIn`: any WeChat identity, linked to a resident or not.
 * Everything else is a row of `permissions`.
 */
export type Access = 'public' | 'signedIn' | Permission;

/** Roles nobody assigns: they follow from a linked account or from a helper relation. */
export const derivedRoles: readonly Role[] = ['resident', 'helper'];

/** Roles held in a whole community or in a part of it. */
const communityRoles: readonly Role[] = [
  'host',
  'groupOwner',
  'buildingHead',
  'gridWorker',
  'gridLeader',
  'communityStaff',
  'appraiser',
  'storeClerk',
  'storeKeeper',
  'supervisor',
  'mediator',
];
const communityAndBelow: readonly OrgUnitKind[] = ['community', 'grid', 'microGrid', 'building', 'stairUnit'];

/**
 * Who may give which roles, and on which kinds of unit: no row, not given. Nobody makes equals or superiors, a system
 * admin is made by the operator, and nobody gives a role to themself (the server's matter).
 */
const givenBy: Partial<
  Record<Role, readonly { roles: readonly Role[]; unitKinds: readonly OrgUnitKind[] }[]>
> = {
  communityDirector: [{ roles: communityRoles, unitKinds: communityAndBelow }],
  districtAdmin: [
    { roles: communityRoles, unitKinds: communityAndBelow },
    { roles: ['communityDirector', 'partySecretary'], unitKinds: ['community'] },
    { roles: ['streetStaff'], unitKinds: ['street'] },
    { roles: ['districtAdmin'], unitKinds: ['district'] },
  ],
};

/** Whether a holder of `giver` may give `role` on a unit of this kind; where, is the scope's matter. */
export function mayGive(giver: Role, role: Role, unitKind: OrgUnitKind): boolean {
  return (givenBy[giver] ?? []).some((row) => row.roles.includes(role) && row.unitKinds.includes(unitKind));
}

/** Whoever supervises a community does not run it: these are not held beside `supervisor` in one community. */
const supervised: readonly Role[] = [
  'communityDirector',
  'communityStaff',
  'storeClerk',
  'storeKeeper',
  'gridWorker',
];

/** Whether one person may not hold both roles in the same community. */
export function areIncompatible(one: Role, other: Role): boolean {
  return (
    (one === 'supervisor' && supervised.includes(other)) ||
    (other === 'supervisor' && supervised.includes(one))
  );
}

/** The permissions a set of roles opens, in the table's order. */
export function permissionsOf(held: readonly Role[]): Permission[] {
  return (Object.keys(permissions) as Permission[]).filter((permission) =>
    (permissions[permission] as readonly Role[]).some((role) => held.includes(role)),
  );
}
