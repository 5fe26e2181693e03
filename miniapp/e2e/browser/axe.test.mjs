import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { startDemoServer } from '../weapp/demo-server.mjs';
import { cutTexts, tooWide } from './layout.mjs';
import { openBrowser } from './people.mjs';
import { screenGroups } from './screen-list.mjs';
import { visit } from './visit.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
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

test(
  'every screen, for everyone: axe finds nothing serious, nothing is cut, nothing fails',
  { concurrency: 2 },
  async (t) => {
    await visit(browser, server, await screenGroups(server), async ({ row, form, screen }) => {
      await t.test(`${row.name}, ${form}`, async () => {
        // Through the protocol, not a script tag: what is offline stays offline.
        await screen.page.evaluate(axe);
        const { violations } = await screen.page.evaluate(() =>
          /** @type {any} */ (globalThis).axe.run({ resultTypes: ['violations'] }),
        );
        const serious = violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map((/** @type {any} */ { id, impact, help, nodes }) => ({
            id,
            impact,
            help,
            where: nodes
              .slice(0, 3)
              .map((/** @type {any} */ node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
          }));
        assert.deepEqual(serious, []);
        assert.deepEqual(await cutTexts(screen.page), [], 'texts that are cut off');
        assert.equal(await tooWide(screen.page), 0, 'scrolls sideways');
        assert.deepEqual(screen.faults, []);
      });
    });
  },
);
