// npm start: installs, builds, and runs Linli in the foreground until Ctrl-C or SIGTERM.
import './lib/node-version.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { freePort, isListening, isStopping, runScript, start, until } from './lib/processes.mjs';
import { PlainError, duration, inRepo, table } from './lib/repo.mjs';
import { startSimulator } from './lib/simulator.mjs';

/** The first start writes a whole demo district; on a small machine that takes its time. */
const readyTimeoutMs = 5 * 60_000;

runScript(
  async () => {
    const port = process.env.PORT === '0' ? String(await freePort()) : process.env.PORT || '3000';
    await refuseTakenPort(port);
    await ensureInstalled();
    await ensureBuilt(['shared', 'server', 'h5']);

    const startedAt = Date.now();
    const simulator = await startSimulator();
    const server = start(process.execPath, ['--enable-source-maps', inRepo('server/dist/main.js')], {
      env: {
        LOG_LEVEL: process.env.LOG_LEVEL ?? (simulator.process ? 'warn' : 'info'),
        H5_DIR: process.env.H5_DIR ?? inRepo('miniapp/dist/h5'),
        ...simulator.env,
        PORT: port,
      },
    });
    const ended = Promise.race([
      server.exited.then(({ code }) => ({ who: 'server', code })),
      ...(simulator.process
        ? [simulator.process.exited.then(({ code }) => ({ who: 'WeChat simulator', code }))]
        : []),
    ]);

    const patience = setTimeout(() => {
      console.log('Still preparing. The first start creates the demo district; later ones take seconds.');
    }, 6000);
    const ready = await Promise.race([ended.then(() => false), untilReady(port)]);
    clearTimeout(patience);
    if (ready === undefined && !isStopping()) {
      throw new PlainError(
        `The server was not ready after ${duration(readyTimeoutMs)}; its own lines above may say why.`,
      );
    }
    if (ready) await greet(port, simulator.process !== null, Date.now() - startedAt);

    const { who, code } = await ended;
    // A server that refuses its configuration has said so itself.
    if (!isStopping() && (ready || who !== 'server'))
      console.error(`\nThe ${who} ended by itself (exit code ${code}).`);
    return code || 1;
  },
  { signalExitCode: 0 },
);

/** Says so now rather than after a minute of building. A port that is no port is left to the server's own check. */
async function refuseTakenPort(port) {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return;
  if (await isListening(port)) {
    throw new PlainError(
      `Port ${port} is taken by another program (perhaps Linli is running already).\n` +
        `Stop it, or choose another port: PORT=${Number(port) + 1} npm start`,
    );
  }
}

/** @returns {Promise<boolean | undefined>} undefined when it took too long */
function untilReady(port) {
  return until(() => get(`http://127.0.0.1:${port}/api/health/ready`).then((answer) => answer?.ok ?? false), {
    everyMs: 50,
    timeoutMs: readyTimeoutMs,
  });
}

async function greet(port, isDemo, tookMs) {
  const address = `http://localhost:${port}`;
  console.log(`\nLinli 邻里 is ready (${duration(tookMs)}):\n\n  ${address}\n`);
  if (isDemo) {
    const answer = await get(`http://127.0.0.1:${port}/api/demo/people`);
    /** @type {{ people: { key: string, name: string, role: string, about: string }[] }} */
    const { people } = answer?.ok ? await answer.json() : { people: [] };
    if (people.length) {
      console.log('You can be any of these people; choose one in the browser:\n');
      console.log(table(people.map(({ name, role, about }) => [name, role, about])));
      console.log('');
    }
    console.log('WeChat is simulated. Everything here is made up.');
  }
  console.log('Ctrl-C stops everything.\n');
}

/** A request that answers undefined when there is no answer. */
async function get(url) {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(5000) });
  } catch {
    return undefined;
  }
}
