import { freePort, isListening, start, until } from './processes.mjs';
import { PlainError, inRepo } from './repo.mjs';

/** The simulator hands out nothing of worth, so its credentials need not be secret. */
const credentials = { WECHAT_APPID: 'wxdemo0000000000', WECHAT_SECRET: 'demo-secret-of-the-simulator-0000' };

/** True when the person who started us named a WeChat account, or means production: then nothing is simulated. */
const isReal = () =>
  Boolean(process.env.WECHAT_APPID || process.env.WECHAT_SECRET || process.env.WECHAT_API_BASE) ||
  process.env.NODE_ENV === 'production';

/**
 * Starts the WeChat simulator on a free loopback port, unless real WeChat credentials are configured.
 * @returns what the server needs in its environment, and the process (both empty when WeChat is real)
 */
export async function startSimulator() {
  if (isReal()) return { env: {}, process: null };
  const port = String(await freePort());
  const simulator = start(process.execPath, [inRepo('server/dist/simulator/main.js')], {
    env: { ...credentials, SIMULATOR_PORT: port },
  });
  const up = await Promise.race([
    simulator.exited.then(() => false),
    until(() => isListening(port), { everyMs: 30, timeoutMs: 20_000 }),
  ]);
  if (!up) throw new PlainError('The WeChat simulator did not start; its own lines above say why.');
  return {
    env: { ...credentials, WECHAT_API_BASE: `http://127.0.0.1:${port}`, DEMO: '1' },
    process: simulator,
  };
}
