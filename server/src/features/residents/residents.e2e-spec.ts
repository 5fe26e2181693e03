import type { ErrorBody } from '@linli/shared/errors';
import {
  downloadRosterTemplate,
  endHelper,
  getResident,
  importRoster,
  listMyFamily,
  listResidents,
  registerHelper,
  revealPhone,
} from '@linli/shared/residents';

import {
  aCommunity,
  aGrid,
  aHousehold,
  aResident,
  aStaff,
  aVisitor,
  helperFor,
  signedIn,
  type Neighbourhood,
} from '../../../test/factories.js';
import { startTestApp, type TestApp } from '../../../test/test-app.js';
import type { Actor } from '../../common/access.js';
import { readTable } from '../../platform/spreadsheets/read-table.js';
import { writeXlsx } from '../../platform/spreadsheets/write-xlsx.js';

import { PhoneReveal } from './phone-reveal.entity.js';
import type { Resident } from './resident.entity.js';
import { ResidentsService } from './residents.service.js';

let app: TestApp;
let home: Neighbourhood;
let other: Neighbourhood;
let worker: Resident;
let asWorker: string;
let wang: Resident;

beforeAll(async () => {
  app = await startTestApp();
  home = await aCommunity(app, { name: '金桂社区' });
  other = await aCommunity(app, { name: '银杏社区' });
  worker = await aStaff(app, 'gridWorker', home.grid);
  asWorker = await signedIn(app, worker);
  wang = await aResident(app, {
    community: home,
    name: '王秀英',
    birthOn: '1948-03-02',
    phone: '15400000018',
  });
});
afterAll(() => app.stop());

const found = async (search: string, as = asWorker) =>
  (await app.ok(listResidents, { search }, { as })).items.map(({ id }) => id);

describe('looking people up', () => {
  it('shows a grid worker masked people of the own grid, and nobody else', async () => {
    const nextGrid = await aGrid(app, home.community);
    const beside = await aResident(app, { unit: nextGrid.stairUnit, name: '王秀英' });
    const faraway = await aResident(app, { community: other, name: '王秀英' });
    const { items, total } = await app.ok(listResidents, { search: '王秀英' }, { as: asWorker });
    expect([items.length, total]).toEqual([1, 1]);
    expect(items[0]).toEqual({
      id: wang.id,
      maskedName: '王*英',
      birthYear: 1948,
      address: `${home.building.name}${home.stairUnit.name}`,
      gridName: home.grid.name,
      passbookNo: wang.passbookNo,
      hasPhone: true,
      maskedPhone: '154****0018',
      linked: false,
      status: 'active',
    });
    for (const { id } of [beside, faraway])
      expect(await app.refusal(getResident, { id }, { as: asWorker })).toBe('NOT_FOUND');
    expect(await app.refusal(listResidents, { orgUnitId: nextGrid.grid.id }, { as: asWorker })).toBe(
      'NOT_FOUND',
    );
  });

  it('finds by a whole phone number, not by a part of it', async () => {
    expect(await found('154 0000 0018')).toEqual([wang.id]);
    expect(await found('1540000001')).toEqual([]);
  });

  it('finds by passbook number, its last four digits and part of a name, and signs mean themselves', async () => {
    expect(await found(wang.passbookNo)).toEqual([wang.id]);
    expect(await found(wang.passbookNo.slice(-4))).toEqual([wang.id]);
    expect(await found('秀')).toContain(wang.id);
    for (const sign of ['%', '_', "'", '!']) expect(await found(sign)).toEqual([]);
  });

  it('tells 𠮷 and 㐂 from other characters', async () => {
    const rare = await aResident(app, { community: home, name: '𠮷田㐂' });
    expect(await found('𠮷')).toEqual([rare.id]);
    expect(await found('㐂')).toEqual([rare.id]);
    expect(await found('吉田')).toEqual([]);
    expect((await app.ok(getResident, { id: rare.id }, { as: asWorker })).name).toBe('𠮷田㐂');
  });

  it('gives pages that do not overlap and cover everybody', async () => {
    const unit = (await aGrid(app, other.community)).stairUnit;
    const everybody = await Promise.all(Array.from({ length: 7 }, () => aResident(app, { unit })));
    const as = await signedIn(app, await aStaff(app, 'communityStaff', other.community));
    const seen: string[] = [];
    for (const page of [1, 2, 3]) {
      const answer = await app.ok(listResidents, { orgUnitId: unit.id, page, size: 3 }, { as });
      expect(answer).toMatchObject({ total: 7, page, size: 3 });
      seen.push(...answer.items.map(({ id }) => id));
    }
    expect(seen.sort()).toEqual(everybody.map(({ id }) => id).sort());
  });

  it('shows one person with household and helpers, masked', async () => {
    const household = await aHousehold(app, home.stairUnit);
    const elder = await aResident(app, { household, name: '张桂兰' });
    const spouse = await aResident(app, { household, name: '李建国', householdRole: '配偶' });
    await helperFor(app, elder, { helper: wang, relation: 'neighbour', scopes: ['redeem'] });
    await helperFor(app, elder, { helper: spouse, startsOn: '2026-01-01', endsOn: '2026-11-21' });
    const view = await app.ok(getResident, { id: elder.id }, { as: asWorker });
    expect(view).toMatchObject({ name: '张桂兰', maskedName: '张*兰', hasPhone: false, maskedPhone: null });
    expect(view.householdMembers).toEqual([{ id: spouse.id, maskedName: '李*国', relation: '配偶' }]);
    expect(view.helpers).toMatchObject([{ helperName: '王*英', principalName: '张*兰', scopes: ['redeem'] }]);
  });

  it('is nothing for residents, visitors and clerks', async () => {
    const clerk = await signedIn(app, await aStaff(app, 'storeClerk', home.community));
    for (const as of [await signedIn(app, wang), await aVisitor(app), clerk]) {
      expect(await app.refusal(listResidents, {}, { as })).toBe('NOT_FOUND');
      expect(await app.refusal(getResident, { id: wang.id }, { as })).toBe('NOT_FOUND');
    }
    expect(await app.refusal(listResidents, {})).toBe('SIGN_IN_REQUIRED');
  });
});

describe('a whole phone number', () => {
  const reveals = (residentId: string) => app.database.manager.findBy(PhoneReveal, { residentId });

  it('is shown with a reason, and who looked is kept', async () => {
    const input = { id: wang.id, reason: '通知明天停水' };
    expect(await app.ok(revealPhone, input, { as: asWorker })).toEqual({ phone: '15400000018' });
    expect(await reveals(wang.id)).toMatchObject([
      { actorId: worker.id, reason: '通知明天停水', at: app.clock.now() },
    ]);
  });

  it('is not shown without a reason, out of scope, or when there is none', async () => {
    const silent = await aResident(app, { community: home });
    const faraway = await aResident(app, { community: other, phone: '15400000055' });
    const ask = (id: string, reason: string) => app.refusal(revealPhone, { id, reason }, { as: asWorker });
    for (const reason of ['..', '停水', '看看看看', '看 看 看 看', '....看'])
      expect(await ask(wang.id, reason)).toBe('REVEAL_REASON_REQUIRED');
    expect(await ask(wang.id, ' ')).toBe('INPUT_INVALID');
    expect(await ask(faraway.id, '通知停水')).toBe('NOT_FOUND');
    expect(await ask(silent.id, '通知停水')).toBe('PHONE_NOT_RECORDED');
    expect([...(await reveals(faraway.id)), ...(await reveals(silent.id))]).toEqual([]);
  });
});

describe('helpers', () => {
  const consent = {
    relation: 'neighbour' as const,
    scopes: ['activities' as const],
    endsOn: '2027-06-30',
    consentNote: '当面同意',
  };
  const family = async (as: string) => (await app.ok(listMyFamily, {}, { as })).items;

  it('act as soon as they are registered, in what was agreed, until either of the two ends it', async () => {
    const elder = await aResident(app, { community: home, name: '赵玉珍' });
    const helper = await aResident(app, { community: other, name: '周浩然' });
    const as = await signedIn(app, helper);
    expect(await family(as)).toHaveLength(1);
    const relation = await app.ok(
      registerHelper,
      { ...consent, helperId: helper.id, principalId: elder.id },
      { as: asWorker },
    );
    expect(relation).toMatchObject({
      helperName: '周*然',
      principalName: '赵*珍',
      startsOn: '2026-11-22',
      endsOn: '2027-06-30',
    });
    expect(await family(as)).toMatchObject([
      { id: helper.id, relation: '本人' },
      { id: elder.id, name: '赵玉珍', relation: '代办对象' },
    ]);

    const stranger = await signedIn(app, wang);
    expect(await app.refusal(endHelper, { id: relation.id }, { as: stranger })).toBe('NOT_FOUND');
    const asElder = await signedIn(app, elder);
    for (let n = 0; n < 2; n++) await app.ok(endHelper, { id: relation.id }, { as: asElder });
    expect(await family(as)).toHaveLength(1);
    await app.ok(
      registerHelper,
      { ...consent, helperId: helper.id, principalId: elder.id },
      { as: asWorker },
    );
  });

  it('are registered once, however many press at once; a lapsed relation gives way', async () => {
    const elder = await aResident(app, { community: home });
    const helper = await helperFor(app, elder, { startsOn: '2026-01-01', endsOn: '2026-11-21' });
    const input = { ...consent, helperId: helper.id, principalId: elder.id };
    const answers = await Promise.all([1, 2, 3].map(() => app.call(registerHelper, input, { as: asWorker })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await app.refusal(registerHelper, input, { as: asWorker })).toBe('HELPER_RELATION_EXISTS');
  });

  it('are not registered by themselves, for people elsewhere, for themselves, nor until yesterday', async () => {
    const elder = await aResident(app, { community: home });
    const faraway = await aResident(app, { community: other });
    const refused = (input: Partial<Parameters<typeof app.ok<typeof registerHelper>>[1]>) =>
      app.refusal(
        registerHelper,
        { ...consent, helperId: wang.id, principalId: elder.id, ...input },
        { as: asWorker },
      );
    expect(await refused({ helperId: worker.id })).toBe('HELPER_REGISTERS_SELF');
    expect(await refused({ principalId: faraway.id })).toBe('NOT_FOUND');
    expect(await refused({ helperId: elder.id })).toBe('INPUT_INVALID');
    expect(await refused({ endsOn: '2026-11-21' })).toBe('INPUT_INVALID');
    expect(await refused({ scopes: [] })).toBe('INPUT_INVALID');
    expect(await refused({ consentNote: '' })).toBe('INPUT_INVALID');
  });
});

it('lists the own household for signing up, children marked, those who moved away left out', async () => {
  const household = await aHousehold(app, home.stairUnit);
  const mother = await aResident(app, { household, name: '刘雅婷', birthOn: '1985-01-01' });
  const child = await aResident(app, {
    household,
    name: '刘小宝',
    birthOn: '2013-01-01',
    householdRole: '子女',
  });
  await aResident(app, { household, name: '刘搬走', status: 'movedAway' });
  const { items } = await app.ok(listMyFamily, {}, { as: await signedIn(app, mother) });
  expect(items).toEqual([
    { id: mother.id, name: '刘雅婷', relation: '本人', isMinor: false },
    { id: child.id, name: '刘小宝', relation: '子女', isMinor: true },
  ]);
});

describe('what other features ask', () => {
  const actorFor = (residentId: string | null, principals: Actor['principals'] = []): Actor => ({
    accountId: 'a',
    sessionId: 's',
    residentId,
    householdId: null,
    homePath: '',
    communityId: null,
    assignments: [],
    principals,
  });

  it('a resident acts for themself and, in what was agreed, for a principal', async () => {
    const residents = app.get(ResidentsService);
    const helper = actorFor(worker.id, [{ residentId: wang.id, scopes: ['redeem'] }]);
    expect((await residents.actingFor(helper, undefined, 'points')).id).toBe(worker.id);
    expect((await residents.actingFor(helper, wang.id, 'redeem')).id).toBe(wang.id);
    await expect(residents.actingFor(helper, wang.id, 'points')).rejects.toMatchObject({
      code: 'NOT_A_HELPER',
    });
    await expect(residents.actingFor(actorFor(null), undefined, 'points')).rejects.toMatchObject({
      code: 'NOT_LINKED',
    });
  });

  it('the clerk compares the end of the phone, or of the passbook', async () => {
    const residents = app.get(ResidentsService);
    const silent = await residents.get((await aResident(app, { community: home })).id);
    expect(residents.checkText(await residents.get(wang.id))).toBe('手机尾号 0018');
    expect(residents.checkText(silent)).toBe(`存折尾号 ${silent.passbookNo.slice(-4)}`);
  });

  it('many people at once, unknown ones left out; a search stays in its units', async () => {
    const residents = app.get(ResidentsService);
    expect([...(await residents.getMany([wang.id, 'nobody', wang.id])).keys()]).toEqual([wang.id]);
    expect(await residents.searchWithin([other.community.path], '15400000018', 5)).toEqual([]);
    expect(
      (await residents.searchWithin([home.community.path], '15400000018', 5)).map(({ id }) => id),
    ).toEqual([wang.id]);
    expect((await residents.findByPhone('15400000018')).map(({ id }) => id)).toEqual([wang.id]);
  });
});

describe('the roster over HTTP', () => {
  const rows = [
    ['姓名', '网格', '楼栋', '门牌', '手机号'],
    ['孙小梅', '第8网格', '８', '0501', '１５４００００００９１'],
  ];
  let staff: string;
  const send = (content: Buffer, input: { fileName?: string; trial?: boolean; communityId?: string } = {}) =>
    app.call(
      importRoster,
      {
        communityId: home.community.id,
        fileName: '名册.xlsx',
        trial: false,
        contentBase64: content.toString('base64'),
        ...input,
      },
      { as: staff },
    );

  beforeAll(async () => {
    staff = await signedIn(app, await aStaff(app, 'communityStaff', home.community));
  });

  it.each(['xlsx', 'csv'] as const)(
    'the .%s template, filled in, comes in; the example left in is named',
    async (format) => {
      const { status, body, headers } = await app.call(downloadRosterTemplate, { format }, { as: staff });
      expect(status).toBe(200);
      expect(headers['content-disposition']).toContain(`roster.${format}`);
      const file = body as Buffer;
      const [titles, example] = await readTable(`a.${format}`, file);
      expect(titles).toEqual([
        '存折号',
        '姓名',
        '出生日期',
        '手机号',
        '网格',
        '微网格',
        '楼栋',
        '单元',
        '门牌',
        '与户主关系',
        '备注',
      ]);
      expect(example?.slice(1, 4)).toEqual(['张桂兰', '1948-03-02', '15400000001']);
      const answer = await send(file, { fileName: `a.${format}` });
      expect(answer.status).toBe(422);
      expect((answer.body as ErrorBody).problems).toEqual([
        { line: 2, column: '', text: '这一行是模板里的示例，请删掉' },
      ]);
    },
  );

  it('a trial stores nothing, the import does, a second one changes nothing', async () => {
    const file = await writeXlsx([{ name: '名册', rows }]);
    expect((await send(file, { trial: true })).body).toMatchObject({ residentsAdded: 1, applied: false });
    expect((await send(file)).body).toMatchObject({ residentsAdded: 1, orgUnitsAdded: 2, applied: true });
    expect((await send(file)).body).toMatchObject({ residentsAdded: 0, residentsUnchanged: 1 });
    const [found] = await app.get(ResidentsService).findByPhone('15400000091');
    expect(found).toMatchObject({ name: '孙小梅', gridName: '第8网格', address: '8栋', door: '0501' });
  });

  it('names each problem by line and column', async () => {
    const file = Buffer.from('\uFEFF姓名,楼栋,门牌\r\n钱多多,99栋,1\n😀,99栋,2\r');
    const { status, body } = await send(file, { fileName: 'a.csv' });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'ROSTER_HAS_PROBLEMS',
      text: '名册里有 2 处要改，一条都没有导入。请按下面的行号改好再交。',
      problems: [
        { line: 2, column: '楼栋' },
        { line: 3, column: '姓名', text: '姓名里有表情符号，请删掉' },
      ],
    });
  });

  it('refuses what is no roster file', async () => {
    for (const content of [
      Buffer.from('hello'),
      Buffer.from([0x50, 0x4b, 3, 4, 0, 0]),
      Buffer.from([0x89, 0x50, 0x4e, 0x47]),
    ]) {
      expect(await send(content)).toMatchObject({ status: 400, body: { code: 'ROSTER_FILE_UNREADABLE' } });
    }
    expect(await send(Buffer.alloc(0))).toMatchObject({ status: 400, body: { code: 'INPUT_INVALID' } });
    expect(await send(Buffer.alloc(4_100_000, 'a'))).toMatchObject({
      status: 400,
      body: { code: 'INPUT_INVALID' },
    });
  });

  it('is not for another community, nor for a grid worker', async () => {
    const file = await writeXlsx([{ name: '名册', rows }]);
    expect(await send(file, { communityId: other.community.id })).toMatchObject({ status: 404 });
    expect(await send(file, { communityId: home.grid.id })).toMatchObject({ status: 404 });
    expect(await app.refusal(downloadRosterTemplate, { format: 'csv' }, { as: asWorker })).toBe('NOT_FOUND');
  });
});
