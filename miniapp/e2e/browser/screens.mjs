// node e2e/browser/screens.mjs [names]: takes a picture of every screen for docs/product/screens.md, and writes that page.
// With names, only the screens whose name contains one of them are taken again. Needs CHROMIUM_PATH and a built H5.
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runScript } from '../../../scripts/lib/processes.mjs';
import { inRepo } from '../../../scripts/lib/repo.mjs';
import { openBrowser } from './people.mjs';
import { prepare } from './prepare.mjs';
import { screenGroups } from './screen-list.mjs';
import { visit } from './visit.mjs';

const folder = inRepo('docs/product/screens');
const names = process.argv.slice(2);
/** All pictures together; a clone should stay quick. */
const mostBytes = 6 * 1024 * 1024;

runScript(async () => {
  const server = await prepare();
  const browser = await openBrowser();
  const groups = await screenGroups(server);
  mkdirSync(folder, { recursive: true });
  if (!names.length) for (const file of readdirSync(folder)) rmSync(path.join(folder, file));

  const darkroom = await browser.newPage();
  const wanted = groups.map(({ role, screens }) => ({
    role,
    screens: screens.filter(({ name }) => !names.length || names.some((part) => name.includes(part))),
  }));
  await visit(browser, server, wanted, async ({ row, form, screen }) => {
    const png = await screen.page.screenshot({ animations: 'disabled', caret: 'hide' });
    writeFileSync(path.join(folder, fileOf(row, form)), await toWebp(darkroom, png));
    console.log(fileOf(row, form));
  });
  await browser.close();
  await server.stop();

  writeFileSync(inRepo('docs/product/screens.md'), pageOf(groups));
  const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
  console.log(`${readdirSync(folder).length} pictures, ${(bytes / 1024 / 1024).toFixed(1)} MB.`);
  if (bytes > mostBytes) {
    console.error('That is more than 6 MB: take fewer, or compress more.');
    return 1;
  }
  return 0;
});

/** @param {import('./screen-list.mjs').ScreenRow} row @param {string} form */
function fileOf(row, form) {
  return `${row.name}${form === 'phone' ? '' : `-${form}`}.webp`;
}

/** The browser's own encoder: a third of the PNG, and nothing to install. @param {import('playwright-core').Page} page @param {Buffer} png */
async function toWebp(page, png) {
  const base64 = await page.evaluate(async (source) => {
    const image = new Image();
    image.src = `data:image/png;base64,${source}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.86).split(',')[1];
  }, png.toString('base64'));
  return Buffer.from(String(base64), 'base64');
}

/** @param {import('./screen-list.mjs').ScreenGroup[]} groups */
function pageOf(groups) {
  const titles = { phone: 'phone', elder: 'elder mode', desk: 'desk' };
  const lines = [
    '# Screens, by role',
    '',
    'Every screen of the H5 build in the demo district. Phones are 390 × 844, elder mode is the same phone with large type chosen, the desk is 1280 × 800. Made by `node e2e/browser/screens.mjs` in `miniapp/` (with `CHROMIUM_PATH`, after a build); this page is written by it too.',
  ];
  for (const { role, screens } of groups) {
    lines.push('', `## ${role}`);
    for (const row of screens) {
      const forms = row.forms ?? /** @type {const} */ (['phone', 'elder']);
      lines.push('', `### ${row.text}`, '', '<p>');
      for (const form of forms) {
        const width = form === 'desk' ? 560 : 200;
        lines.push(
          `<img src="screens/${fileOf(row, form)}" width="${width}" alt="${row.text}, ${titles[form]}">`,
        );
      }
      lines.push('</p>');
    }
  }
  return `${lines.join('\n')}\n`;
}
