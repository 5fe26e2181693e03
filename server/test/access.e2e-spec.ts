import { ModulesContainer, Reflector } from '@nestjs/core';
import type { ExecutionContext } from '@nestjs/common';
import { assignRole, decideLinkRequest, endRole, requestLink } from '@linli/shared/accounts';
import {
  cancelActivity,
  changeActivity,
  confirmAttendance,
  createActivity,
  findWalkIns,
  getActivityCode,
  getAttendanceSheet,
} from '@linli/shared/activities';
import { pathParams, type Call } from '@linli/shared/call';
import { allCalls } from '@linli/shared/calls';
import type { ErrorBody, ErrorCode } from '@linli/shared/errors';
import { listStock, receiveStock, saveGift, setPrice, shelveGift } from '@linli/shared/gifts';
import { createOrgUnit, listOrgUnits, renameOrgUnit } from '@linli/shared/org-units';
import { permissions, roleNames, type Role } from '@linli/shared/permissions';
import { endRule, getBudget, reverseEntry, saveRule } from '@linli/shared/points';
import { listHandedOver, lookUpCode, settle } from '@linli/shared/redemptions';
import {
  changeResidentStatus,
  getResident,
  importRoster,
  listResidents,
  registerHelper,
  revealPhone,
} from '@linli/shared/residents';
import { momentOf } from '@linli/shared/time';

import { callOf } from '../src/common/access.js';
import { newId } from '../src/common/ids.js';
import type { OrgUnit } from '../src/features/org-units/org-unit.entity.js';
import { PointsBudget } from '../src/features/points/points-budget.entity.js';
import { PointsRulesService } from '../src/features/points/points-rules.service.js';

import {
  aCommunity,
  aResident,
  aStaff,
  aVisitor,
  giveRole,
  givePoints,
  helperFor,
  signedIn,
  type Neighbourhood,
} from './factories.js';
import { aGift, aStore } from './store-factories.js';
import { aKey, startTestApp, type TestApp } from './test-app.js';

let app: TestApp;
let home: Neighbourhood;
beforeAll(async () => {
  app = await startTestApp({ env: { DEMO: '1' } });
  home = await aCommunity(app);
});
afterAll(() => app.stop());

describe('the call table and the handlers', () => {
  /** Every method of a controller that answers at some address, with the row it serves. */
  function handlers(): { where: string; row: Call | undefined }[] {
    const reflector = app.nest.get(Reflector);
    const controllers = [...app.nest.get(ModulesContainer).values()].flatMap((module) => [
      ...module.controllers.values(),
    ]);
    return controllers.flatMap(({ metatype }) => {
      const prototype = (metatype as { prototype: object }).prototype;
      return Object.entries(Object.getOwnPropertyDescriptors(prototype))
        .filter(([name, { value }]) => name !== 'constructor' && typeof value === 'function')
        .filter(([, { value }]) => Reflect.hasMetadata('path', value as object))
        .map(([name, { value }]) => ({
          where: `${metatype?.name}.${name}`,
          row: callOf(reflector, { getHandler: () => value as unknown } as ExecutionContext),
        }));
    });
  }

  it('every handler serves a row of the table', () => {
    expect(handlers().filter(({ row }) => !row || !allCalls.includes(row))).toEqual([]);
  });

  it('every row has exactly one handler', () => {
    const served = handlers().map(({ row }) => row?.name);
    expect(served.sort()).toEqual(allCalls.map((row) => row.name).sort());
  });

  it('no two rows share an address or a name', () => {
    const addresses = allCalls.map((row) => `${row.method} ${row.path.replace(/:\w+/g, ':')}`);
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(new Set(allCalls.map((row) => row.name)).size).toBe(allCalls.length);
  });
});

const anyone = 'anyone';
const signedInPeople = 'signedIn';
const gridPeople: Role[] = ['gridWorker', 'gridLeader'];
const committee: Role[] = ['communityStaff', 'communityDirector'];
const heads: Role[] = ['communityDirector', 'districtAdmin'];
const residents: Role[] = ['resident'];

/**
 * Who is let through to which call, written out a second time on purpose: a slip in `access` of a row or in the
 * permission table shows here. A new call needs its line.
 */
const expected: Record<string, typeof anyone | typeof signedInPeople | Role[]> = {
  'health.live': anyone,
  'health.ready': anyone,
  'demo.people': anyone,
  'demo.code': anyone,
  'demo.phoneCode': signedInPeople,

  'sessions.signIn': anyone,
  'sessions.refresh': anyone,
  'sessions.signOut': signedInPeople,
  'sessions.signOutEverywhere': signedInPeople,
  'accounts.me': signedInPeople,
  'accountLinks.byPhone': signedInPeople,
  'accountLinks.request': signedInPeople,
  'accountLinks.mine': signedInPeople,
  'accountLinks.list': [...gridPeople, ...committee],
  'accountLinks.decide': [...gridPeople, ...committee],
  'roleAssignments.list': heads,
  'roleAssignments.assign': heads,
  'roleAssignments.end': heads,

  'orgUnits.listCommunities': anyone,
  'orgUnits.list': [...gridPeople, ...committee, 'streetStaff', 'districtAdmin'],
  'orgUnits.create': heads,
  'orgUnits.rename': heads,

  'residents.list': [...gridPeople, ...committee],
  'residents.get': [...gridPeople, ...committee],
  'residents.changeStatus': committee,
  'residents.revealPhone': [...gridPeople, ...committee],
  'residents.registerHelper': [...gridPeople, ...committee],
  'residents.endHelper': residents,
  'residents.listMyFamily': residents,
  'roster.template': committee,
  'roster.import': committee,

  'points.summary': residents,
  'points.entries': residents,
  'pointsRules.list': anyone,
  'pointsRules.save': committee,
  'pointsRules.end': committee,
  'points.budget': committee,
  'points.reverse': ['communityDirector'],
  'points.verify': ['supervisor', 'communityDirector'],

  'activities.list': anyone,
  'activities.get': anyone,
  'activities.create': [...gridPeople, ...committee],
  'activities.change': [...gridPeople, ...committee],
  'activities.cancel': [...gridPeople, ...committee],
  'activities.miniProgramCode': [...gridPeople, ...committee],
  'activities.searchHosts': [...gridPeople, ...committee],
  'activities.signUp': residents,
  'activities.cancelSignUp': residents,
  'activities.mine': residents,
  'activities.hosted': ['host', ...gridPeople, ...committee],
  'attendance.sheet': ['host', ...gridPeople, ...committee],
  'attendance.findWalkIns': ['host', ...gridPeople, ...committee],
  'attendance.confirm': ['host', ...gridPeople, ...committee],

  'stores.list': anyone,
  'gifts.list': anyone,
  'gifts.get': anyone,
  'gifts.create': ['storeKeeper', ...committee],
  'gifts.setPrice': ['storeKeeper', ...committee],
  'gifts.shelve': ['storeKeeper', ...committee],
  'stock.list': ['storeKeeper'],
  'stock.receive': ['storeKeeper'],

  'redemptions.redeem': residents,
  'redemptions.list': residents,
  'redemptions.get': residents,
  'redemptions.cancel': residents,
  'redemptions.setProxy': residents,
  'counter.stores': ['storeClerk', 'storeKeeper'],
  'counter.lookUp': ['storeClerk', 'storeKeeper'],
  'counter.settle': ['storeClerk', 'storeKeeper'],
  'counter.handedOver': ['storeClerk', 'storeKeeper'],

  'calendar.list': anyone,
  'calendar.set': ['districtAdmin'],
};

describe('every call × every role', () => {
  const assigned = roleNames.filter((role) => role !== 'resident' && role !== 'helper');
  const everybody = ['nobody', 'visitor', 'resident', 'helper', ...assigned] as const;
  type Somebody = (typeof everybody)[number];
  const tokens = new Map<Somebody, string | undefined>();

  beforeAll(async () => {
    const resident = await aResident(app, { community: home });
    tokens.set('nobody', undefined);
    tokens.set('visitor', await aVisitor(app));
    tokens.set('resident', await signedIn(app, resident));
    tokens.set('helper', await signedIn(app, await helperFor(app, resident)));
    for (const role of assigned)
      tokens.set(role, await signedIn(app, await aStaff(app, role, home.community)));
  });

  it('the table above names every call once', () => {
    expect(Object.keys(expected).sort()).toEqual(allCalls.map((row) => row.name).sort());
  });

  /** Let through by the guard, and stopped by the contract. */
  const passed: ErrorCode = 'INPUT_INVALID';

  function answerFor(row: Call, who: Somebody): ErrorCode {
    const rule = expected[row.name];
    if (rule === undefined || rule === anyone) return passed;
    if (who === 'nobody') return 'SIGN_IN_REQUIRED';
    if (rule === signedInPeople) return passed;
    const held: Role[] = who === 'visitor' ? [] : who === 'resident' ? ['resident'] : ['resident', who];
    if (held.some((role) => rule.includes(role))) return passed;
    return who === 'visitor' && rule.includes('resident') ? 'NOT_LINKED' : 'NOT_FOUND';
  }

  /**
   * The guard stands before the input check: input no call knows tells who is let through, and nothing is done by it.
   * An address without a handler would say NOT_FOUND to those who are expected to pass.
   */
  async function ask(row: Call, as: string | undefined): Promise<ErrorCode | 'ANSWERED'> {
    const parts = Object.fromEntries(pathParams(row.path).map((name) => [name, 'x']));
    const { status, body } = await app.call(row, { ...parts, notAFieldOfAnyCall: '1' }, { as });
    return status === 200 ? 'ANSWERED' : (body as ErrorBody).code;
  }

  it.each(allCalls.map((row) => [row.name, row] as const))('%s', async (_name, row) => {
    const answers: Record<string, string> = {};
    for (const who of everybody) answers[who] = await ask(row, tokens.get(who));
    expect(answers).toEqual(Object.fromEntries(everybody.map((who) => [who, answerFor(row, who)])));
  });
});

/** A staff call that names a row: who may make it in their own unit, and its input for a row of some place. */
interface ScopeCase {
  row: Call;
  role: Role;
  unit: (place: Neighbourhood) => OrgUnit;
  input: (place: Neighbourhood) => Promise<object> | object;
  /** In the own unit it succeeds, unless it is said what else must come first. */
  own?: ErrorCode;
  /** Elsewhere it is not there. */
  elsewhere?: ErrorCode;
}

const ofGrid = (place: Neighbourhood) => place.grid;
const ofCommunity = (place: Neighbourhood) => place.community;
const someone = async (place: Neighbourhood) =>
  (await aResident(app, { community: place, phone: '15400000001' })).id;

async function staffOf(place: Neighbourhood, role: Role): Promise<string> {
  return signedIn(app, await aStaff(app, role, place.community));
}

const plan = async (place: Neighbourhood) => ({
  title: '周五大扫除',
  about: '',
  bring: '',
  place: '3栋门口',
  startsAt: momentOf('2026-11-27', 9).toISOString(),
  endsAt: momentOf('2026-11-27', 11).toISOString(),
  capacity: null,
  ruleCode: 'E01',
  hostId: await someone(place),
});

async function anActivity(place: Neighbourhood): Promise<string> {
  const input = { orgUnitId: place.grid.id, ...(await plan(place)), requestKey: aKey() };
  return (await app.ok(createActivity, input, { as: await staffOf(place, 'communityStaff') })).id;
}

async function aLinkRequest(place: Neighbourhood): Promise<string> {
  const input = {
    communityId: place.community.id,
    name: '刘雅婷',
    building: '3栋',
    note: '',
    requestKey: aKey(),
  };
  return (await app.ok(requestLink, input, { as: await aVisitor(app) })).id;
}

async function anEntry(place: Neighbourhood): Promise<string> {
  const resident = await aResident(app, { community: place });
  await givePoints(app, resident, 10);
  const entry = await app.database.row<{ id: string }>(
    'SELECT e.id FROM points_entries e JOIN points_accounts a ON a.id = e.account_id WHERE a.resident_id = ?',
    [resident.id],
  );
  return entry?.id ?? '';
}

const aStoreIn = async (place: Neighbourhood) => (await aStore(app, place)).id;
const aGiftIn = async (place: Neighbourhood) => (await aGift(app, await aStore(app, place))).id;

const aRule = {
  code: 'X01',
  category: 'volunteering',
  title: '帮邻居搬东西',
  points: 2,
  unit: 'time',
  capPoints: null,
  capPeriod: 'none',
  evidence: '',
  approver: 'gridWorker',
  effectiveFrom: '2026-12-01',
  adoptedBy: '居民会议',
};

/** Activities are public, so that one is there is no secret; the sentence says why the list of people is not shown. */
const toHosts = { elsewhere: 'ATTENDANCE_NOT_THE_HOST' } as const;

/** To be extended with every staff call that names a row; the test below counts. */
const scopeCases: ScopeCase[] = [
  {
    row: decideLinkRequest,
    role: 'gridWorker',
    unit: ofGrid,
    input: async (place) => ({ id: await aLinkRequest(place), reason: '名册里没有' }),
  },
  {
    row: assignRole,
    role: 'communityDirector',
    unit: ofCommunity,
    input: async (place) => ({
      residentId: await someone(place),
      role: 'gridWorker',
      orgUnitId: place.grid.id,
    }),
  },
  {
    row: endRole,
    role: 'communityDirector',
    unit: ofCommunity,
    input: async (place) => ({
      id: (await giveRole(app, { id: await someone(place) }, 'mediator', place.grid)).id,
    }),
  },

  { row: listOrgUnits, role: 'gridWorker', unit: ofGrid, input: (place) => ({ parentId: place.grid.id }) },
  {
    row: createOrgUnit,
    role: 'communityDirector',
    unit: ofCommunity,
    input: (place) => ({ parentId: place.community.id, kind: 'grid', code: 'new1', name: '新网格' }),
  },
  {
    row: renameOrgUnit,
    role: 'communityDirector',
    unit: ofCommunity,
    input: (place) => ({ id: place.grid.id, name: '改名' }),
  },

  {
    row: listResidents,
    role: 'gridWorker',
    unit: ofGrid,
    input: (place) => ({ orgUnitId: place.microGrid.id }),
  },
  {
    row: getResident,
    role: 'gridWorker',
    unit: ofGrid,
    input: async (place) => ({ id: await someone(place) }),
  },
  {
    row: changeResidentStatus,
    role: 'communityStaff',
    unit: ofCommunity,
    input: async (place) => ({ id: await someone(place), status: 'movedAway' }),
  },
  {
    row: revealPhone,
    role: 'gridWorker',
    unit: ofGrid,
    input: async (place) => ({ id: await someone(place), reason: '通知停水' }),
  },
  {
    row: registerHelper,
    role: 'gridWorker',
    unit: ofGrid,
    input: async (place) => ({
      helperId: await someone(place),
      principalId: await someone(place),
      relation: 'neighbour',
      scopes: ['points'],
      endsOn: '2027-06-30',
      consentNote: '当面同意',
    }),
  },
  {
    row: importRoster,
    role: 'communityStaff',
    unit: ofCommunity,
    input: (place) => ({
      communityId: place.community.id,
      fileName: '名册.xlsx',
      contentBase64: 'AAAA',
      trial: true,
    }),
    own: 'ROSTER_FILE_UNREADABLE',
  },

  {
    row: saveRule,
    role: 'communityStaff',
    unit: ofCommunity,
    input: (place) => ({ communityId: place.community.id, ...aRule, requestKey: aKey() }),
  },
  {
    row: endRule,
    role: 'communityStaff',
    unit: ofCommunity,
    input: (place) => ({ communityId: place.community.id, code: 'E02', lastDay: '2026-12-31' }),
  },
  {
    row: getBudget,
    role: 'communityStaff',
    unit: ofCommunity,
    input: (place) => ({ communityId: place.community.id }),
  },
  {
    row: reverseEntry,
    role: 'communityDirector',
    unit: ofCommunity,
    input: async (place) => ({ id: await anEntry(place), reason: '记错了人', requestKey: aKey() }),
  },

  {
    row: createActivity,
    role: 'gridWorker',
    unit: ofGrid,
    input: async (place) => ({ orgUnitId: place.grid.id, ...(await plan(place)), requestKey: aKey() }),
  },
  {
    row: changeActivity,
    role: 'gridWorker',
    unit: ofGrid,
    input: async (place) => ({ id: await anActivity(place), ...(await plan(place)) }),
  },
  {
    row: cancelActivity,
    role: 'gridWorker',
    unit: ofGrid,
    input: async (place) => ({ id: await anActivity(place), reason: '下雨' }),
  },
  {
    row: getActivityCode,
    role: 'gridWorker',
    unit: ofGrid,
    input: async (place) => ({ id: await anActivity(place) }),
  },
  {
    row: getAttendanceSheet,
    role: 'gridWorker',
    unit: ofGrid,
    input: async (place) => ({ id: await anActivity(place) }),
    ...toHosts,
  },
  {
    row: findWalkIns,
    role: 'gridWorker',
    unit: ofGrid,
    input: async (place) => ({ id: await anActivity(place), search: '王秀英' }),
    ...toHosts,
  },
  {
    row: confirmAttendance,
    role: 'gridWorker',
    unit: ofGrid,
    input: async (place) => ({
      id: await anActivity(place),
      people: [{ residentId: await someone(place), minutes: 60 }],
      requestKey: aKey(),
    }),
    ...toHosts,
    own: 'ACTIVITY_NOT_STARTED',
  },

  {
    row: saveGift,
    role: 'storeKeeper',
    unit: ofCommunity,
    input: async (place) => ({
      storeId: await aStoreIn(place),
      name: '毛巾',
      unit: '条',
      about: '',
      category: 'daily',
      isService: false,
      drawing: 'towel',
      price: 8,
      monthlyLimit: 2,
      requestKey: aKey(),
    }),
  },
  {
    row: setPrice,
    role: 'storeKeeper',
    unit: ofCommunity,
    input: async (place) => ({ id: await aGiftIn(place), price: 9, from: '2026-12-01' }),
  },
  {
    row: shelveGift,
    role: 'storeKeeper',
    unit: ofCommunity,
    input: async (place) => ({ id: await aGiftIn(place), onShelf: false }),
  },
  {
    row: listStock,
    role: 'storeKeeper',
    unit: ofCommunity,
    input: async (place) => ({ storeId: await aStoreIn(place) }),
  },
  {
    row: receiveStock,
    role: 'storeKeeper',
    unit: ofCommunity,
    input: async (place) => ({
      giftId: await aGiftIn(place),
      quantity: 3,
      source: 'bought',
      donor: '',
      purpose: 'anyone',
      unitValueFen: 0,
      expiresOn: null,
      requestKey: aKey(),
    }),
  },
  {
    row: lookUpCode,
    role: 'storeClerk',
    unit: ofCommunity,
    input: async (place) => ({ storeId: await aStoreIn(place), code: '123456' }),
    own: 'PICKUP_CODE_UNKNOWN',
  },
  {
    row: settle,
    role: 'storeClerk',
    unit: ofCommunity,
    input: async (place) => ({ storeId: await aStoreIn(place), code: '123456', requestKey: aKey() }),
    own: 'PICKUP_CODE_UNKNOWN',
  },
  {
    row: listHandedOver,
    role: 'storeClerk',
    unit: ofCommunity,
    input: async (place) => ({ storeId: await aStoreIn(place) }),
  },
];

/** Staff calls that name no row: their lists are limited to the caller's units, which their features' tests show. */
const namesNoRow = [
  'accountLinks.list',
  'activities.hosted',
  'activities.searchHosts',
  'calendar.set',
  'counter.stores',
  'points.verify',
  'roleAssignments.list',
  'roster.template',
];

describe('staff calls in the own unit and in another one of the same street', () => {
  let neighbours: Neighbourhood;
  beforeAll(async () => {
    neighbours = await aCommunity(app, { street: home.street });
    for (const { community } of [home, neighbours]) {
      await app.database.transaction(async (tx) => {
        await app.get(PointsRulesService).adoptCatalogue(tx, community.id, '2026-01-01', '居民会议');
        const year = { id: newId(), communityId: community.id, year: 2026, total: 10_000, issued: 0 };
        await tx.insert(PointsBudget, year);
      });
    }
  });

  it('every staff call is in one of the two lists', () => {
    const staffCalls = allCalls.filter(
      ({ access }) =>
        access !== 'public' &&
        access !== 'signedIn' &&
        !(permissions[access] as readonly Role[]).includes('resident'),
    );
    const listed = [...new Set(scopeCases.map(({ row }) => row.name)), ...namesNoRow];
    expect(listed.sort()).toEqual(staffCalls.map((row) => row.name).sort());
  });

  it.each(scopeCases.map((one) => [one.row.name, one] as const))(
    '%s',
    async (_name, { row, role, unit, input, own, elsewhere }) => {
      const as = await signedIn(app, await aStaff(app, role, unit(home)));
      const answer = async (place: Neighbourhood) => {
        const { status, body } = await app.call(row, await input(place), { as });
        return status === 200 ? 'ok' : (body as ErrorBody).code;
      };
      expect(await answer(neighbours)).toBe(elsewhere ?? 'NOT_FOUND');
      expect(await answer(home)).toBe(own ?? 'ok');
    },
  );
});
