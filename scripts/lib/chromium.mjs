import { spawnSync } from 'node:child_process';
import { ensureProgram, findProgram } from './tools.mjs';

const names = [
  ...(process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : []),
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The browser for the browser tests, and Chinese type for it; both are installed when missing and possible.
 * @returns {Promise<string>} absolute path, for Playwright's `executablePath`
 */
export async function ensureChromium() {
  const chromium = await ensureProgram({
    what: 'Chromium (used for the browser tests)',
    find: () => findProgram(names),
    packages: ['chromium', 'fonts-noto-cjk'],
    otherwise: 'Chromium or Chrome, or name it in CHROMIUM_PATH',
  });
  if (process.platform === 'linux') {
    await ensureProgram({
      what: 'A Chinese font (used for the browser tests)',
      find: hasChineseFont,
      packages: ['fonts-noto-cjk'],
      otherwise: 'one, for instance fonts-noto-cjk',
    });
  }
  return chromium;
}

/** Without one every text would be a row of boxes, and its width wrong. */
const hasChineseFont = () =>
  spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).stdout?.trim() || undefined;
