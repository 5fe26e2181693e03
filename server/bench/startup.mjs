import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startSimulator } from '../../scripts/lib/simulator.mjs';

import { Line, median } from './load.mjs';
import { startServer } from './server.mjs';

const requests = 200;

/** Row 4: how soon the embedded server answers, and how much memory it holds. */
export async function measureStartup({ dataDir, starts, say }) {
  const firstMs = [];
  const secondMs = [];
  const cpu = [];
  const nodeMs = [];
  for (let round = 0; round < starts; round++) {
    const env = { DATA_DIR: folder(dataDir, `empty-${round}`) };
    nodeMs.push(bareNodeMs());
    firstMs.push((await readyTimes(env)).readyMs);
    const second = await readyTimes(env);
    secondMs.push(second.readyMs);
    cpu.push(second.readyCpuMs);
  }
  say(`empty database: first start ${list(firstMs)} ms, second ${list(secondMs)} ms`);

  const simulator = await startSimulator();
  const env = { ...simulator.env, DATA_DIR: folder(dataDir, 'demo') };
  try {
    const { readyMs: demoFillMs } = await readyTimes(env);
    say(`the demo district took ${Math.round(demoFillMs / 1000)} s to make`);
    const demoMs = [];
    for (let round = 0; round < starts; round++) demoMs.push((await readyTimes(env)).readyMs);
    say(`second starts on the demo district: ${list(demoMs)} ms`);
    const server = await startServer(env);
    const atStart = server.residentBytes();
    await lookAround(server.port);
    const afterwards = server.residentBytes();
    await server.stop();
    return {
      first: median(firstMs),
      second: median(secondMs),
      demo: median(demoMs),
      cpu: median(cpu),
      bareNode: median(nodeMs),
      demoFillMs,
      atStart,
      afterwards,
      requests,
    };
  } finally {
    await simulator.process?.stop();
  }
}

const list = (values) => values.map(Math.round).join(', ');

function folder(dataDir, name) {
  const made = path.join(dataDir, name);
  mkdirSync(made);
  return made;
}

async function readyTimes(env) {
  const server = await startServer(env);
  await server.stop();
  return server;
}

/** The yardstick: how long Node alone takes here to start and do nothing. */
function bareNodeMs() {
  const startedAt = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  return performance.now() - startedAt;
}

/** What a resident's phone asks for on opening the mini-program, again and again. */
async function lookAround(port) {
  const line = await Line.open(port);
  const ask = async (method, path, token, input) => {
    const { status, body } = await line.ask(method, `/api${path}`, token, input);
    if (status !== 200) throw new Error(`${method} ${path} answered ${status}: ${body}`);
    return JSON.parse(body);
  };
  const { people } = await ask('GET', '/demo/people');
  const { code } = await ask('POST', '/demo/codes', undefined, { key: people[0].key });
  const { accessToken, me } = await ask('POST', '/sessions', undefined, { code, device: 'bench' });
  const { items } = await ask('GET', `/communities/${me.resident.communityId}/stores`, accessToken);
  const paths = ['/me', '/points', '/points/entries', `/stores/${items[0].id}/gifts`, '/redemptions'];
  for (let i = 0; i < requests; i++) await ask('GET', paths[i % paths.length], accessToken);
  line.close();
}
