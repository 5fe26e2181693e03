import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWeapp, setDataLimit } from '../weapp-host/weapp-host.mjs';
import { canned, me, signedIn } from './canned.mjs';

const dist = String(process.env.LINLI_WEAPP_DIST);
const tabs = ['首页', '超市', '议事', '消息', '我的'];
const open = (/** @type {Partial<Parameters<typeof openWeapp>[0]>} */ change = {}) =>
  openWeapp({ dist, request: canned({ 'GET /me': () => me }), ...change });

for (const [who, storage] of /** @type {const} */ ([
  ['a visitor', {}],
  ['a resident', signedIn],
])) {
  test(`${who} walks through the five tabs and nothing fails`, async () => {
    const app = await open({ storage });
    assert.equal(app.page(), 'pages/home/index');
    for (const tab of [...tabs.slice(1), '首页']) {
      await app.goTab(tab);
      await app.settle();
      for (const words of tabs)
        assert.ok(app.find({ role: 'link', text: words }), `${words} is missing on ${app.page()}`);
      assert.equal(app.depth(), 1);
    }
    assert.equal(app.page(), 'pages/home/index');
    // Faults, eval, new Function, functions WeChat lacks, templates without a name: all of them are problems.
    assert.deepEqual(app.problems, []);
    assert.ok(app.setData.largest < setDataLimit, `${app.setData.largest} bytes in one setData`);
    await app.close();
  });
}

test('a screen reader hears roles and names', async () => {
  const app = await open();
  const bar = app.get({ role: 'navigation' });
  assert.equal(bar.attrs.ariaLabel, '主导航');
  assert.equal(app.findAll({ role: 'link' }).filter((node) => tabs.includes(app.textOf(node))).length, 5);
  assert.ok(app.find({ role: 'main' }));
  const buttons = app.findAll({ role: 'button' });
  assert.ok(buttons.length > 0);
  for (const button of buttons) assert.notEqual(app.labelOf(button), '');
  // Pictures are either named or passed over.
  for (const node of app.walk()) {
    if (String(node.attrs.class ?? '').startsWith('ic ')) {
      assert.ok(node.attrs.ariaHidden || node.attrs.ariaLabel, JSON.stringify(node.attrs));
    }
  }
  await app.close();
});

const factor = (/** @type {Awaited<ReturnType<typeof open>>} */ app) => {
  const page = app.get({ className: 'page' });
  return {
    scale: Number(/--fs:\s*([\d.]+)/.exec(page.attrs.style)?.[1]),
    elder: / elder\b/.test(page.attrs.class),
  };
};

test("type grows with WeChat's own setting", async (t) => {
  for (const [setting, scale, elder] of /** @type {const} */ ([
    [15, 1, false],
    [16, 1, false],
    [19, 1.19, false],
    [21, 1.31, true],
    [28, 1.75, true],
    [40, 1.75, true],
  ])) {
    await t.test(`set to ${setting}`, async () => {
      const app = await open({ fontSizeSetting: setting });
      assert.deepEqual(factor(app), { scale, elder });
      await app.close();
    });
  }
});

test('who chooses large type keeps it on the next day', async () => {
  const app = await open({ storage: signedIn });
  await app.press({ role: 'button', text: /换成长辈版/ });
  await app.waitFor(() => factor(app).elder);
  const storage = app.storage();
  await app.close();
  const nextDay = await open({ storage });
  assert.deepEqual(factor(nextDay), { scale: 1.3, elder: true });
  await nextDay.close();
});
