import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDemoServer } from '../weapp/demo-server.mjs';
import { cutTexts, smallTargets, tooWide } from './layout.mjs';
import { Api, Screen, openBrowser } from './people.mjs';

/** dp; on this window a dp is a little more than a pixel. */
const finger = 60;
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

test('an elder chooses large type, signs up, exchanges and shows the code; nothing is cut or too small', async (t) => {
  const books = await Api.as(server.base, 'elder');
  const { balance } = await books.get('/points');
  const gift = (await books.gifts()).find((one) => one.can.redeem && one.price > 0 && one.price <= balance);
  assert.ok(gift, `nothing for ${balance} points`);
  const screen = await Screen.open(browser, server.base);
  const fits = async (/** @type {string} */ where) => {
    await screen.settle();
    assert.deepEqual(await cutTexts(screen.page), [], `${where}: cut`);
    assert.equal(await tooWide(screen.page), 0, `${where}: scrolls sideways`);
    assert.deepEqual(await smallTargets(screen.page, finger), [], `${where}: smaller than ${finger}`);
  };
  let broken = false;
  const step = (/** @type {string} */ name, /** @type {() => Promise<void>} */ act) =>
    t.test(name, async () => {
      assert.ok(!broken, 'broke off before');
      broken = true;
      await act();
      broken = false;
    });

  await step('the offer on the home page makes everything large', async () => {
    await screen.become('张桂兰');
    const size = () =>
      screen.page.evaluate(() =>
        parseFloat(getComputedStyle(document.querySelector('.tabbar') ?? document.body).fontSize),
      );
    const before = await screen.page
      .getByText('可用积分')
      .filter({ visible: true })
      .first()
      .evaluate((one) => parseFloat(getComputedStyle(one).fontSize));
    await screen.tap('换成长辈版');
    const after = await screen.page
      .getByText('可用积分')
      .filter({ visible: true })
      .first()
      .evaluate((one) => parseFloat(getComputedStyle(one).fontSize));
    assert.ok(after >= before * 1.25, `${before} → ${after}`);
    assert.ok((await size()) > 0);
    await fits('home');
  });

  await step('signs up', async () => {
    await screen.tap(/今天的楼道清扫/);
    await screen.sees('什么时候');
    await fits('activity');
    // Another test may have signed her up before.
    if (await screen.find('我要参加').isVisible()) await screen.tap('我要参加');
    await screen.sees(/报名好了，谢谢您|已经报名的/);
    await fits('signed up');
    await screen.back();
  });

  await step('exchanges', async () => {
    await screen.tab('超市');
    await screen.sees(/可用/);
    await fits('store');
    await screen.tap(new RegExp(`^${gift.name}`));
    await screen.sees('还有多少');
    await fits('gift');
    await screen.tap('我要兑换');
    await screen.find('兑换').waitFor();
    await fits('asking');
    await screen.tap('兑换');
  });

  await step('holds a code: the six digits come before the picture', async () => {
    assert.match(await screen.code(), /^\d{6}$/);
    await fits('pickup');
    const [digits, picture] = await Promise.all([
      screen.find(/^取货码 \d/, 'img').boundingBox(),
      screen.find('取货二维码', 'img').boundingBox(),
    ]);
    assert.ok(digits && picture && digits.y + digits.height <= picture.y + 1);
  });

  await step('the large type is still there after a reload, and the way back is at the end', async () => {
    await screen.go();
    await screen.page.reload();
    await screen.sees(/张桂兰，/);
    await fits('home again');
    await screen.tap('回到标准版');
    await screen.find('长辈版').waitFor();
  });

  await step('the largest size WeChat has: still nothing is cut', async () => {
    for (const path of [
      'pages/home/index',
      'pages/store/index',
      'packages/resident/statement/index',
      'packages/resident/orders/index',
      'pages/me/index',
    ]) {
      await screen.page.goto('about:blank');
      await screen.page.goto(`${server.base}/?elder=1&fs=1.75#/${path}`);
      await screen.settle();
      assert.deepEqual(await cutTexts(screen.page), [], path);
      assert.equal(await tooWide(screen.page), 0, path);
    }
  });

  assert.deepEqual(screen.faults, []);
  await screen.close();
});
