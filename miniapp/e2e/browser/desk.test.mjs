import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDemoServer } from '../weapp/demo-server.mjs';
import { tooWide } from './layout.mjs';
import { Api, Screen, desk, openBrowser } from './people.mjs';
import { chooseRoster, wrongRoster } from './screen-list.mjs';

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

/** @param {import('./people.mjs').PersonKey} key @param {string} page of the workbench */
async function at(key, page) {
  const { session } = await Api.as(server.base, key);
  const screen = await Screen.open(browser, server.base, { size: desk, elder: false, session });
  await screen.go(`packages/workbench/${page}`);
  return screen;
}

/** The side list is there, and nothing scrolls sideways. @param {Screen} screen @param {string} title */
async function isDesk(screen, title) {
  await screen.page.getByRole('navigation', { name: '工作台' }).filter({ visible: true }).waitFor();
  await screen.find(title, 'heading').waitFor();
  await screen.settle();
  assert.equal(await tooWide(screen.page), 0);
  assert.deepEqual(screen.faults, []);
}

/** An order that waits at the counter. */
async function waitingCode() {
  const clerk = await Api.as(server.base, 'clerk');
  const elder = await Api.as(server.base, 'elder');
  const { items } = await elder.get('/redemptions?state=held');
  if (items[0]) return { code: items[0].code, clerk };
  const resident = await Api.as(server.base, 'resident');
  const { balance } = await resident.get('/points');
  const gift = (await resident.gifts()).find((one) => one.can.redeem && one.price <= balance);
  const view = await resident.send('POST', '/redemptions', {
    giftId: gift.id,
    quantity: 1,
    price: gift.price,
    requestKey: crypto.randomUUID(),
  });
  return { code: view.code, clerk };
}

test('attendance, rules and stock take the width of a desk', async () => {
  const host = await at('volunteer', 'attendance/index');
  await isDesk(host, '确认到场');
  await host.find(/^今天的楼道清扫/, 'row').click();
  await isDesk(host, '今天的楼道清扫');
  await host.close();
  const director = await at('committee', 'rules/index');
  await isDesk(director, '积分规则');
  await director.startAt('packages/workbench/stock/index');
  await isDesk(director, '礼品和库存');
  await director.close();
});

test('a roster with mistakes: every one is named by line, and nobody is imported', async () => {
  const books = await Api.as(server.base, 'committee');
  const count = async () => (await books.get('/residents')).total;
  const before = await count();
  const screen = await at('committee', 'roster-import/index');
  await isDesk(screen, '导入名册');
  await chooseRoster(screen, wrongRoster);
  for (const row of [
    /^第 2 行，姓名/,
    /^第 2 行，出生日期/,
    /^第 3 行，手机号/,
    /^第 3 行，楼栋/,
    /^第 4 行，门牌/,
  ])
    await screen.find(row, 'row').waitFor();
  await screen.sees('一条都没有导入');
  await isDesk(screen, '导入名册');
  assert.equal(await count(), before);
  await screen.close();
});

test('the counter can be worked by keyboard alone', async () => {
  const { code } = await waitingCode();
  const screen = await at('clerk', 'counter/index');
  await isDesk(screen, '取货');
  const { keyboard } = screen.page;
  const field = screen.page.getByLabel('取货码', { exact: true }).filter({ visible: true });
  const focused = () => field.evaluate((one) => one === document.activeElement);
  for (let times = 0; times < 40 && !(await focused()); times++) await keyboard.press('Tab');
  assert.ok(await focused(), 'Tab reaches the field');
  await keyboard.type(code);
  await keyboard.press('Enter');
  const button = screen.find('已交货');
  await button.waitFor();
  // The ring is on the button, and the Enter still going down does not press it.
  await keyboard.press('Enter');
  assert.ok(await button.isVisible());
  assert.equal(await button.evaluate((one) => one === document.activeElement), true);
  await screen.page.waitForTimeout(600);
  await keyboard.press('Enter');
  await screen.sees(/^交好了：/);
  assert.ok(await focused(), 'ready for the next customer');
  await screen.close();
});
