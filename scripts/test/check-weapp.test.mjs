import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { run } from '../lib/processes.mjs';
import { inRepo } from '../lib/repo.mjs';

const folder = mkdtempSync(path.join(os.tmpdir(), 'linli-weapp-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Checks a copy of the built mini-program after something was done to it. */
async function checkAfter(harm) {
  const copy = mkdtempSync(path.join(folder, 'copy-'));
  cpSync(inRepo('miniapp/dist/weapp'), copy, { recursive: true });
  const app = JSON.parse(readFileSync(path.join(copy, 'app.json'), 'utf8'));
  harm((file) => path.join(copy, file), app);
  const { code, output } = await run(process.execPath, [inRepo('scripts/check-weapp.mjs'), copy], {
    capture: true,
    env: { LINLI_RESULT_FILE: undefined },
  });
  return { code, output };
}

describe('the check of the built mini-program', () => {
  it('passes what was built', async () => {
    const { code, output } = await checkAfter(() => {});
    assert.equal(code, 0, output);
  });

  for (const [what, harm, complaint] of /** @type {[string, (at: any, app: any) => void, RegExp][]} */ ([
    ['app.json is cut off', (at) => writeFileSync(at('app.json'), '{"pages":['), /app\.json/],
    ['a page has no template', (at, app) => rmSync(at(`${app.pages[0]}.wxml`)), /\.wxml is missing/],
    [
      'a template does not close its tags',
      (at, app) => appendFileSync(at(`${app.pages[0]}.wxml`), '<view>'),
      /wcc, .*wxml/,
    ],
    ['a style sheet breaks off', (at) => appendFileSync(at('app.wxss'), '.a { color: '), /wcsc, .*wxss/],
    [
      'the main package is too big',
      (at) => writeFileSync(at('big.js'), 'x'.repeat(800 * 1024)),
      /over our budget/,
    ],
  ])) {
    it(`refuses when ${what}`, async () => {
      const { code, output } = await checkAfter(harm);
      assert.equal(code, 1);
      assert.match(output, complaint);
    });
  }
});
