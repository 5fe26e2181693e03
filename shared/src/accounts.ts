import * as z from 'zod/mini';

import { call } from './call.js';
import { done, id, line, lineOrNone, note, nothing, personName, requestKey } from './fields.js';
import { pageFields, pageOf } from './paging.js';
import { permissions, roleNames, type Permission } from './permissions.js';
import { helperScopeNames, relationNames } from './residents.js';

export const meView = z.object({
  accountId: z.string(),
  /** Null for a visitor who is signed in with WeChat but not linked to a resident. */
  resident: z.nullable(
    z.object({
      id: z.string(),
      name: z.string(),
      address: z.string(),
      passbookNo: z.string(),
      communityId: z.string(),
      communityName: z.string(),
      /** 60 or older: the elder version is offered once. */
      isElder: z.boolean(),
    }),
  ),
  roles: z.array(
    z.object({
      role: z.enum(roleNames),
      roleText: z.string(),
      orgUnitId: z.string(),
      orgUnitName: z.string(),
    }),
  ),
  permissions: z.array(z.enum(Object.keys(permissions) as [Permission, ...Permission[]])),
  /** True when the person hosts an activity whose attendance can be confirmed. */
  hosting: z.boolean(),
  /** Residents this person may act for. */
  principals: z.array(
    z.object({
      residentId: z.string(),
      name: z.string(),
      relation: z.enum(relationNames),
      scopes: z.array(z.enum(helperScopeNames)),
    }),
  ),
  /** Who may act for this person today. */
  helpers: z.array(
    z.object({
      id: z.string(),
      helperName: z.string(),
      relation: z.enum(relationNames),
      scopes: z.array(z.enum(helperScopeNames)),
      endsOn: z.string(),
    }),
  ),
  /** The person to call: grid worker or committee. */
  contact: z.nullable(z.object({ name: z.string(), role: z.string(), phone: z.nullable(z.string()) })),
});
export type Me = z.output<typeof meView>;

export const sessionView = z.object({
  accessToken: z.string(),
  /** Milliseconds the access token lives from now. */
  expiresInMs: z.int(),
  refreshToken: z.string(),
  me: meView,
});
export type SessionView = z.output<typeof sessionView>;

export const signIn = call({
  name: 'sessions.signIn',
  summary: 'Trade a WeChat login code for our own session',
  method: 'POST',
  path: '/sessions',
  access: 'public',
  input: z.strictObject({
    code: z.string('请重新登录').check(z.minLength(1), z.maxLength(200)),
    device: lineOrNone(80, '设备'),
  }),
  output: sessionView,
  errors: ['WECHAT_CODE_INVALID', 'WECHAT_BLOCKED', 'WECHAT_UNAVAILABLE'],
});

export const refreshSession = call({
  name: 'sessions.refresh',
  summary: 'A new access token; the refresh token changes each time, an old one used again ends the session',
  method: 'POST',
  path: '/sessions/refresh',
  access: 'public',
  input: z.strictObject({ refreshToken: z.string('请重新登录').check(z.minLength(1), z.maxLength(200)) }),
  output: sessionView,
  errors: ['REFRESH_TOKEN_INVALID', 'SESSION_ENDED'],
});

export const signOut = call({
  name: 'sessions.signOut',
  summary: 'End this session',
  method: 'DELETE',
  path: '/sessions/current',
  access: 'signedIn',
  input: nothing,
  output: done,
  errors: [],
});

export const signOutEverywhere = call({
  name: 'sessions.signOutEverywhere',
  summary: 'End all sessions of this account',
  method: 'DELETE',
  path: '/sessions',
  access: 'signedIn',
  input: nothing,
  output: done,
  errors: [],
});

export const getMe = call({
  name: 'accounts.me',
  summary: 'Who I am, what I may do, whom I act for',
  method: 'GET',
  path: '/me',
  access: 'signedIn',
  input: nothing,
  output: meView,
  errors: [],
});

export const linkByPhone = call({
  name: 'accountLinks.byPhone',
  summary: 'Link the account to the resident with the phone number WeChat has verified',
  method: 'POST',
  path: '/account-links/phone',
  access: 'signedIn',
  input: z.strictObject({ phoneCode: z.string('请再点一次').check(z.minLength(1), z.maxLength(200)) }),
  output: meView,
  errors: [
    'PHONE_NOT_ON_ROSTER',
    'PHONE_ON_SEVERAL_RESIDENTS',
    'ACCOUNT_ALREADY_LINKED',
    'RESIDENT_ALREADY_LINKED',
    'WECHAT_CODE_INVALID',
    'WECHAT_BLOCKED',
    'WECHAT_UNAVAILABLE',
  ],
});

export const linkRequestStates = {
  pending: '等网格员核对',
  approved: '已通过',
  refused: '没有通过',
} as const;
export type LinkRequestState = keyof typeof linkRequestStates;

export const linkRequestView = z.object({
  id: z.string(),
  name: z.string(),
  building: z.string(),
  note: z.string(),
  communityName: z.string(),
  state: z.enum(Object.keys(linkRequestStates) as [LinkRequestState, ...LinkRequestState[]]),
  reason: z.nullable(z.string()),
  askedAt: z.string(),
});
export type LinkRequestView = z.output<typeof linkRequestView>;

export const requestLink = call({
  name: 'accountLinks.request',
  summary: 'Ask the grid worker to link the account, with name and building',
  method: 'POST',
  path: '/account-links/requests',
  access: 'signedIn',
  input: z.strictObject({
    communityId: id,
    name: personName,
    building: line(40, '楼栋和门牌'),
    note: note(100, '补充说明'),
    requestKey,
  }),
  output: linkRequestView,
  errors: ['ACCOUNT_ALREADY_LINKED', 'LINK_REQUEST_PENDING'],
});

export const getMyLinkRequest = call({
  name: 'accountLinks.mine',
  summary: 'My newest request and how it stands',
  method: 'GET',
  path: '/account-links/requests/mine',
  access: 'signedIn',
  input: nothing,
  output: z.object({ request: z.nullable(linkRequestView) }),
  errors: [],
});

export const listLinkRequests = call({
  name: 'accountLinks.list',
  summary: 'Requests waiting in the caller’s communities, oldest first, with residents who may be meant',
  method: 'GET',
  path: '/account-links/requests',
  access: 'link.decide',
  input: z.strictObject({ ...pageFields }),
  output: pageOf(
    z.extend(linkRequestView, {
      /** Residents of the caller's units with that name who have no account yet. */
      candidates: z.array(
        z.object({ id: z.string(), name: z.string(), address: z.string(), birthYear: z.nullable(z.int()) }),
      ),
    }),
  ),
  errors: [],
});

export const decideLinkRequest = call({
  name: 'accountLinks.decide',
  summary: 'Link the account to a resident, or refuse with a reason',
  method: 'POST',
  path: '/account-links/requests/:id/decision',
  access: 'link.decide',
  input: z.strictObject({
    id,
    /** The resident the account belongs to; absent = refuse. */
    residentId: z.optional(id),
    reason: note(100, '原因'),
  }),
  output: done,
  errors: ['LINK_REQUEST_CLOSED', 'RESIDENT_ALREADY_LINKED', 'ACCOUNT_ALREADY_LINKED', 'REASON_REQUIRED'],
});

export const roleAssignmentView = z.object({
  id: z.string(),
  residentId: z.string(),
  name: z.string(),
  role: z.enum(roleNames),
  roleText: z.string(),
  orgUnitId: z.string(),
  orgUnitName: z.string(),
  since: z.string(),
});
export type RoleAssignmentView = z.output<typeof roleAssignmentView>;

export const listRoleAssignments = call({
  name: 'roleAssignments.list',
  summary: 'Who holds which role in the caller’s units',
  method: 'GET',
  path: '/role-assignments',
  access: 'role.assign',
  input: z.strictObject({ ...pageFields }),
  output: pageOf(roleAssignmentView),
  errors: [],
});

export const assignRole = call({
  name: 'roleAssignments.assign',
  summary: 'Give a resident a role in one unit and all below it',
  method: 'POST',
  path: '/role-assignments',
  access: 'role.assign',
  input: z.strictObject({ residentId: id, role: z.enum(roleNames, '请选岗位'), orgUnitId: id }),
  output: roleAssignmentView,
  errors: ['ROLE_ALREADY_ASSIGNED', 'ROLE_GIVEN_TO_SELF', 'ROLE_NOT_YOURS_TO_GIVE', 'ROLES_INCOMPATIBLE'],
});

export const endRole = call({
  name: 'roleAssignments.end',
  summary: 'Take a role back',
  method: 'DELETE',
  path: '/role-assignments/:id',
  access: 'role.assign',
  input: z.strictObject({ id }),
  output: done,
  errors: [],
});
