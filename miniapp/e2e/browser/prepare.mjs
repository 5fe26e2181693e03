import { existsSync } from 'node:fs';
import { inRepo } from '../../../scripts/lib/repo.mjs';
import { startDemoServer } from '../weapp/demo-server.mjs';

/**
 * What every file here stands on: a browser, the H5 build, and the server with the demo district that offers it. Its
 * address goes to the processes started afterwards, in LINLI_STORY_AT; they get the same server from `startDemoServer`.
 * LINLI_H5_DIR names another build than `miniapp/dist/h5`.
 * @throws one sentence about what is missing
 */
export async function prepare() {
  if (!process.env.CHROMIUM_PATH || !existsSync(process.env.CHROMIUM_PATH))
    throw new Error('CHROMIUM_PATH names no browser: install Chromium (npm test does so), or name it there.');
  const h5 = process.env.LINLI_H5_DIR ?? inRepo('miniapp/dist/h5');
  if (!existsSync(`${h5}/index.html`))
    throw new Error('miniapp/dist/h5 is missing: run "npm test" or build it first.');
  process.env.H5_DIR = h5;
  const server = await startDemoServer();
  process.env.LINLI_STORY_AT = server.at;
  return server;
}
