import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { openWeapp } from '../weapp-host/weapp-host.mjs';

/** What the host must see, or the other tests prove nothing: a page written by hand, without Taro. */
async function onePage(/** @type {string} */ code, /** @type {string} */ wxml = '<view>{{words}}</view>') {
  const dist = mkdtempSync(path.join(os.tmpdir(), 'linli-host-'));
  const files = {
    'app.json': JSON.stringify({ pages: ['pages/one/one', 'pages/two/two'] }),
    'app.js': 'App({})',
    'app.wxss': '',
    'pages/one/one.json': '{}',
    'pages/one/one.wxml': wxml,
    'pages/one/one.js': code,
    'pages/two/two.json': '{}',
    'pages/two/two.wxml': '<view>{{name}}</view>',
    'pages/two/two.js': 'Page({ data: { name: "" }, onLoad(query) { this.setData({ name: query.name }); } })',
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.join(dist, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(dist, name), content);
  }
  const app = await openWeapp({ dist, request: () => ({ status: 200, body: { words: '到了' } }) });
  rmSync(dist, { recursive: true, force: true });
  return app;
}

for (const [what, code, problem] of [
  ['new Function', 'new Function("return 1")()', /new Function/],
  ['Function reached through a function', '(() => {}).constructor("return 1")()', /new Function/],
  ['eval', 'eval("1")', /eval/],
  ['a timer that throws', 'setTimeout(() => { throw new Error("late") }, 0)', /late/],
  ['TextEncoder', 'new TextEncoder()', /TextEncoder is not defined/],
  ['URL', 'new URL("http://a")', /URL is not defined/],
  ['AbortController', 'new AbortController()', /AbortController is not defined/],
  ['fetch', 'fetch("/")', /fetch is not a function/],
  ['document', 'document.body', /undefined/],
  ['Intl', 'new Intl.NumberFormat()', /Intl is not defined/],
  ['a method newer than the phones', '[1].at(-1)', /at is not a function/],
  ['a function WeChat does not have', 'wx.inventedByUs', /wx\.inventedByUs/],
  ['setData with undefined', 'this.setData({ words: undefined })', /undefined, which WeChat refuses/],
  ['console.error', 'console.error("broken", 1)', /broken 1/],
]) {
  test(`the host reports ${what}`, async () => {
    const app = await onePage(`Page({ onLoad() { ${code} } })`);
    assert.match(app.problems.join('\n'), /** @type {RegExp} */ (problem));
    await assert.rejects(() => app.close(), /problems in the app/);
  });
}

test('the host reports a component WeChat does not draw, and a template that is not there', async () => {
  const app = await onePage('Page({})', '<i>x</i><template is="none" />');
  assert.match(app.text(), /x/);
  assert.match(app.problems.join('\n'), /<i> is no component/);
  assert.match(app.problems.join('\n'), /none.* not found/);
  await app.close({ expected: /./ });
});

test('taps climb until they are caught, typing does not', async () => {
  const code = `Page({ data: { heard: [] },
    eh(event) { this.setData({ ['heard[' + this.data.heard.length + ']']: event.type + ' ' + event.currentTarget.id }); } })`;
  const app = await onePage(
    code,
    `<view id="top" bindtap="eh"><view id="wall" catchtap="eh" bindinput="eh"><view id="inner" bindtap="eh">
      <input id="field" bindinput="eh" /></view></view></view><text>{{heard}}</text>`,
  );
  app.tap(app.get({ tag: 'input' }));
  app.input(app.get({ tag: 'input' }), '八');
  assert.equal(app.textOf(app.get({ tag: 'text' })), 'tap inner,tap wall,input field');
  await app.close();
});

test('requests and pages behave as in WeChat', async () => {
  const app = await onePage(`Page({ data: { words: '' }, onLoad() {
    const say = (words) => this.setData({ words: this.data.words + words + ' ' });
    wx.request({ url: 'http://host/api/x', success: ({ data }) => { say(data.words);
      wx.switchTab({ url: '/pages/two/two', fail: ({ errMsg }) => { say(errMsg);
        wx.navigateTo({ url: '/pages/three/three', fail: ({ errMsg }) => { say(errMsg);
          wx.navigateTo({ url: '/pages/two/two?name=' + encodeURIComponent('李') }); } }); } }); } });
  } })`);
  await app.waitFor(() => app.page() === 'pages/two/two');
  // WeChat hands the query over as it was written; a page that forgets to decode it is seen here.
  assert.equal(app.text(), encodeURIComponent('李'));
  await app.back();
  assert.equal(
    app.text(),
    '到了 switchTab:fail can not switch to no-tabBar page navigateTo:fail page "pages/three/three" is not found',
  );
  await app.close();
});
