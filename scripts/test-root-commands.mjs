// node scripts/test-root-commands.mjs: the tests of the root commands themselves (scripts/test), on Node's own runner.
// Writes its totals to LINLI_RESULT_FILE when that is set.
import './lib/node-version.mjs';
import { readdirSync, writeFileSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { inRepo } from './lib/repo.mjs';

const folder = inRepo('scripts/test');
const files = readdirSync(folder).filter((name) => name.endsWith('.test.mjs'));

const totals = { passed: 0, failed: 0 };
const count = (kind) => (event) => {
  if (event.details.type === 'suite') return;
  const skipped = event.skip !== undefined || event.todo !== undefined;
  totals[skipped ? 'failed' : kind] += 1;
};
run({ files: files.map((name) => `${folder}/${name}`), concurrency: false, timeout: 5 * 60_000 })
  .on('test:pass', count('passed'))
  .on('test:fail', count('failed'))
  .on('end', () => {
    if (process.env.LINLI_RESULT_FILE) writeFileSync(process.env.LINLI_RESULT_FILE, JSON.stringify(totals));
    process.exitCode = totals.failed ? 1 : 0;
  })
  .compose(new spec())
  .pipe(process.stdout);
