// npm run test:weapp: the tests over the built dist/weapp. Writes { passed, failed } to LINLI_RESULT_FILE.
//   --dist folder   another built copy, as it is, without asking whether it is up to date
//   names           only the files whose name contains one of them
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { parseArgs } from 'node:util';
import { isBuilt } from '../../../scripts/lib/build.mjs';
import { inRepo } from '../../../scripts/lib/repo.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { dist: { type: 'string' } } });
const totals = { passed: 0, failed: 0 };

const excuse = values.dist ? '' : whyNot(inRepo('miniapp/dist/weapp'));
if (excuse) {
  console.error(excuse);
  totals.failed = 1;
  finish();
} else {
  process.env.LINLI_WEAPP_DIST = path.resolve(values.dist ?? inRepo('miniapp/dist/weapp'));
  const folder = import.meta.dirname;
  const files = readdirSync(folder)
    .filter(
      (name) =>
        name.endsWith('.test.mjs') &&
        (!positionals.length || positionals.some((part) => name.includes(part))),
    )
    .map((name) => path.join(folder, name));
  // One after the other: the story starts a server of its own and wants the machine.
  const stream = run({ files, concurrency: 1, timeout: 7 * 60_000 });
  stream.on('test:pass', (event) => tally(event, 'passed'));
  stream.on('test:fail', (event) => tally(event, 'failed'));
  stream.once('end', finish);
  stream.compose(new spec()).pipe(process.stdout);
}

/** @param {any} event @param {'passed' | 'failed'} outcome */
function tally(event, outcome) {
  if (event.details?.type === 'suite') return;
  // A skipped test has proved nothing.
  totals[event.skip !== undefined || event.todo !== undefined ? 'failed' : outcome] += 1;
}

function finish() {
  if (totals.passed + totals.failed === 0) totals.failed = 1;
  if (process.env.LINLI_RESULT_FILE) writeFileSync(process.env.LINLI_RESULT_FILE, JSON.stringify(totals));
  console.log(`The built mini-program: ${totals.passed} passed, ${totals.failed} failed.`);
  process.exitCode = totals.failed ? 1 : 0;
}

/** A test of yesterday's build proves nothing about today's sources. @param {string} dist */
function whyNot(dist) {
  const builtAt = changedAt(path.join(dist, 'app.json'));
  if (!builtAt) return 'miniapp/dist/weapp is missing: run "npm run build:weapp" first.';
  if (isBuilt('weapp')) return '';
  const sources = [inRepo('miniapp/src'), inRepo('miniapp/config'), inRepo('shared/src')].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.\w+$/.test(name) && !/\.spec\.tsx?$/.test(name))
      .map((name) => path.join(folder, name)),
  );
  const newer = sources.find((file) => changedAt(file) > builtAt);
  return newer
    ? `miniapp/dist/weapp is older than ${path.relative(inRepo(), newer)}: run "npm run build:weapp" first.`
    : '';
}

/** @param {string} file @returns {number} 0 when it is not there */
function changedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
