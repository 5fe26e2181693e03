import {
  decideLinkRequest,
  getMe,
  getMyLinkRequest,
  linkByPhone,
  listLinkRequests,
  requestLink,
} from '@linli/shared/accounts';

import {
  aCommunity,
  aGrid,
  aResident,
  aStaff,
  aVisitor,
  openidOf,
  signedIn,
  type Neighbourhood,
} from '../factories.js';
import { aKey, Refused, startTestApp, type TestApp } from '../test-app.js';

let app: TestApp;
let home: Neighbourhood;
let worker: string;
beforeAll(async () => {
  app = await startTestApp();
  home = await aCommunity(app, { name: '金桂社区' });
  worker = await signedIn(app, await aStaff(app, 'gridWorker', home.grid));
});
afterAll(() => app.stop());
beforeEach(() => app.wechat.clearFaults());

let phones = 0;
const aPhone = () => `154001${String((phones += 1)).padStart(5, '0')}`;
let visitors = 0;
const anOpenid = () => `openid-linking-${(visitors += 1)}`;

const ask = (change: Partial<{ name: string; communityId: string; requestKey: string }> = {}) => ({
  communityId: home.community.id,
  name: '刘雅婷',
  building: '3栋2单元501',
  note: '刚换了手机',
  requestKey: aKey(),
  ...change,
});
const request = (as: string, change = {}) => app.ok(requestLink, ask(change), { as });

describe('linking by the phone number WeChat has verified', () => {
  it('makes a visitor the resident with that number, at once', async () => {
    const phone = aPhone();
    const resident = await aResident(app, { community: home, phone });
    const openid = anOpenid();
    const visitor = await aVisitor(app, openid);
    expect((await app.ok(getMe, {}, { as: visitor })).resident).toBeNull();
    const me = await app.ok(
      linkByPhone,
      { phoneCode: app.wechat.issuePhoneCode({ openid, phone }) },
      { as: visitor },
    );
    expect(me.resident).toMatchObject({ id: resident.id, communityName: '金桂社区' });
    expect((await app.ok(getMe, {}, { as: visitor })).permissions).toContain('gift.redeem');
  });

  it('is refused for a number of nobody, of several people, of somebody who moved away, and from abroad', async () => {
    const refusalFor = async (phone: string, countryCode?: string) => {
      const openid = anOpenid();
      const phoneCode = app.wechat.issuePhoneCode({ openid, phone, countryCode });
      return app.refusal(linkByPhone, { phoneCode }, { as: await aVisitor(app, openid) });
    };
    const [shared, moved, foreign] = [aPhone(), aPhone(), aPhone()];
    await aResident(app, { community: home, phone: shared });
    await aResident(app, { community: home, phone: shared });
    await aResident(app, { community: home, phone: moved, status: 'movedAway' });
    await aResident(app, { community: home, phone: foreign });
    expect(await refusalFor(aPhone())).toBe('PHONE_NOT_ON_ROSTER');
    expect(await refusalFor(shared)).toBe('PHONE_ON_SEVERAL_RESIDENTS');
    expect(await refusalFor(moved)).toBe('PHONE_NOT_ON_ROSTER');
    expect(await refusalFor(foreign, '852')).toBe('PHONE_NOT_ON_ROSTER');
  });

  it('does not take the code that WeChat gave somebody else', async () => {
    const phone = aPhone();
    await aResident(app, { community: home, phone });
    const phoneCode = app.wechat.issuePhoneCode({ openid: anOpenid(), phone });
    expect(await app.refusal(linkByPhone, { phoneCode }, { as: await aVisitor(app) })).toBe(
      'WECHAT_CODE_INVALID',
    );
  });

  it('says so when WeChat cannot be reached, and works a moment later', async () => {
    const phone = aPhone();
    await aResident(app, { community: home, phone });
    const openid = anOpenid();
    const as = await aVisitor(app, openid);
    const input = { phoneCode: app.wechat.issuePhoneCode({ openid, phone }) };
    app.wechat.addFault({ path: '/wxa/business/getuserphonenumber', drop: 'before', times: 3 });
    expect(await app.refusal(linkByPhone, input, { as })).toBe('WECHAT_UNAVAILABLE');
    await app.ok(linkByPhone, input, { as });
  });

  it('links an account once, and asked again does not use another code up', async () => {
    const phone = aPhone();
    const resident = await aResident(app, { community: home, phone });
    const as = await signedIn(app, resident);
    const phoneCode = app.wechat.issuePhoneCode({ openid: openidOf(resident), phone });
    app.wechat.resetCounters();
    expect(await app.refusal(linkByPhone, { phoneCode }, { as })).toBe('ACCOUNT_ALREADY_LINKED');
    expect(app.wechat.counters()).toEqual({});
  });

  it('gives a resident to one of two accounts that come at once', async () => {
    const phone = aPhone();
    const resident = await aResident(app, { community: home, phone });
    const people = await Promise.all(
      [anOpenid(), anOpenid()].map(async (openid) => ({ openid, as: await aVisitor(app, openid) })),
    );
    const answers = await Promise.all(
      people.map(({ openid, as }) =>
        app.call(linkByPhone, { phoneCode: app.wechat.issuePhoneCode({ openid, phone }) }, { as }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({
      code: 'RESIDENT_ALREADY_LINKED',
    });
    const linked = await app.database.rows('SELECT id FROM accounts WHERE resident_id = ?', [resident.id]);
    expect(linked).toHaveLength(1);
  });

  it('makes one account one of two residents when it asks for both at once', async () => {
    const mine = [aPhone(), aPhone()];
    for (const phone of mine) await aResident(app, { community: home, phone });
    const openid = anOpenid();
    const as = await aVisitor(app, openid);
    const codes = mine.map((phone) => app.wechat.issuePhoneCode({ openid, phone }));
    const answers = await Promise.all(codes.map((phoneCode) => app.call(linkByPhone, { phoneCode }, { as })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({
      code: 'ACCOUNT_ALREADY_LINKED',
    });
  });

  it('closes the request that was waiting', async () => {
    const phone = aPhone();
    await aResident(app, { community: home, phone });
    const openid = anOpenid();
    const as = await aVisitor(app, openid);
    await request(as);
    await app.ok(linkByPhone, { phoneCode: app.wechat.issuePhoneCode({ openid, phone }) }, { as });
    expect((await app.ok(getMyLinkRequest, {}, { as })).request?.state).toBe('approved');
  });
});

describe('asking the grid worker', () => {
  it('happens once however often it is sent, and one request waits at a time', async () => {
    const as = await aVisitor(app);
    expect((await app.ok(getMyLinkRequest, {}, { as })).request).toBeNull();
    const input = ask();
    const first = await app.ok(requestLink, input, { as });
    expect(await app.ok(requestLink, input, { as })).toEqual(first);
    expect(first).toMatchObject({ state: 'pending', communityName: '金桂社区', reason: null });
    expect(await app.refusal(requestLink, ask(), { as })).toBe('LINK_REQUEST_PENDING');
    expect(await app.refusal(requestLink, { ...input, name: '别人' }, { as })).toBe('REQUEST_KEY_REUSED');
    expect((await app.ok(getMyLinkRequest, {}, { as })).request).toEqual(first);
  });

  it('five taps at once leave one request', async () => {
    const as = await aVisitor(app);
    const answers = await Promise.all(Array.from({ length: 5 }, () => app.call(requestLink, ask(), { as })));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(4);
  });

  it('is refused for a unit that is no community, and for somebody who is linked', async () => {
    const as = await aVisitor(app);
    expect(await app.refusal(requestLink, ask({ communityId: home.grid.id }), { as })).toBe('NOT_FOUND');
    const linked = await signedIn(app, await aResident(app, { community: home }));
    expect(await app.refusal(requestLink, ask(), { as: linked })).toBe('ACCOUNT_ALREADY_LINKED');
  });

  it.each([
    ['an emoji for a name', { name: '刘🙂' }],
    ['a rare character and a digit', { name: '㐂𠮷1' }],
    ['41 characters for a building', { building: '栋'.repeat(41) }],
  ])('does not take %s', async (_what, change) => {
    const as = await aVisitor(app);
    expect(await app.refusal(requestLink, { ...ask(), ...change }, { as })).toBe('INPUT_INVALID');
  });

  it('takes rare characters in a name', async () => {
    const as = await aVisitor(app);
    expect((await request(as, { name: '𠮷㐂' })).name).toBe('𠮷㐂');
  });
});

describe('the grid worker', () => {
  const pending = async (as: string, id: string) => {
    const { items } = await app.ok(listLinkRequests, { size: 100 }, { as });
    return items.find((item) => item.id === id);
  };

  it('sees who asks, and the residents of that name in the own grid without an account', async () => {
    const other = await aGrid(app, home.community);
    const name = '欧阳春梅';
    const free = await aResident(app, { community: home, name, birthOn: '1961-04-05' });
    const elsewhere = await aResident(app, { unit: other.stairUnit, name });
    await signedIn(app, await aResident(app, { community: home, name }));
    await aResident(app, { community: home, name, status: 'deceased' });
    const { id } = await request(await aVisitor(app), { name });
    expect((await pending(worker, id))?.candidates).toMatchObject([{ id: free.id, birthYear: 1961 }]);
    const colleague = await signedIn(app, await aStaff(app, 'gridWorker', other.grid));
    expect((await pending(colleague, id))?.candidates).toMatchObject([{ id: elsewhere.id }]);
  });

  it('links the account: from then on the person is that resident', async () => {
    const resident = await aResident(app, { community: home });
    const as = await aVisitor(app);
    await app.ok(getMe, {}, { as });
    const { id } = await request(as);
    await app.ok(decideLinkRequest, { id, residentId: resident.id }, { as: worker });
    expect((await app.ok(getMe, {}, { as })).resident?.id).toBe(resident.id);
    expect((await app.ok(getMyLinkRequest, {}, { as })).request?.state).toBe('approved');
    const row = await app.database.row('SELECT decided_by_id, resident_id FROM link_requests WHERE id = ?', [
      id,
    ]);
    const decider = (await app.ok(getMe, {}, { as: worker })).resident?.id;
    expect(row).toEqual({ decided_by_id: decider, resident_id: resident.id });
    expect(
      await app.database.row('SELECT linked_by FROM accounts WHERE resident_id = ?', [resident.id]),
    ).toEqual({
      linked_by: decider,
    });
  });

  it('refuses with a reason only; then the person may ask again', async () => {
    const as = await aVisitor(app);
    const { id } = await request(as);
    expect(await app.refusal(decideLinkRequest, { id }, { as: worker })).toBe('REASON_REQUIRED');
    expect(await app.refusal(decideLinkRequest, { id, reason: '。。' }, { as: worker })).toBe(
      'REASON_REQUIRED',
    );
    await app.ok(decideLinkRequest, { id, reason: '楼栋对不上，请再看一下' }, { as: worker });
    expect((await app.ok(getMyLinkRequest, {}, { as })).request).toMatchObject({
      state: 'refused',
      reason: '楼栋对不上，请再看一下',
    });
    expect(await app.refusal(decideLinkRequest, { id, reason: '再来一次' }, { as: worker })).toBe(
      'LINK_REQUEST_CLOSED',
    );
    expect((await request(as)).state).toBe('pending');
  });

  it('of two who decide at once, one does', async () => {
    const resident = await aResident(app, { community: home });
    const { id } = await request(await aVisitor(app));
    const colleague = await signedIn(app, await aStaff(app, 'communityStaff', home.community));
    const answers = await Promise.all([
      app.call(decideLinkRequest, { id, residentId: resident.id }, { as: worker }),
      app.call(decideLinkRequest, { id, reason: '名册里没有' }, { as: colleague }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const linked = await app.database.rows('SELECT id FROM accounts WHERE resident_id = ?', [resident.id]);
    expect(linked).toHaveLength(answers[0]?.status === 200 ? 1 : 0);
  });

  it('cannot give one resident to two accounts, and the request that lost goes on waiting', async () => {
    const resident = await aResident(app, { community: home });
    const ids = [(await request(await aVisitor(app))).id, (await request(await aVisitor(app))).id];
    const answers = await Promise.all(
      ids.map((id) => app.call(decideLinkRequest, { id, residentId: resident.id }, { as: worker })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const lost = answers[0]?.status === 409 ? 0 : 1;
    expect(answers[lost]?.body).toMatchObject({ code: 'RESIDENT_ALREADY_LINKED' });
    expect(await pending(worker, ids[lost] as string)).toMatchObject({ state: 'pending' });
  });

  it('of another community sees nothing of it and cannot decide', async () => {
    const elsewhere = await aCommunity(app, { street: home.street });
    const stranger = await signedIn(app, await aStaff(app, 'gridWorker', elsewhere.grid));
    const { id } = await request(await aVisitor(app));
    expect(await pending(stranger, id)).toBeUndefined();
    expect(await app.refusal(decideLinkRequest, { id, reason: '不是我们的' }, { as: stranger })).toBe(
      'NOT_FOUND',
    );
  });

  it('cannot link to a resident outside the own grid, of another community or who died', async () => {
    const otherGrid = await aGrid(app, home.community);
    const elsewhere = await aCommunity(app, { street: home.street });
    const outside = [
      await aResident(app, { unit: otherGrid.stairUnit }),
      await aResident(app, { community: elsewhere }),
      await aResident(app, { community: home, status: 'deceased' }),
    ];
    const { id } = await request(await aVisitor(app));
    for (const { id: residentId } of outside) {
      expect(await app.refusal(decideLinkRequest, { id, residentId }, { as: worker })).toBe('NOT_FOUND');
    }
    const director = await signedIn(app, await aStaff(app, 'communityDirector', home.community));
    await app.ok(decideLinkRequest, { id, residentId: outside[0]?.id }, { as: director });
  });
});

it('a visitor reads what is public and is told to link for the rest', async () => {
  const as = await aVisitor(app);
  const error = await app.ok(listLinkRequests, {}, { as }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Refused);
  expect(error).toMatchObject({ code: 'NOT_FOUND' });
});
