import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openWeapp } from '../weapp-host/weapp-host.mjs';
import { startDemoServer } from './demo-server.mjs';

const dist = String(process.env.LINLI_WEAPP_DIST);
/** @type {import('./demo-server.mjs').DemoServer} */
let server;
before(async () => (server = await startDemoServer()), { timeout: 4 * 60_000 });
after(() => server?.stop());

/** A phone of one of the demo people, signed in through WeChat's own code. @param {string} key */
async function phoneOf(key, options = {}) {
  const app = await openWeapp({
    dist,
    request: server.base,
    login: () => server.loginCode(`demo-openid-${key}`),
    ...options,
  });
  await app.open('packages/resident/link/index');
  await app.press({ role: 'button', text: '微信登录' });
  await app.waitFor(() => app.storage().session);
  await app.settle();
  await app.open('pages/home/index');
  return app;
}

/** @typedef {Awaited<ReturnType<typeof phoneOf>>} Phone */

/** The session of a phone, to ask the server what no screen shows. @param {Phone} phone */
function ask(phone) {
  const { accessToken, me } = /** @type {any} */ (phone.storage().session);
  /** @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
  const send = async (method, path, body) => {
    const answer = await fetch(`${server.base}/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answered = await answer.json();
    assert.ok(answer.ok, `${method} ${path}: ${JSON.stringify(answered)}`);
    return answered;
  };
  return { me, send };
}

/** @param {Phone} phone @returns {Promise<number>} what the passbook on the home page says */
async function balanceOf(phone) {
  await phone.open('pages/home/index');
  const passbook = await phone.waitFor(() => phone.find({ className: 'passbook-sum' }));
  return Number(/\d+/.exec(phone.textOf(passbook))?.[0]);
}

test(
  'the story: join, be confirmed, earn, redeem, collect, and everything agrees',
  { timeout: 4 * 60_000 },
  async (t) => {
    const resident = await phoneOf('resident');
    let host = await phoneOf('volunteer');
    const clerk = await phoneOf('clerk');
    const committee = await phoneOf('committee');
    const { me, send } = ask(resident);
    const name = me.resident.name;
    const title = '楼前大扫除';
    let before = 0;
    let beginsAt = 0;
    let code = '';
    /** @type {any} */
    let gift;

    await t.test('the committee announces a clean-up that begins in a moment', async () => {
      const from = ask(committee);
      beginsAt = Date.now() + 8000;
      const activity = await from.send('POST', '/activities', {
        orgUnitId: me.resident.communityId,
        title,
        about: '一起把楼前扫干净。',
        bring: '手套',
        place: '3 栋前小广场',
        startsAt: new Date(beginsAt).toISOString(),
        endsAt: new Date(beginsAt + 3_600_000).toISOString(),
        capacity: 5,
        ruleCode: 'E01',
        hostId: ask(host).me.resident.id,
        requestKey: randomUUID(),
      });
      await resident.open(`packages/resident/activity/index?id=${activity.id}`);
      assert.ok(resident.says(title));
    });

    await t.test('the resident signs up', async () => {
      await resident.press({ role: 'button', text: '我要参加' });
      await resident.waitFor(() => resident.says('报名好了'));
      assert.ok(resident.says(`${name}（自己）`));
      before = await balanceOf(resident);
    });

    await t.test('the host finds the sheet from 我的 and confirms who came', async () => {
      // Nobody can be confirmed before it has begun, and a list asked for earlier is kept for some seconds.
      await new Promise((resolve) => setTimeout(resolve, beginsAt + 200 - Date.now()));
      await host.close();
      host = await phoneOf('volunteer');
      await host.goTab('我的');
      await host.press({ label: /工作台/, role: 'button' });
      await host.waitFor(() => host.page() === 'packages/workbench/index/index');
      await host.settle();
      await host.open('packages/workbench/attendance/index');
      await host.press({ role: 'button', text: new RegExp(title) });
      await host.waitFor(() => host.page() === 'packages/workbench/attendance-sheet/index');
      await host.press({ role: 'checkbox', label: name });
      await host.press({ role: 'button', text: '确认 1 人到场' });
      await host.waitFor(() => host.says('1 人的到场确认好了'));
    });

    await t.test('the points are in the passbook, and the line says where they come from', async () => {
      const next = await phoneOf('resident');
      assert.equal(await balanceOf(next), before + 4);
      await next.open('packages/resident/statement/index');
      const line = await next.waitFor(() => next.findAll({ text: new RegExp(title) })[0]);
      assert.ok(line);
      assert.ok(next.says('+4'));
      await next.close();
    });

    await t.test('the resident exchanges points for oil and gets a code', async () => {
      await resident.goTab('超市');
      await resident.press({ role: 'button', text: /^食用油/ });
      await resident.waitFor(() => resident.page() === 'packages/resident/gift/index');
      gift = await send('GET', `/gifts/${resident.options().id}`);
      assert.ok(gift.can.redeem, gift.stateText);
      await resident.press({ role: 'button', text: '我要兑换' });
      await resident.press({ role: 'button', text: '兑换' });
      await resident.waitFor(() => resident.page() === 'packages/resident/pickup/index');
      const digits = await resident.waitFor(() => resident.find({ label: /^取货码 \d/ }));
      code = resident.labelOf(digits).replace(/\D/g, '');
      assert.match(code, /^\d{6}$/);
      assert.equal(await balanceOf(resident), before + 4 - gift.price);
      const after = await send('GET', `/gifts/${gift.id}`);
      assert.equal(after.left, gift.left - 1);
    });

    await t.test('the clerk types the code and hands it over', async () => {
      await clerk.open('packages/workbench/counter/index');
      clerk.input(await clerk.waitFor(() => clerk.find({ tag: 'input' })), code);
      await clerk.press({ role: 'button', text: '查取货码' });
      await clerk.waitFor(() => clerk.says(gift.name));
      assert.ok(!clerk.says(name), 'the clerk must not see the whole name');
      // The slip ignores what is pressed in its first half second: nobody has read it yet.
      await new Promise((resolve) => setTimeout(resolve, 600));
      await clerk.press({ role: 'button', text: '已交货' });
      await clerk.waitFor(() => clerk.says('交好了'));
    });

    await t.test('the same code is refused the second time', async () => {
      clerk.input(await clerk.waitFor(() => clerk.find({ tag: 'input' })), code);
      await clerk.press({ role: 'button', text: '查取货码' });
      await clerk.waitFor(() => clerk.says('已经领走了'));
    });

    await t.test('balance, stock and ledger agree', async () => {
      assert.equal(await balanceOf(resident), before + 4 - gift.price);
      await resident.open('packages/resident/orders/index');
      await resident.waitFor(() => resident.says('已领走'));
      const { code: exit, output } = await server.verify();
      assert.equal(exit, 0, output);
    });

    for (const phone of [resident, host, clerk, committee]) await phone.close();
  },
);

/** Who may see which pages; the pages themselves come from app.json, so that none is forgotten. */
const seers = /** @type {const} */ ([
  'resident',
  'elder',
  'volunteer',
  'helper',
  'gridWorker',
  'committee',
  'clerk',
  'supervisor',
  'admin',
  'visitor',
]);

test('every page opens for everybody, without an exception', { timeout: 4 * 60_000 }, async (t) => {
  /** @type {Set<string>} */
  const seen = new Set();
  for (const who of seers) {
    await t.test(who, async () => {
      const app = await phoneOf(who, { fontSizeSetting: who === 'elder' ? 28 : 16 });
      const ids = await idsFor(app);
      for (const route of app.routes) {
        await app.open(route + (ids[route] ? `?id=${ids[route]}` : ''));
        // The problems first: a page that threw is empty because of them.
        assert.deepEqual(app.problems, [], `${route} as ${who}`);
        assert.ok(app.text().length > 0, `${route} is empty`);
        if (!app.says('这里没有您能看的内容')) seen.add(route);
      }
      await app.close();
    });
  }
  await t.test('and each page was seen by somebody', async () => {
    const app = await phoneOf('resident');
    assert.deepEqual(
      app.routes.filter((route) => !seen.has(route)),
      [],
    );
    await app.close();
  });
});

/** What pages that show one thing should show. @param {Phone} app @returns {Promise<Record<string, string>>} */
async function idsFor(app) {
  const { me, send } = ask(app);
  const { items: communities } = await send('GET', '/communities');
  const communityId = me.resident?.communityId ?? communities[0].id;
  const { items: stores } = await send('GET', `/communities/${communityId}/stores`);
  const { items: gifts } = stores[0] ? await send('GET', `/stores/${stores[0].id}/gifts`) : { items: [] };
  const { items: activities } = await send('GET', `/communities/${communityId}/activities?when=upcoming`);
  const { items: orders } = me.permissions.includes('gift.redeem')
    ? await send('GET', '/redemptions')
    : { items: [] };
  const { items: hosted } = me.permissions.includes('attendance.confirm')
    ? await send('GET', '/me/hosted-activities')
    : { items: [] };
  return {
    'packages/resident/gift/index': gifts[0]?.id,
    'packages/resident/activity/index': activities[0]?.id,
    'packages/resident/pickup/index': orders[0]?.id,
    'packages/workbench/attendance-sheet/index': hosted[0]?.id,
  };
}
