import * as z from 'zod/mini';

import { call } from './call.js';
import { done, id, line, nothing } from './fields.js';

/** The tree of domain.md 0.2, top down. A kind may hang below any kind that stands before it, as `parentsOf` says. */
export const orgUnitKinds = {
  district: '区县',
  street: '街道',
  community: '社区',
  grid: '网格',
  microGrid: '微网格',
  building: '楼栋',
  stairUnit: '单元',
} as const;
export type OrgUnitKind = keyof typeof orgUnitKinds;
export const orgUnitKindNames = Object.keys(orgUnitKinds) as [OrgUnitKind, ...OrgUnitKind[]];

/** Which kinds a unit of this kind may hang below; a district stands alone. */
export const parentsOf: Record<OrgUnitKind, readonly OrgUnitKind[]> = {
  district: [],
  street: ['district'],
  community: ['street'],
  grid: ['community'],
  microGrid: ['grid'],
  building: ['microGrid', 'grid', 'community'],
  stairUnit: ['building'],
};

export const orgUnitView = z.object({
  id: z.string(),
  kind: z.enum(orgUnitKindNames),
  code: z.string(),
  name: z.string(),
  parentId: z.nullable(z.string()),
  /** Names from the district down to this unit. */
  trail: z.array(z.string()),
  childCount: z.int(),
  householdCount: z.int(),
  residentCount: z.int(),
});
export type OrgUnitView = z.output<typeof orgUnitView>;

export const communityView = z.object({
  id: z.string(),
  name: z.string(),
  streetName: z.string(),
  /** The committee's telephone, shown where a person is needed. */
  phone: z.nullable(z.string()),
  isDemo: z.boolean(),
});
export type CommunityView = z.output<typeof communityView>;

export const listCommunities = call({
  name: 'orgUnits.listCommunities',
  summary: 'Communities a visitor can look at',
  method: 'GET',
  path: '/communities',
  access: 'public',
  input: nothing,
  output: z.object({ items: z.array(communityView) }),
  errors: [],
});

export const listOrgUnits = call({
  name: 'orgUnits.list',
  summary: 'Units directly below one unit, or the tops of the caller’s own scope',
  method: 'GET',
  path: '/org-units',
  access: 'orgUnit.read',
  input: z.strictObject({ parentId: z.optional(id) }),
  output: z.object({ items: z.array(orgUnitView) }),
  errors: [],
});

export const createOrgUnit = call({
  name: 'orgUnits.create',
  summary: 'Add a unit below another',
  method: 'POST',
  path: '/org-units',
  access: 'orgUnit.manage',
  input: z.strictObject({
    parentId: id,
    kind: z.enum(orgUnitKindNames),
    code: z.string().check(z.regex(/^[a-z0-9]{1,12}$/, '编号用 1–12 个小写字母或数字')),
    name: line(40, '名称'),
  }),
  output: orgUnitView,
  errors: ['ORG_UNIT_KIND_MISMATCH', 'ORG_UNIT_CODE_TAKEN'],
});

export const renameOrgUnit = call({
  name: 'orgUnits.rename',
  summary: 'Change a unit’s name',
  method: 'PUT',
  path: '/org-units/:id',
  access: 'orgUnit.manage',
  input: z.strictObject({ id, name: line(40, '名称') }),
  output: done,
  errors: [],
});
