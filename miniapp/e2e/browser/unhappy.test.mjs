import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDemoServer } from '../weapp/demo-server.mjs';
import { Api, Screen, openBrowser } from './people.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('../weapp/demo-server.mjs').DemoServer} */
let server;
before(async () => {
  server = await startDemoServer();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** @param {import('./people.mjs').PersonKey} key */
async function as(key) {
  return Screen.open(browser, server.base, {
    elder: false,
    session: (await Api.as(server.base, key)).session,
  });
}

test('two taps on 兑换 make one order', async () => {
  const books = await Api.as(server.base, 'supervisor');
  const { balance } = await books.get('/points');
  const gift = (await books.gifts()).find((one) => one.can.redeem && one.price > 0 && one.price <= balance);
  const { total } = await books.get('/redemptions');
  const screen = await as('supervisor');
  let asked = 0;
  screen.page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/redemptions')) asked += 1;
  });
  await screen.go(`packages/resident/gift/index?id=${gift.id}`);
  await screen.find('我要兑换').dblclick();
  await screen.find('兑换').dblclick();
  await screen.code();
  assert.equal(asked, 1);
  assert.equal((await books.get('/redemptions')).total, total + 1);
  assert.equal((await books.get('/points')).balance, balance - gift.price);
  await screen.close();
});

test('without a network the code is still there, lists say so, and all comes back by itself', async () => {
  const { items } = await (await Api.as(server.base, 'elder')).get('/redemptions?state=held');
  const screen = await as('elder');
  const { page } = screen;
  await screen.go('packages/resident/activities/index');
  await screen.startAt('pages/home/index');
  await screen.tap(/^看取货码/);
  const code = await screen.code();
  assert.ok(items.some((/** @type {any} */ one) => one.code === code));
  await page.context().setOffline(true);
  await screen.sees('没有网络，正在等信号');
  assert.equal(await screen.code(), code);
  // Away and back: the code is not asked for, it is kept.
  await screen.back();
  await screen.tap(/^看取货码/);
  assert.equal(await screen.code(), code);
  await page.context().setOffline(false);
  await screen.seesNot('没有网络，正在等信号');

  await screen.startAt('packages/resident/activities/index');
  await page.context().setOffline(true);
  await screen.tap('办过的', 'tab');
  await screen.sees('没有网络');
  await screen.sees(/连上网以后，活动会自己出来/);
  await page.context().setOffline(false);
  await screen.sees('周五大扫除');
  assert.deepEqual(screen.faults, []);
  await screen.close();
});

test('whoever has too few points reads how many are missing where the button is', async () => {
  const books = await Api.as(server.base, 'volunteer');
  const { balance } = await books.get('/points');
  const dear = (await books.gifts()).find((one) => one.price > balance && one.left > 0);
  const screen = await as('volunteer');
  await screen.go(`packages/resident/gift/index?id=${dear.id}`);
  const button = screen.find(`还差 ${dear.price - balance} 分`);
  await button.waitFor();
  assert.equal(await button.getAttribute('aria-disabled'), 'true');
  await button.click({ force: true });
  assert.equal(await screen.page.getByRole('dialog').count(), 0);
  await screen.close();
});

test('a code used before is refused with the time it was used', async () => {
  const clerk = await Api.as(server.base, 'clerk');
  const elder = await Api.as(server.base, 'elder');
  const { items: stores } = await clerk.get('/counter/stores');
  const { items } = await elder.get('/redemptions?state=held');
  const { code } = items[0];
  await clerk.send('POST', '/counter/settlements', {
    storeId: stores[0].id,
    code,
    requestKey: crypto.randomUUID(),
  });
  const screen = await as('clerk');
  await screen.go('packages/workbench/counter/index');
  await screen.type('取货码', code);
  await screen.tap('查取货码');
  await screen.sees(/这个取货码已经用过了，.*\d{1,2}:\d{2}.* 领走的/);
  assert.equal(await screen.find('已交货').count(), 0);

  // Full-width digits are digits; nobody's code says so.
  await screen.type('取货码', '０００００１');
  await screen.tap('查取货码');
  await screen.sees('没有这个码');
  // Something else than six digits is said at the field.
  await screen.type('取货码', '12');
  await screen.tap('查取货码');
  await screen.page.getByRole('alert').filter({ visible: true }).first().waitFor();
  await screen.close();
});

test('a page that is not one’s work says so and shows nothing', async () => {
  const screen = await as('resident');
  for (const name of ['roster', 'counter', 'stock', 'rules', 'ledger', 'roles', 'calendar']) {
    await screen.startAt(`packages/workbench/${name}/index`);
    await screen.sees('这里没有您能看的内容');
    await screen.find('回工作台').waitFor();
  }
  await screen.close();
});

test('a visitor reads what is public, and is asked to be recognised only when acting', async () => {
  const screen = await Screen.open(browser, server.base, { elder: false, session: undefined });
  await screen.go();
  await screen.sees('您想当谁？');
  await screen.tap('先不登录，随便看看');
  await screen.sees('不认证也能看');
  await screen.sees('今天的楼道清扫');
  await screen.tap(/^积分怎么得/);
  await screen.sees('环境');
  await screen.back();
  await screen.tab('超市');
  await screen.sees('认证居民后，能看到自己的分');
  await screen.tap(/^食用油/);
  await screen.tap('认证居民后兑换');
  await screen.sees('先登录，再认证');
  await screen.startAt('packages/workbench/counter/index');
  await screen.sees('请先登录');
  assert.deepEqual(screen.faults, []);
  await screen.close();
});

test('what was typed is there after a reload', async () => {
  const { session } = await Api.stranger(server, 'somebody-typing');
  const screen = await Screen.open(browser, server.base, { elder: false, session });
  await screen.go('packages/resident/link/index');
  await screen.type('姓名', '㐂𠮷');
  await screen.type('楼栋和门牌', '3栋2单元501');
  await screen.sees(/草稿已存/);
  await screen.page.reload();
  await screen.settle();
  assert.equal(await screen.page.getByLabel('姓名', { exact: true }).inputValue(), '㐂𠮷');
  assert.equal(await screen.page.getByLabel('楼栋和门牌', { exact: true }).inputValue(), '3栋2单元501');
  await screen.tap('交给网格员核对');
  await screen.sees('网格员正在核对');
  assert.deepEqual(screen.faults, []);
  await screen.close();
});
