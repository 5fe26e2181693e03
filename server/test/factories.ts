import { randomInt } from 'node:crypto';

import { signIn, type SessionView } from '@linli/shared/accounts';
import type { OrgUnitKind } from '@linli/shared/org-units';
import type { Role } from '@linli/shared/permissions';
import {
  helperScopeNames,
  type HelperScope,
  type Relation,
  type ResidentStatus,
} from '@linli/shared/residents';
import { addDays, dayOf, yearOf } from '@linli/shared/time';

import { Cipher } from '../src/common/cipher.js';
import type { Clock } from '../src/common/clock.js';
import { newId } from '../src/common/ids.js';
import type { Database } from '../src/database/database.js';
import { Account } from '../src/features/accounts/account.entity.js';
import { RoleAssignment } from '../src/features/accounts/role-assignment.entity.js';
import { SessionActors } from '../src/features/accounts/session-actors.service.js';
import { OrgUnit } from '../src/features/org-units/org-unit.entity.js';
import { AnnualScore } from '../src/features/points/annual-score.entity.js';
import { PointsAccount } from '../src/features/points/points-account.entity.js';
import { PointsEntry } from '../src/features/points/points-entry.entity.js';
import { PointsLot } from '../src/features/points/points-lot.entity.js';
import { HelperRelation } from '../src/features/residents/helper-relation.entity.js';
import { Household } from '../src/features/residents/household.entity.js';
import { Resident } from '../src/features/residents/resident.entity.js';

import { TestApp, testDataKey, testNow } from './test-app.js';

/**
 * Where rows are put: a TestApp, or `{ database }` for a test without HTTP. The builders write rows as they are, without
 * the services under test; each makes what it needs and takes only what matters to the test.
 */
export type Ground = TestApp | { database: Database; clock?: Clock; cipher?: Cipher };

const nowOf = (ground: Ground) => ground.clock?.now() ?? testNow;
const cipherOf = (ground: Ground) => ground.cipher ?? new Cipher(testDataKey);
const insert: <E extends object>(ground: Ground, entity: new () => E, row: E) => Promise<E> = async (
  ground,
  entity,
  row,
) => {
  await ground.database.transaction((tx) => tx.insert(entity, row));
  return row;
};

let counter = randomInt(0, 900_000);
/** Six digits that no other row of this run has. */
const uniqueNumber = () => String((counter = (counter + 1) % 1_000_000)).padStart(6, '0');

export async function anOrgUnit(
  ground: Ground,
  kind: OrgUnitKind,
  parent: OrgUnit | null,
  {
    name,
    code = `t${uniqueNumber()}`,
    phone = null,
  }: { name?: string; code?: string; phone?: string | null } = {},
): Promise<OrgUnit> {
  const id = newId();
  return insert(ground, OrgUnit, {
    id,
    kind,
    code,
    name: name ?? `${kind} ${code}`,
    parentId: parent?.id ?? null,
    path: `${parent?.path ?? '/'}${code}/`,
    communityId: kind === 'community' ? id : (parent?.communityId ?? null),
    phone,
    isDemo: false,
  });
}

/** A community with everything above it and one of each below it. */
export interface Neighbourhood {
  district: OrgUnit;
  street: OrgUnit;
  community: OrgUnit;
  grid: OrgUnit;
  microGrid: OrgUnit;
  building: OrgUnit;
  stairUnit: OrgUnit;
}

/** A new community; in the same district or street as another one when that is given. */
export async function aCommunity(
  ground: Ground,
  {
    district,
    street,
    name,
    phone,
  }: { district?: OrgUnit; street?: OrgUnit; name?: string; phone?: string } = {},
): Promise<Neighbourhood> {
  const itsDistrict =
    district ?? (await districtOf(ground, street)) ?? (await anOrgUnit(ground, 'district', null));
  const itsStreet = street ?? (await anOrgUnit(ground, 'street', itsDistrict));
  const community = await anOrgUnit(ground, 'community', itsStreet, { name, phone });
  return { district: itsDistrict, street: itsStreet, community, ...(await aGrid(ground, community)) };
}

const districtOf = (ground: Ground, street: OrgUnit | undefined) =>
  street ? ground.database.manager.findOneBy(OrgUnit, { id: street.parentId as string }) : null;

/** One more grid of a community, down to a stair unit. */
export async function aGrid(
  ground: Ground,
  community: OrgUnit,
  { name, phone }: { name?: string; phone?: string } = {},
): Promise<Pick<Neighbourhood, 'grid' | 'microGrid' | 'building' | 'stairUnit'>> {
  const grid = await anOrgUnit(ground, 'grid', community, { name, phone });
  const microGrid = await anOrgUnit(ground, 'microGrid', grid);
  const building = await anOrgUnit(ground, 'building', microGrid);
  const stairUnit = await anOrgUnit(ground, 'stairUnit', building);
  return { grid, microGrid, building, stairUnit };
}

/** An empty flat in a stair unit or building. */
export async function aHousehold(
  ground: Ground,
  unit: OrgUnit,
  { door }: { door?: string } = {},
): Promise<Household> {
  if (!unit.communityId) throw new Error('a household lies below a community');
  return insert(ground, Household, {
    id: newId(),
    orgUnitId: unit.id,
    communityId: unit.communityId,
    door: door ?? uniqueNumber(),
    createdAt: nowOf(ground),
  });
}

export interface ResidentOptions {
  /** Lives here, in a flat of their own; a new community when neither this nor `unit` nor `household` is given. */
  community?: Neighbourhood;
  /** A building or stair unit to live in. */
  unit?: OrgUnit;
  /** Lives with the others of this household. */
  household?: Household;
  name?: string;
  birthOn?: string | null;
  /** None when null or absent. */
  phone?: string | null;
  householdRole?: string;
  careNote?: string;
  status?: ResidentStatus;
  /** Spendable points, earned today, as one lot that lapses at the end of next year. */
  points?: number;
}

export async function aResident(ground: Ground, options: ResidentOptions = {}): Promise<Resident> {
  const household = options.household ?? (await aHousehold(ground, await unitFor(ground, options)));
  const unit = await ground.database.manager.findOneByOrFail(OrgUnit, { id: household.orgUnitId });
  const cipher = cipherOf(ground);
  const { phone = null } = options;
  const resident = await insert(ground, Resident, {
    id: newId(),
    communityId: household.communityId,
    householdId: household.id,
    orgPath: unit.path,
    passbookNo: uniqueNumber(),
    name: options.name ?? '王秀英',
    birthOn: options.birthOn === undefined ? '1980-05-01' : options.birthOn,
    phoneCipher: phone === null ? null : cipher.encrypt('residents.phone', phone),
    phoneHash: phone === null ? null : cipher.blindIndex('residents.phone', phone),
    householdRole: options.householdRole ?? '户主',
    careNote: options.careNote ?? '',
    status: options.status ?? 'active',
    createdAt: nowOf(ground),
    changedAt: nowOf(ground),
  });
  if (options.points !== undefined) await givePoints(ground, resident, options.points);
  return resident;
}

async function unitFor(ground: Ground, { unit, community }: ResidentOptions): Promise<OrgUnit> {
  return unit ?? (community ?? (await aCommunity(ground))).stairUnit;
}

/**
 * Puts points into a resident's account, past rules, caps and budget: one ledger line, one lot, the annual score.
 * @param earnedOn decides the year of the lot and with it when it lapses
 */
export async function givePoints(
  ground: Ground,
  resident: Pick<Resident, 'id' | 'communityId'>,
  points: number,
  { earnedOn = dayOf(nowOf(ground)) }: { earnedOn?: string } = {},
): Promise<void> {
  const year = yearOf(earnedOn);
  await ground.database.transaction(async (tx) => {
    let account = await tx.row<{ id: string; balance: number }>(
      'SELECT id, balance FROM points_accounts WHERE resident_id = ?',
      [resident.id],
    );
    if (!account) {
      account = { id: newId(), balance: 0 };
      await tx.insert(PointsAccount, {
        id: account.id,
        residentId: resident.id,
        communityId: resident.communityId,
        balance: 0,
        held: 0,
        state: 'open',
      });
    }
    if (points === 0) return;
    await tx.run('UPDATE points_accounts SET balance = balance + ? WHERE id = ?', [points, account.id]);
    const entryId = newId();
    await tx.insert(PointsEntry, {
      id: entryId,
      accountId: account.id,
      kind: 'earn',
      amount: points,
      heldChange: 0,
      scoreChange: points,
      balanceAfter: account.balance + points,
      title: '测试得到的积分',
      detail: '',
      category: 'volunteering',
      reason: `test:${entryId}`,
      ruleId: null,
      happenedOn: earnedOn,
      at: nowOf(ground),
      actorId: null,
      reversesId: null,
    });
    await tx.insert(PointsLot, {
      id: entryId,
      accountId: account.id,
      earnedYear: year,
      points,
      remaining: points,
      lapsesOn: `${year + 1}-12-31`,
    });
    const scored = await tx.run(
      'UPDATE annual_scores SET score = score + ? WHERE account_id = ? AND year = ?',
      [points, account.id, year],
    );
    if (scored === 0)
      await tx.insert(AnnualScore, { id: newId(), accountId: account.id, year, score: points });
  });
}

/** A resident who holds a role in a unit; lives in that unit's community, or in `options`' place. */
export async function aStaff(
  ground: Ground,
  role: Role,
  orgUnit: OrgUnit,
  options: ResidentOptions = {},
): Promise<Resident> {
  const hasHome = options.household ?? options.unit ?? options.community;
  const home = hasHome ? {} : { household: await homeIn(ground, orgUnit) };
  const resident = await aResident(ground, { name: '陈志明', ...home, ...options });
  await giveRole(ground, resident, role, orgUnit);
  return resident;
}

/** A flat in the unit's community, outside its grids; in a community of its own for street and district. */
async function homeIn(ground: Ground, orgUnit: OrgUnit): Promise<Household> {
  if (!orgUnit.communityId) {
    const street = orgUnit.kind === 'street' ? { street: orgUnit } : { district: orgUnit };
    return aHousehold(ground, (await aCommunity(ground, street)).stairUnit);
  }
  const community = await ground.database.manager.findOneByOrFail(OrgUnit, { id: orgUnit.communityId });
  return aHousehold(ground, await anOrgUnit(ground, 'building', community));
}

export async function giveRole(
  ground: Ground,
  resident: Pick<Resident, 'id'>,
  role: Role,
  orgUnit: OrgUnit,
): Promise<RoleAssignment> {
  const assignment = await insert(ground, RoleAssignment, {
    id: newId(),
    residentId: resident.id,
    role,
    orgUnitId: orgUnit.id,
    path: orgUnit.path,
    assignedById: null,
    since: nowOf(ground),
    endedAt: null,
    endedById: null,
    activeKey: `${resident.id}:${role}:${orgUnit.id}`,
  });
  forgetActors(ground);
  return assignment;
}

export interface HelperOptions {
  scopes?: readonly HelperScope[];
  relation?: Relation;
  startsOn?: string;
  endsOn?: string;
  helper?: Resident;
}

/** Somebody (a new neighbour unless given) who may act for `principal`, in everything for a year unless said. */
export async function helperFor(
  ground: Ground,
  principal: Resident,
  options: HelperOptions = {},
): Promise<Resident> {
  const household = await ground.database.manager.findOneByOrFail(Household, { id: principal.householdId });
  const unit = await ground.database.manager.findOneByOrFail(OrgUnit, { id: household.orgUnitId });
  const helper = options.helper ?? (await aResident(ground, { unit, name: '李建国' }));
  const today = dayOf(nowOf(ground));
  await insert(ground, HelperRelation, {
    id: newId(),
    helperId: helper.id,
    principalId: principal.id,
    relation: options.relation ?? 'neighbour',
    scopes: (options.scopes ?? helperScopeNames).join(','),
    startsOn: options.startsOn ?? today,
    endsOn: options.endsOn ?? addDays(today, 365),
    consentNote: '当面同意',
    registeredById: helper.id,
    endedAt: null,
    activeKey: `${helper.id}:${principal.id}`,
  });
  forgetActors(ground);
  return helper;
}

/** Rows written past the services: the application must not answer from what it remembers. */
function forgetActors(ground: Ground): void {
  if (ground instanceof TestApp) ground.get(SessionActors).forgetAll();
}

/** The WeChat identity of a resident in tests. */
export const openidOf = (resident: Pick<Resident, 'id'>) => `openid-${resident.id}`;

/** Signs a resident in through WeChat (simulated), linking the account first when it is not. Answers an access token. */
export async function signedIn(
  app: TestApp,
  resident: Pick<Resident, 'id'>,
  device?: string,
): Promise<string> {
  return (await sessionOf(app, resident, device)).accessToken;
}

/** As `signedIn`, with the refresh token and everything else the server answers. */
export async function sessionOf(
  app: TestApp,
  resident: Pick<Resident, 'id'>,
  device = '测试手机',
): Promise<SessionView> {
  const openid = openidOf(resident);
  const known = await app.database.row('SELECT id FROM accounts WHERE resident_id = ?', [resident.id]);
  if (!known) await linkedAccount(app, openid, resident.id);
  return visitorSession(app, openid, device);
}

/** Signs in somebody whose WeChat account is not linked to a resident. Answers an access token. */
export async function aVisitor(app: TestApp, openid = `openid-visitor-${uniqueNumber()}`): Promise<string> {
  return (await visitorSession(app, openid)).accessToken;
}

/** Signs in whoever has this openid, with the code WeChat would give them. */
export function visitorSession(app: TestApp, openid: string, device = '测试手机'): Promise<SessionView> {
  return app.ok(signIn, { code: app.wechat.issueCode({ openid }), device });
}

function linkedAccount(app: TestApp, openid: string, residentId: string): Promise<Account> {
  return insert(app, Account, {
    id: newId(),
    openid,
    unionid: null,
    sessionKeyCipher: '',
    residentId,
    linkedAt: app.clock.now(),
    linkedBy: 'phone',
    createdAt: app.clock.now(),
  });
}
