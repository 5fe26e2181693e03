import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, onStop, run, start, until } from '../../../scripts/lib/processes.mjs';
import { inRepo } from '../../../scripts/lib/repo.mjs';
import { startSimulator } from '../../../scripts/lib/simulator.mjs';

/**
 * The real server with the demo district and the WeChat simulator, each a process of its own, on free loopback ports,
 * with an empty folder as its database. It ends with `stop`, at the latest with this process.
 *
 * To try a changed test quickly, start a server yourself and name its address, the simulator's, and DATA_DIR:
 * LINLI_STORY_AT="http://127.0.0.1:3000 http://127.0.0.1:3100 /tmp/data".
 */
export async function startDemoServer() {
  const [base = '', wechat = '', folder = ''] = process.env.LINLI_STORY_AT?.split(' ') ?? [];
  const running = base ? { base, wechat, folder, stop: async () => undefined } : await startOwn();
  return {
    base: running.base,
    stop: running.stop,
    /** For LINLI_STORY_AT, so that processes started later share this server. */
    at: `${running.base} ${running.wechat} ${running.folder}`,
    /** Whether balances, lots, holds, stock and ledger agree: the command a supervisor would run, on the live data. */
    verify: () =>
      run(process.execPath, [inRepo('server/dist/verify.js')], {
        capture: true,
        env: { DATA_DIR: running.folder, DATABASE_URL: '' },
      }),
    /** What `wx.login` would give this person. @param {string} openid @returns {Promise<string>} */
    loginCode: async (openid) => (await post(`${running.wechat}/sim/codes`, { openid })).code,
    /** What WeChat's phone button would give. @param {string} openid @param {string} phone @returns {Promise<string>} */
    phoneCode: async (openid, phone) =>
      (await post(`${running.wechat}/sim/phone-codes`, { openid, phone })).code,
  };
}

/** @typedef {Awaited<ReturnType<typeof startDemoServer>>} DemoServer */

async function startOwn() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'linli-story-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  const forget = onStop(removeFolder);
  const simulator = await startSimulator();
  if (!simulator.process)
    throw new Error('real WeChat credentials are configured; the story needs the simulator');
  const port = await freePort();
  const server = start(process.execPath, ['--enable-source-maps', inRepo('server/dist/main.js')], {
    env: {
      ...simulator.env,
      PORT: String(port),
      DATA_DIR: folder,
      DATABASE_URL: '',
      LOG_LEVEL: 'warn',
      RATE_LIMIT_PER_MINUTE: '100000',
    },
    capture: true,
  });
  const base = `http://127.0.0.1:${port}`;
  const ready = await Promise.race([
    server.exited.then(() => false),
    until(() => answers(`${base}/api/health/ready`), { everyMs: 100, timeoutMs: 3 * 60_000 }),
  ]);
  if (!ready) throw new Error(`the server did not start:\n${server.output()}`);

  return {
    base,
    folder,
    wechat: String(simulator.env.WECHAT_API_BASE),
    async stop() {
      await server.stop();
      await simulator.process?.stop();
      removeFolder();
      forget();
    },
  };
}

/** @param {string} url @param {object} body @returns {Promise<any>} */
async function post(url, body) {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return answer.json();
}

/** @param {string} url */
async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}
