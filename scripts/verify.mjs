// npm run verify: does the live data add up? Prints the rows that do not and exits non-zero.
import './lib/node-version.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { run, runScript } from './lib/processes.mjs';
import { inRepo } from './lib/repo.mjs';

runScript(async () => {
  await ensureInstalled();
  await ensureBuilt(['shared', 'server']);
  const args = ['--enable-source-maps', inRepo('server/dist/verify.js'), ...process.argv.slice(2)];
  return (await run(process.execPath, args)).code;
});
