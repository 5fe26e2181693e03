import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDemoServer } from '../weapp/demo-server.mjs';
import { Api, Screen, openBrowser } from './people.mjs';

const activity = '今天的楼道清扫';
const gift = '食用油 1.8 升';
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof startDemoServer>>} */
let server;
before(async () => {
  server = await startDemoServer();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('the story: clean-up, attendance, points, a bottle of oil, and everything agrees', async (t) => {
  const { base } = server;
  const [resident, host, clerk] = await Promise.all([
    Screen.open(browser, base, { elder: false }),
    Screen.open(browser, base, { elder: false }),
    Screen.open(browser, base, { elder: false }),
  ]);
  const books = await Api.as(base, 'resident');
  const before = await books.get('/points');
  const oil = (await books.gifts()).find(({ name }) => name === gift);
  let earned = 0;
  let code = '';
  let broken = false;
  /** One after the other; a story that broke is not told on. @param {string} name @param {() => Promise<void>} act */
  const step = (name, act) =>
    t.test(name, async () => {
      assert.ok(!broken, 'the story broke off before');
      broken = true;
      await act();
      broken = false;
    });

  await step('three people are chosen, each on a screen of their own', async () => {
    await Promise.all([resident.become('王秀英'), host.become('周浩然'), clerk.become('吴雪梅')]);
    await shows(resident, before.balance);
  });

  await step('the resident signs up for what goes on today', async () => {
    await resident.tap(new RegExp(activity));
    await resident.sees('正在办');
    await resident.tap('我要参加');
    await resident.sees('报名好了，谢谢您');
  });

  await step('the host confirms who came', async () => {
    await host.tab('我的');
    await host.tap(/^工作台/);
    await host.tap(`逐个点名，${activity}`);
    await host.tap(/^王秀英/, 'checkbox');
    await host.tap('确认 1 人到场');
    await host.sees('1 人的到场确认好了');
    earned = Number(/一共入账 (\d+) 分/.exec(await host.text())?.[1]);
    assert.ok(earned > 0);
  });

  await step('the points are on the resident’s home and statement', async () => {
    // What a screen showed stays fresh for some seconds; whoever cannot wait loads it again.
    await resident.go();
    await resident.page.reload();
    await shows(resident, before.balance + earned);
    await resident.tap('看明细');
    await resident.sees(activity);
    await resident.sees(`+${earned}`);
    await resident.back();
  });

  await step('the resident exchanges them for a bottle of oil and holds a code', async () => {
    await resident.tab('超市');
    await resident.tap(new RegExp(`^${gift}`));
    await resident.tap('我要兑换');
    await resident.sees(`用 ${oil.price} 分，余 ${before.balance + earned - oil.price} 分`);
    await resident.tap('兑换');
    code = await resident.code();
    assert.match(code, /^\d{6}$/);
  });

  await step('the clerk types the code and hands over', async () => {
    await clerk.tab('我的');
    await clerk.tap(/^工作台/);
    await clerk.tap(/^取货/);
    await clerk.type('取货码', code);
    await clerk.tap('查取货码');
    await clerk.sees('王*英');
    await clerk.find('已交货').waitFor();
    // The button waits half a second, so that the Enter of the look-up does not hand over by itself.
    await clerk.page.waitForTimeout(600);
    await clerk.tap('已交货');
    await clerk.sees(`交好了：${gift} 1 ${oil.unit}`);
  });

  await step('the code in the resident’s hand says by itself that it is done', async () => {
    await resident.sees('已领走');
  });

  await step('balance, stock and ledger agree on the screens and in the books', async () => {
    const rest = before.balance + earned - oil.price;
    const points = await books.get('/points');
    assert.deepEqual([points.balance, points.held], [rest, before.held]);
    assert.equal(points.annualScore, before.annualScore + earned);
    const left = (await books.gifts()).find(({ id }) => id === oil.id).left;
    assert.equal(left, oil.left - 1);
    const { items } = await books.get('/points/entries');
    assert.deepEqual(
      items
        .slice(0, 3)
        .map((/** @type {any} */ line) => line.amount)
        .filter(Boolean),
      [-oil.price, earned],
    );

    await resident.tap('再去超市看看');
    await resident.sees(new RegExp(`可用\\s*${rest}\\s*分`));
    await resident.tab('首页');
    await shows(resident, rest);
    await resident.tap('看明细');
    await resident.sees(`−${oil.price}`);

    const sound = await (await Api.as(base, 'supervisor')).get('/verification');
    assert.equal(sound.sound, true, JSON.stringify(sound));
  });

  await step('the supervisor’s screen says that the books are right', async () => {
    const supervisor = await Screen.open(browser, base, { elder: false });
    await supervisor.become('何玉莲');
    await supervisor.tab('我的');
    await supervisor.tap(/^工作台/);
    await supervisor.tap(/^账目核对/);
    await supervisor.sees('账都对得上');
    assert.deepEqual(supervisor.faults, []);
    await supervisor.close();
  });

  for (const screen of [resident, host, clerk]) {
    assert.deepEqual(screen.faults, []);
    await screen.close();
  }
});

/** The passbook on the home page. @param {Screen} screen @param {number} points */
async function shows(screen, points) {
  await screen.page
    .getByRole('region', { name: '积分' })
    .filter({ visible: true, hasText: new RegExp(`可用积分\\s*${points}\\s*分`) })
    .waitFor();
}
