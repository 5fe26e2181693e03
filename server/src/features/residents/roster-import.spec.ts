import { rosterColumns } from '@linli/shared/residents';

import { aCommunity, aResident, anOrgUnit } from '../../../test/factories.js';
import { testDataKey } from '../../../test/test-app.js';
import { openTestDatabase, type TestDatabase } from '../../../test/test-database.js';
import type { AppError } from '../../common/app-error.js';
import { Cipher } from '../../common/cipher.js';
import { SettableClock } from '../../common/clock.js';
import type { Cell } from '../../platform/spreadsheets/table.js';
import type { OrgUnit } from '../org-units/org-unit.entity.js';
import { OrgUnitsService } from '../org-units/org-units.service.js';

import { Resident } from './resident.entity.js';
import { RosterImportService } from './roster-import.service.js';
import type { RosterColumn } from './roster.rules.js';

let test: TestDatabase;
let rosters: RosterImportService;
let community: OrgUnit;
const cipher = new Cipher(testDataKey);
const clock = new SettableClock('2026-11-22T02:00:00Z');

beforeAll(async () => {
  test = await openTestDatabase();
  rosters = new RosterImportService(test.database, new OrgUnitsService(test.database), cipher, clock);
});
afterAll(() => test.drop());
beforeEach(async () => {
  clock.set('2026-11-22T02:00:00Z');
  const street = await anOrgUnit(test, 'street', await anOrgUnit(test, 'district', null));
  community = await anOrgUnit(test, 'community', street, { name: '金桂社区' });
});

type Line = Partial<Record<RosterColumn, Cell>>;

const home: Line = { grid: '第1网格', building: '3栋', stairUnit: '2单元', door: '501' };

/** A file with the columns its lines use. */
function fileOf(lines: readonly Line[]): Cell[][] {
  const keys = [...new Set(lines.flatMap((line) => Object.keys(line) as RosterColumn[]))];
  return [
    keys.map((key) => rosterColumns[key]),
    ...lines.map((line) => keys.map((key) => line[key] ?? null)),
  ];
}

const imported = (lines: readonly Line[], { trial = false } = {}) =>
  rosters.importCells(community, fileOf(lines), { trial });

async function problemsOf(lines: readonly Line[]): Promise<string[]> {
  const error = await imported(lines).then(
    () => undefined,
    (thrown: unknown) => thrown as AppError,
  );
  if (error?.code !== 'ROSTER_HAS_PROBLEMS')
    throw new Error(`expected problems, got ${error?.message ?? 'none'}`);
  return (error.extra.problems ?? []).map(({ line, column, text }) => `${line} ${column} ${text}`);
}

const stored = () =>
  test.database.manager.find(Resident, {
    where: { communityId: community.id },
    order: { passbookNo: 'ASC' },
  });

const wholeState = async () => ({
  residents: await stored(),
  households: await test.database.rows('SELECT * FROM households WHERE community_id = ? ORDER BY id', [
    community.id,
  ]),
  units: await test.database.rows('SELECT * FROM org_units WHERE community_id = ? ORDER BY id', [
    community.id,
  ]),
});

it('brings in people, their flats and the tree above them', async () => {
  const result = await imported([
    {
      ...home,
      name: '王秀英',
      birthOn: '1948-3-2',
      phone: '15400000001',
      householdRole: '户主',
      careNote: '耳朵不好',
    },
    { ...home, name: '李建国', birthOn: '1946年1月5日', phone: '15400000001', householdRole: '配偶' },
    { ...home, name: '𠮷田㐂', microGrid: '第1微网格', building: 4, stairUnit: null, door: 1 },
  ]);
  expect(result).toEqual({
    lines: 3,
    residentsAdded: 3,
    residentsChanged: 0,
    residentsUnchanged: 0,
    householdsAdded: 2,
    orgUnitsAdded: 5,
    addedUnits: [
      '第1网格',
      '第1网格 › 3栋',
      '第1网格 › 3栋 › 2单元',
      '第1网格 › 第1微网格',
      '第1网格 › 第1微网格 › 4栋',
    ],
    applied: true,
  });
  const people = await stored();
  expect(
    people.map((r) => [r.passbookNo, r.name, r.birthOn, r.orgPath, r.householdRole, r.careNote]),
  ).toEqual([
    ['000001', '王秀英', '1948-03-02', `${community.path}g1/b3/u2/`, '户主', '耳朵不好'],
    ['000002', '李建国', '1946-01-05', `${community.path}g1/b3/u2/`, '配偶', ''],
    ['000003', '𠮷田㐂', null, `${community.path}g1/m1/b4/`, '', ''],
  ]);
  expect(people[0]?.householdId).toBe(people[1]?.householdId);
  expect(people.map((r) => r.phoneCipher && cipher.decrypt('residents.phone', r.phoneCipher))).toEqual([
    '15400000001',
    '15400000001',
    null,
  ]);
  expect(JSON.stringify(people)).not.toContain('15400000001');
});

it('a second time nothing changes: ids, numbers and the time of the last change stay', async () => {
  const lines: Line[] = [
    { ...home, name: '王秀英', birthOn: '1948-3-2', phone: '15400000001' },
    { ...home, name: '李建国' },
    { ...home, name: '陈志明', passbookNo: '000077', building: '5栋', stairUnit: '' },
  ];
  await imported(lines);
  const before = await wholeState();
  clock.advance(86_400_000);
  expect(await imported(lines)).toMatchObject({
    residentsAdded: 0,
    residentsChanged: 0,
    residentsUnchanged: 3,
    householdsAdded: 0,
    orgUnitsAdded: 0,
    applied: true,
  });
  expect(await wholeState()).toEqual(before);
});

it('a trial says the same and stores nothing', async () => {
  expect(await imported([{ ...home, name: '王秀英' }], { trial: true })).toMatchObject({
    residentsAdded: 1,
    householdsAdded: 1,
    orgUnitsAdded: 3,
    applied: false,
  });
  expect(await wholeState()).toEqual({ residents: [], households: [], units: [expect.anything()] });
});

it('one bad line in a hundred and nobody comes in', async () => {
  const lines = Array.from({ length: 100 }, (_, n): Line => ({
    ...home,
    name: '王秀英',
    door: n,
    birthOn: '1948-03-02',
  }));
  lines[57] = { ...lines[57], birthOn: '1948-02-30' };
  expect(await problemsOf(lines)).toEqual(['59 出生日期 没有 1948 年 2 月 30 日这一天，请再核对']);
  expect(await stored()).toEqual([]);
});

it('lists the first 200 problems and counts all', async () => {
  const lines = Array.from({ length: 300 }, (_, n): Line => ({
    ...home,
    name: '王秀英',
    door: n,
    phone: '12',
  }));
  const error = await imported(lines).catch((thrown: unknown) => thrown as AppError);
  expect(error).toMatchObject({ code: 'ROSTER_HAS_PROBLEMS' });
  expect((error as AppError).extra.problems).toHaveLength(200);
  expect((error as AppError).text).toContain('300 处');
});

it('changes what the file says and keeps what it leaves empty', async () => {
  await imported([
    {
      ...home,
      passbookNo: '000018',
      name: '王秀英',
      birthOn: '1948-03-02',
      phone: '15400000001',
      careNote: '耳朵不好',
    },
  ]);
  const [before] = await stored();
  clock.advance(1000);
  expect(
    await imported([
      {
        ...home,
        passbookNo: 18,
        name: '王秀瑛',
        birthOn: '1948-03-02',
        phone: null,
        careNote: null,
        door: '502',
      },
    ]),
  ).toMatchObject({ residentsAdded: 0, residentsChanged: 1, householdsAdded: 1 });
  const [after] = await stored();
  expect(after).toMatchObject({
    id: before?.id,
    passbookNo: '000018',
    name: '王秀瑛',
    birthOn: '1948-03-02',
    careNote: '耳朵不好',
    phoneCipher: before?.phoneCipher,
  });
  expect(after?.householdId).not.toBe(before?.householdId);
  expect(after?.changedAt.getTime()).toBe(clock.now().getTime());
  await imported([{ passbookNo: '000018', ...home, name: '王秀瑛', door: '502', phone: '无' }]);
  expect((await stored())[0]).toMatchObject({ phoneCipher: null, phoneHash: null });
});

it('numbers new passbooks in order, around those that are taken', async () => {
  await imported([
    { ...home, name: '甲', passbookNo: '000002' },
    { ...home, name: '乙' },
    { ...home, name: '丙' },
  ]);
  expect((await stored()).map((r) => [r.passbookNo, r.name])).toEqual([
    ['000001', '乙'],
    ['000002', '甲'],
    ['000003', '丙'],
  ]);
});

it('finds a building that stands in the tree by its name alone', async () => {
  const place = await aCommunity(test, { name: '银杏社区' });
  community = place.community;
  expect(await imported([{ name: '王秀英', building: place.building.name, door: '1' }])).toMatchObject({
    orgUnitsAdded: 0,
  });
  expect((await stored())[0]?.orgPath).toBe(place.building.path);
});

it('two imports of one file at once bring everybody in once', async () => {
  const lines = Array.from({ length: 50 }, (_, n): Line => ({ ...home, name: '王秀英', door: n }));
  const results = await Promise.all([1, 2, 3].map(() => imported(lines)));
  expect(results.map((r) => r.residentsAdded).sort()).toEqual([0, 0, 50]);
  expect(await stored()).toHaveLength(50);
});

describe('what lines say against each other and against the roster', () => {
  it.each<[string, Line[], string[]]>([
    [
      'a passbook number twice',
      [
        { ...home, name: '甲', passbookNo: '000001' },
        { ...home, name: '乙', passbookNo: 1 },
      ],
      ['3 存折号 和第 2 行的存折号一样，请核对'],
    ],
    [
      'the same person twice',
      [
        { ...home, name: '甲', birthOn: '1948-03-02' },
        { ...home, name: '甲', birthOn: '1948/3/2' },
      ],
      ['3 姓名 和第 2 行是同一个人，请删掉一行'],
    ],
    [
      'a phone in two households',
      [
        { ...home, name: '甲', phone: '15400000001' },
        { ...home, name: '乙', phone: '15400000001', door: '502' },
      ],
      ['3 手机号 和第 2 行是同一个手机号，但不是一户。老人没有手机就空着，请家人办代办'],
    ],
    [
      'a building nobody knows, without its grid',
      [{ name: '甲', building: '99栋', door: '1' }],
      ['2 楼栋 社区里还没有“99栋”，请填它在哪个网格，系统会加上'],
    ],
    [
      'a building that stands in two grids',
      [
        { name: '甲', building: '3栋', door: '1', grid: '第1网格' },
        { name: '乙', building: '3栋', door: '2', grid: '第2网格' },
        { name: '丙', building: '3栋', door: '3' },
      ],
      ['4 楼栋 社区里有几个“3栋”，请写明是哪个网格、微网格'],
    ],
  ])('%s', async (_what, lines, problems) => {
    expect(await problemsOf(lines)).toEqual(problems);
    expect(await stored()).toEqual([]);
  });

  it('a short address that a later line makes ambiguous, told at once and not at the second import', async () => {
    await imported([{ name: '甲', building: '3栋', door: '1', grid: '第1网格' }]);
    expect(
      await problemsOf([
        { name: '乙', building: '3栋', door: '2' },
        { name: '丙', building: '3栋', door: '3', grid: '第2网格' },
      ]),
    ).toEqual(['2 楼栋 社区里有几个“3栋”，请写明是哪个网格、微网格']);
  });

  it('a passbook of somebody else', async () => {
    await imported([{ ...home, name: '王秀英', birthOn: '1948-03-02', passbookNo: '000018' }]);
    expect(
      await problemsOf([
        { ...home, door: '502', name: '李建国', birthOn: '1950-01-01', passbookNo: '000018' },
      ]),
    ).toEqual(['2 存折号 这个存折号是 王*英 的，和这一行不是同一个人。请核对']);
  });

  it('another passbook number for somebody who has one', async () => {
    await imported([{ ...home, name: '王秀英', passbookNo: '000018' }]);
    expect(await problemsOf([{ ...home, name: '王秀英', passbookNo: '000019' }])).toEqual([
      '2 存折号 这位居民的存折号是 000018，请改过来，或把这一格空着',
    ]);
  });

  it('two people of one name behind one door', async () => {
    await imported([
      { ...home, name: '王伟', birthOn: '1970-01-01' },
      { ...home, name: '王伟', birthOn: '2000-01-01' },
    ]);
    expect(await stored()).toHaveLength(2);
    expect(await problemsOf([{ ...home, name: '王伟' }])).toEqual([
      '2 出生日期 这一户有同名的人，请填出生日期或存折号，才分得清',
    ]);
  });

  it('a phone that somebody outside the file has; and it may pass on when that person gives it up', async () => {
    await imported([{ ...home, name: '甲', phone: '15400000001' }]);
    const taken: Line = { ...home, name: '乙', phone: '15400000001', door: '502' };
    expect(await problemsOf([taken])).toEqual([
      '2 手机号 这个手机号已经登记在另一户。老人没有手机就空着，请家人办代办',
    ]);
    expect(await imported([{ ...home, name: '甲', phone: '无' }, taken])).toMatchObject({
      residentsAdded: 1,
      residentsChanged: 1,
    });
  });
});

it('leaves the next community alone', async () => {
  const neighbour = await aResident(test, { phone: '15400000009' });
  await imported([{ ...home, name: '王秀英', phone: '15400000009', passbookNo: neighbour.passbookNo }]);
  expect(await test.database.manager.findOneBy(Resident, { id: neighbour.id })).toEqual(neighbour);
});

it('4,000 lines come in, and a second time change nothing', async () => {
  const lines = Array.from({ length: 4000 }, (_, n): Line => ({
    name: `${'王李张刘陈'[n % 5] as string}秀英`,
    birthOn: `${1930 + (n % 80)}-03-02`,
    phone: n % 3 === 0 ? `1540${String(n).padStart(7, '0')}` : null,
    grid: `第${(n % 6) + 1}网格`,
    building: `${(n % 28) + 1}栋`,
    stairUnit: `${(n % 3) + 1}单元`,
    door: String(100 + Math.floor(n / 3)),
  }));
  for (const added of [4000, 0]) {
    expect(await imported(lines)).toMatchObject({ residentsAdded: added, residentsUnchanged: 4000 - added });
  }
});
