// npm run bench: the figures of docs/operations/performance.md beside their yardsticks, from one run.
import './lib/node-version.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { run, runScript } from './lib/processes.mjs';
import { inRepo } from './lib/repo.mjs';
import { startMariadb } from './lib/mariadb.mjs';

runScript(async () => {
  await ensureInstalled();
  await ensureBuilt(['shared', 'server', 'h5', 'weapp']);
  // Durable, because a promise kept in memory is not the promise we measure.
  const mariadb = await startMariadb({ durable: true });
  const { code } = await run(process.execPath, [inRepo('server/bench/main.mjs'), ...process.argv.slice(2)], {
    env: { DATABASE_URL: mariadb.url, TEST_MARIADB_URL: mariadb.url },
  });
  return code;
});
