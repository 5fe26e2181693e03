import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, onStop, start, until } from '../../../scripts/lib/processes.mjs';
import { inRepo } from '../../../scripts/lib/repo.mjs';
import { startSimulator } from '../../../scripts/lib/simulator.mjs';

/**
 * The real server with the demo district and the WeChat simulator, each a process of its own, on free loopback ports,
 * with an empty folder as its database. It ends with `stop`, at the latest with this process.
 */
export async function startDemoServer() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'linli-story-'));
  const forget = onStop(() => rmSync(folder, { recursive: true, force: true }));
  const simulator = await startSimulator();
  if (!simulator.process)
    throw new Error('real WeChat credentials are configured; the story needs the simulator');
  const port = await freePort();
  const env = {
    ...simulator.env,
    NODE_ENV: 'development',
    PORT: String(port),
    DATA_DIR: folder,
    DATABASE_URL: undefined,
    LOG_LEVEL: 'warn',
    RATE_LIMIT_PER_MINUTE: '100000',
  };
  const server = start(process.execPath, ['--enable-source-maps', inRepo('server/dist/main.js')], {
    env,
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
    /** What `wx.login` would give this person. @param {string} openid */
    async loginCode(openid) {
      const answer = await fetch(`${simulator.env.WECHAT_API_BASE}/sim/codes`, {
        method: 'POST',
        body: JSON.stringify({ openid }),
      });
      const { code } = /** @type {{ code: string }} */ (await answer.json());
      return code;
    },
    /** A verified phone, as WeChat's button would hand it over. @param {string} openid @param {string} phone */
    async phoneCode(openid, phone) {
      const answer = await fetch(`${simulator.env.WECHAT_API_BASE}/sim/phone-codes`, {
        method: 'POST',
        body: JSON.stringify({ openid, phone }),
      });
      const { code } = /** @type {{ code: string }} */ (await answer.json());
      return code;
    },
    log: () => server.output(),
    async stop() {
      await server.stop();
      await simulator.process?.stop();
      rmSync(folder, { recursive: true, force: true });
      forget();
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof startDemoServer>>} DemoServer */

/** @param {string} url */
async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}
