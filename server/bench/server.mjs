import 'reflect-metadata';

import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { inRepo } from '../../scripts/lib/repo.mjs';
import { freePort, start, until } from '../../scripts/lib/processes.mjs';

import { Config } from '../dist/common/config.js';
import { createLogger } from '../dist/common/logger.js';
import { createApp } from '../dist/create-app.js';
import { Database } from '../dist/database/database.js';

/** Environment of every server we start. Nobody signs in through WeChat here, so its address leads nowhere. */
const usual = {
  NODE_ENV: 'development',
  WECHAT_API_BASE: 'http://127.0.0.1:9',
  WECHAT_APPID: 'wx0000000000000000',
  WECHAT_SECRET: 'bench',
  DATA_KEY: Buffer.alloc(32, 9).toString('base64'),
  RATE_LIMIT_PER_MINUTE: '100000000',
  LOG_LEVEL: 'warn',
  DATABASE_URL: '',
  DEMO: '',
};

/** The application in this process, for preparing data and listening to statements. */
export async function openApp(env) {
  const config = Config.from({ ...usual, ...env });
  const app = await createApp({ config, log: createLogger('error') });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return { app, config, database: app.get(Database) };
}

/**
 * The built server as a process of its own, as `npm start` runs it.
 * @returns {Promise<{ port: number, pid: number | undefined, readyMs: number, readyCpuMs: number, residentBytes: () => number | null, stop: () => Promise<void> }>}
 */
export async function startServer(env) {
  const port = await freePort();
  const startedAt = performance.now();
  const server = start(process.execPath, ['--enable-source-maps', inRepo('server/dist/main.js')], {
    env: { ...usual, ...env, PORT: String(port) },
  });
  const ready = await Promise.race([
    server.exited.then(() => false),
    until(() => isReady(port), { everyMs: 5, timeoutMs: 300_000 }),
  ]);
  const readyMs = performance.now() - startedAt;
  const readyCpuMs = cpuMs(server.child.pid);
  if (!ready) throw new Error('the server did not become ready');
  const { pid } = server.child;
  return {
    port,
    pid,
    readyMs,
    readyCpuMs,
    residentBytes: () => residentBytes(pid),
    stop: () => server.stop(),
  };
}

/** A fresh connection each time, and far less work than fetch: asking must not slow down what is asked. */
function isReady(port) {
  return new Promise((resolve) => {
    const ask = request({ port, host: '127.0.0.1', path: '/api/health/ready', agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    ask.on('error', () => resolve(false));
    ask.end();
  });
}

/** Linux only; elsewhere null. */
function residentBytes(pid) {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return null;
  return Number(/^VmRSS:\s*(\d+) kB/m.exec(readFileSync(file, 'utf8'))?.[1]) * 1024;
}

/** Processor time a process has used so far, in ms of a hundredth of a second each; 0 where that cannot be read. */
export function cpuMs(pid) {
  const file = `/proc/${pid}/stat`;
  if (!pid || !existsSync(file)) return 0;
  const fields = readFileSync(file, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Process id of the MariaDB behind a database, when it runs on this machine. @returns {Promise<number | undefined>} */
export async function processOfMariadb(database) {
  const row = await database.row('SELECT @@pid_file AS file');
  return row && existsSync(row.file) ? Number(readFileSync(row.file, 'utf8')) : undefined;
}
