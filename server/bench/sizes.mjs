import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { inRepo } from '../../scripts/lib/repo.mjs';
import { findProgram } from '../../scripts/lib/tools.mjs';

import { startServer } from './server.mjs';

const weapp = inRepo('miniapp/dist/weapp');
const h5 = inRepo('miniapp/dist/h5');

/** Row 5: what WeChat uploads, and what a browser must load before the first screen. Sizes in bytes. */
export async function measureSizes({ dataDir, say }) {
  const packages = weappPackages();
  const firstLoad = (await firstLoadInBrowser({ dataDir, say })) ?? firstLoadOnPaper();
  return { packages, firstLoad };
}

function weappPackages() {
  const app = JSON.parse(readFileSync(path.join(weapp, 'app.json'), 'utf8'));
  const roots = (app.subPackages ?? app.subpackages ?? []).map(({ root }) => root.replace(/^\/|\/$/g, ''));
  const sizes = new Map([['', 0], ...roots.map((root) => [root, 0])]);
  for (const entry of readdirSync(weapp, { recursive: true, withFileTypes: true })) {
    if (
      !entry.isFile() ||
      entry.name.endsWith('.map') ||
      /^project\.(private\.)?config\.json$/.test(entry.name)
    )
      continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(weapp, file).split(path.sep).join('/');
    const root = roots.find((one) => name.startsWith(`${one}/`)) ?? '';
    sizes.set(root, sizes.get(root) + statSync(file).size);
  }
  const main = sizes.get('');
  sizes.delete('');
  return { main, subpackages: [...sizes].map(([root, bytes]) => ({ root, bytes })) };
}

const compressed = (file) => gzipSync(readFileSync(file)).length;

/** Every script the browser asked for until the first screen was quiet: more than before first paint, never less. */
async function firstLoadInBrowser({ dataDir, say }) {
  const executablePath = findProgram([
    process.env.CHROMIUM_PATH ?? 'chromium',
    'chromium-browser',
    'google-chrome',
  ]);
  if (!executablePath) return undefined;
  const { chromium } = createRequire(inRepo('miniapp/package.json'))('playwright-core');
  const server = await startServer({ DATA_DIR: dataDir, H5_DIR: h5 });
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-sync',
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    const scripts = new Set();
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.add(new URL(request.url()).pathname);
    });
    await page.goto(`http://127.0.0.1:${server.port}/`);
    await page.waitForLoadState('networkidle', { timeout: 60_000 });
    const bytes = [...scripts].reduce((sum, script) => sum + compressed(path.join(h5, script)), 0);
    return { bytes, files: scripts.size, how: 'scripts a browser loads until the first screen is quiet' };
  } catch (error) {
    say(`the browser could not be used (${error.message.split('\n')[0]})`);
    return undefined;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Without a browser: what index.html names itself. Pages that it loads later are missing from this. */
function firstLoadOnPaper() {
  const html = readFileSync(path.join(h5, 'index.html'), 'utf8');
  const files = [...html.matchAll(/<script[^>]+src="\/?([^"]+)"/g)].map(([, file]) => path.join(h5, file));
  const there = files.filter((file) => existsSync(file));
  return {
    bytes: there.reduce((sum, file) => sum + compressed(file), 0),
    files: there.length,
    how: 'scripts named in index.html only; no browser here',
  };
}
