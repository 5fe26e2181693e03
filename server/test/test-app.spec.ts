import { getMe, signOut } from '@linli/shared/accounts';
import { endHelper } from '@linli/shared/residents';

import { aCommunity, aResident, aStaff, aVisitor, givePoints, helperFor, signedIn } from './factories.js';
import { startTestApp, type TestApp } from './test-app.js';

describe('the test harness', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  it('signs a resident in through WeChat, and shows who they are, whom they may act for, and who acts for them', async () => {
    const home = await aCommunity(app, { name: '金桂社区', phone: '0731-5550000' });
    const elder = await aResident(app, {
      community: home,
      name: '张桂兰',
      birthOn: '1950-01-01',
      phone: '15400000001',
      points: 30,
    });
    await givePoints(app, elder, 5, { earnedOn: '2025-12-31' });
    const helper = await helperFor(app, elder, { scopes: ['redeem'] });
    const me = await app.ok(getMe, {}, { as: await signedIn(app, helper) });
    expect(me.resident).toMatchObject({ id: helper.id, communityName: '金桂社区', isElder: false });
    expect(me.principals).toEqual([
      { residentId: elder.id, name: '张桂兰', relation: 'neighbour', scopes: ['redeem'] },
    ]);
    const own = await app.ok(getMe, {}, { as: await signedIn(app, elder) });
    expect(own.helpers).toMatchObject([
      { helperName: helper.name, relation: 'neighbour', scopes: ['redeem'] },
    ]);
    expect(me.helpers).toEqual([]);
    await app.ok(endHelper, { id: own.helpers[0]?.id ?? '' }, { as: await signedIn(app, elder) });
    expect((await app.ok(getMe, {}, { as: await signedIn(app, elder) })).helpers).toEqual([]);
    expect((await app.ok(getMe, {}, { as: await signedIn(app, helper) })).principals).toEqual([]);
    const [account] = await app.database.rows('SELECT balance FROM points_accounts WHERE resident_id = ?', [
      elder.id,
    ]);
    expect(account).toMatchObject({ balance: 35 });
  });

  it('refuses an address that cannot be read in the shape of every refusal', async () => {
    const { statusCode, body, headers } = await app.nest.inject({
      method: 'GET',
      url: '/api/communities/%ZZ/stores',
    });
    expect([statusCode, JSON.parse(body)]).toEqual([
      400,
      { code: 'INPUT_INVALID', text: expect.any(String), requestId: headers['x-request-id'] },
    ]);
  });

  it('gives staff their permissions and a visitor none', async () => {
    const home = await aCommunity(app);
    const worker = await aStaff(app, 'gridWorker', home.grid);
    const me = await app.ok(getMe, {}, { as: await signedIn(app, worker) });
    expect(me.permissions).toContain('link.decide');
    const visitor = await aVisitor(app);
    expect((await app.ok(getMe, {}, { as: visitor })).permissions).toEqual([]);
    await app.ok(signOut, {}, { as: visitor });
    expect(await app.refusal(getMe, {}, { as: visitor })).toBe('SESSION_ENDED');
  });
});
