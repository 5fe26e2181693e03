// npm run test:e2e: the H5 build in Chromium (CHROMIUM_PATH), against the real server with the demo district.
// Writes { passed, failed } to LINLI_RESULT_FILE.
//   names           only the files whose name contains one of them
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { runScript } from '../../../scripts/lib/processes.mjs';
import { prepare } from './prepare.mjs';

const names = process.argv.slice(2);
const totals = { passed: 0, failed: 0 };

runScript(async () => {
  try {
    // All files share one server, one after the other: making the district takes longer than most of them.
    await prepare();
    await runFiles();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    totals.failed += 1;
  }
  if (totals.passed + totals.failed === 0) totals.failed = 1;
  if (process.env.LINLI_RESULT_FILE) writeFileSync(process.env.LINLI_RESULT_FILE, JSON.stringify(totals));
  console.log(`In the browser: ${totals.passed} passed, ${totals.failed} failed.`);
  return totals.failed ? 1 : 0;
});

function runFiles() {
  const folder = import.meta.dirname;
  const files = readdirSync(folder)
    .filter(
      (name) => name.endsWith('.test.mjs') && (!names.length || names.some((part) => name.includes(part))),
    )
    .sort()
    .map((name) => path.join(folder, name));
  const stream = run({ files, concurrency: 1, timeout: 4 * 60_000 });
  stream.on('test:pass', (event) => tally(event, 'passed'));
  stream.on('test:fail', (event) => tally(event, 'failed'));
  stream.compose(new spec()).pipe(process.stdout);
  return new Promise((resolve) => stream.once('end', resolve));
}

/** @param {any} event @param {'passed' | 'failed'} outcome */
function tally(event, outcome) {
  if (event.details?.type === 'suite') return;
  // A skipped test has proved nothing.
  totals[event.skip !== undefined || event.todo !== undefined ? 'failed' : outcome] += 1;
}
