// npm run dev: server, WeChat simulator and H5 in watch mode; `npm run dev -- --weapp` builds for WeChat as well.
import './lib/node-version.mjs';
import { watch } from 'node:fs';
import { parseArgs } from 'node:util';
import { runPackageScript, isStopping, runScript, start } from './lib/processes.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { inRepo } from './lib/repo.mjs';
import { startSimulator } from './lib/simulator.mjs';

const { values } = parseArgs({ options: { weapp: { type: 'boolean' } } });

runScript(
  async () => {
    await ensureInstalled();
    await ensureBuilt(['shared', 'server']);
    const simulator = await startSimulator();
    const port = process.env.PORT || '3000';

    /** @type {ReturnType<typeof start> | undefined} */
    let server;
    const startServer = () => {
      const started = start(process.execPath, ['--enable-source-maps', inRepo('server/dist/main.js')], {
        env: { ...simulator.env, PORT: port },
      });
      server = started;
      void started.exited.then(({ code }) => {
        if (server === started && !isStopping())
          console.error(`The server ended (exit code ${code}). Waiting for a change …`);
      });
    };

    // Not the compilers' own watch modes: the server must not be started on half a build.
    const rebuild = oneAtATime(async () => {
      try {
        await ensureBuilt(['shared', 'server']);
      } catch (error) {
        console.error(error instanceof Error ? error.message : error); // the old server keeps running
        return;
      }
      const old = server;
      server = undefined;
      await old?.stop();
      if (!isStopping()) startServer();
    });
    for (const folder of ['shared/src', 'server/src']) {
      watch(inRepo(folder), { recursive: true }, (_event, file) => {
        if (/\.(ts|json|sql|csv)$/.test(file ?? '') && !/\.spec\.ts$/.test(file ?? '')) rebuild();
      });
    }

    startServer();
    console.log(`API: http://localhost:${port}/api. The H5 build below names its own address.`);
    const env = { PORT: port, NODE_ENV: 'development' };
    const builds = [runPackageScript(inRepo('miniapp'), 'dev:h5', { env })];
    if (values.weapp) builds.push(runPackageScript(inRepo('miniapp'), 'dev:weapp', { env }));
    const { code } = await Promise.race(builds);
    if (!isStopping()) console.error('The mini-program build ended by itself.');
    return code || 1;
  },
  { signalExitCode: 0 },
);

/** Gathers calls that come close together, and never lets two runs overlap. */
function oneAtATime(work) {
  let timer;
  let running = false;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      if (running) return soon();
      running = true;
      await work();
      running = false;
    }, 150);
  };
  return soon;
}
