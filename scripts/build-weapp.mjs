// npm run build:weapp: builds miniapp/dist/weapp, to be opened in WeChat's tool, and checks what was built.
import './lib/node-version.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { run, runScript } from './lib/processes.mjs';
import { inRepo } from './lib/repo.mjs';

runScript(async () => {
  await ensureInstalled();
  await ensureBuilt(['weapp'], { force: true });
  return (await run(process.execPath, [inRepo('scripts/check-weapp.mjs')])).code;
});
