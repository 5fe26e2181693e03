// npm test: everything, on both database engines, in the browser and on the built mini-program.
//   npm test -- --only server-sqlite,miniapp    some of it
//   npm test -- --no-check                      without format, lint, types and the rest of `check`
// Ends with one line, `N passed, N failed`. What was skipped has not passed and counts as failed.
import './lib/node-version.mjs';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { startMariadb } from './lib/mariadb.mjs';
import { onStop, run, runPackageScript, runScript } from './lib/processes.mjs';
import { PlainError, duration, inRepo, readJson, table } from './lib/repo.mjs';

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {'shared' | 'server' | 'miniapp'} [folder] the package whose script it is
 * @property {string} script a package script, or a file of `scripts/` when there is no folder
 * @property {boolean} [jest] Jest writes its own report; the others write `{ passed, failed }` to LINLI_RESULT_FILE
 * @property {Record<string, string>} [env]
 * @property {('mariadb' | 'chromium')[]} [needs]
 * @property {import('./lib/build.mjs').Target[]} [builds]
 */

/** @type {Suite[]} */
const suites = [
  { name: 'check', script: 'check.mjs' },
  {
    name: 'server-sqlite',
    folder: 'server',
    script: 'test',
    jest: true,
    env: { LINLI_TEST_ENGINE: 'sqlite' },
    builds: ['shared', 'server'],
  },
  {
    name: 'server-mariadb',
    folder: 'server',
    script: 'test',
    jest: true,
    env: { LINLI_TEST_ENGINE: 'mariadb' },
    needs: ['mariadb'],
    builds: ['shared', 'server'],
  },
  { name: 'root-commands', script: 'test-root-commands.mjs', builds: ['shared', 'server', 'h5', 'weapp'] },
  { name: 'miniapp', folder: 'miniapp', script: 'test', jest: true },
  { name: 'weapp-package', script: 'check-weapp.mjs', builds: ['weapp'] },
  { name: 'weapp', folder: 'miniapp', script: 'test:weapp', builds: ['shared', 'server', 'weapp'] },
  {
    name: 'browser',
    folder: 'miniapp',
    script: 'test:e2e',
    needs: ['chromium'],
    builds: ['shared', 'server', 'h5'],
  },
];

/** A suite that takes longer than this hangs. */
const suiteTimeoutMs = 8 * 60_000;

runScript(async () => {
  try {
    return await testAll();
  } catch (error) {
    // No packages, no build, no database, no browser: nothing was proved, and the last line must say so.
    console.error(error instanceof PlainError ? error.message : error);
    console.log('0 passed, 1 failed');
    return 1;
  }
});

async function testAll() {
  const chosen = chooseSuites();
  const startedAt = Date.now();
  await ensureInstalled();
  await ensureBuilt([...new Set(chosen.flatMap(({ builds }) => builds ?? []))]);
  const env = await bringUp(new Set(chosen.flatMap(({ needs }) => needs ?? [])));

  const results = [];
  for (const suite of chosen) {
    console.log(`\n── ${suite.name} ${'─'.repeat(Math.max(0, 76 - suite.name.length))}`);
    const suiteStartedAt = Date.now();
    const result = await runSuite(suite, env);
    results.push({ name: suite.name, ...result, ms: Date.now() - suiteStartedAt });
  }

  const rows = results.map(({ name, passed, failed, note, ms }) => [
    name,
    String(passed),
    String(failed),
    duration(ms),
    note,
  ]);
  console.log(`\n${table([['suite', 'passed', 'failed', 'time', ''], ...rows])}`);
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(`\nIn ${duration(Date.now() - startedAt)}, on Node ${process.versions.node}.`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed ? 1 : 0;
}

/** @returns {Suite[]} */
function chooseSuites() {
  const { values } = parseArgs({ options: { only: { type: 'string' }, 'no-check': { type: 'boolean' } } });
  const wanted = values.only?.split(',').map((name) => name.trim());
  const unknown = wanted?.find((name) => !suites.some((suite) => suite.name === name));
  if (unknown) {
    throw new PlainError(
      `There is no suite "${unknown}". There are: ${suites.map(({ name }) => name).join(', ')}.`,
    );
  }
  return suites.filter(({ name }) =>
    wanted ? wanted.includes(name) : !(values['no-check'] && name === 'check'),
  );
}

/**
 * Starts or finds what the suites stand on, before the first of them runs: a missing engine should not be
 * discovered after ten minutes.
 */
async function bringUp(needs) {
  /** @type {Record<string, string>} */
  const env = {};
  if (needs.has('chromium')) env.CHROMIUM_PATH = await ensureChromium();
  if (needs.has('mariadb')) env.TEST_MARIADB_URL = (await startMariadb()).url;
  return env;
}

/** @returns {Promise<{ passed: number, failed: number, note: string }>} */
async function runSuite(suite, env) {
  const reports = mkdtempSync(path.join(os.tmpdir(), 'linli-test-'));
  const removeReports = () => rmSync(reports, { recursive: true, force: true });
  const forget = onStop(removeReports);
  const report = path.join(reports, 'report.json');
  const options = {
    env: { ...env, ...suite.env, NODE_ENV: 'test', LINLI_RESULT_FILE: report },
    timeoutMs: suiteTimeoutMs,
  };
  try {
    if (!suite.folder)
      return count(suite, report, await run(process.execPath, [inRepo('scripts', suite.script)], options));
    if (!readJson(suite.folder, 'package.json').scripts?.[suite.script]) {
      return { passed: 0, failed: 1, note: `${suite.folder}/package.json has no script "${suite.script}"` };
    }
    const args = suite.jest ? ['--ci', '--json', `--outputFile=${report}`] : [];
    return count(
      suite,
      report,
      await runPackageScript(inRepo(suite.folder), suite.script, { ...options, args }),
    );
  } finally {
    removeReports();
    forget();
  }
}

/** The true totals: a suite that ends badly, says nothing or runs nothing has failed, whatever its report says. */
function count(suite, reportFile, { code, timedOut }) {
  const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : undefined;
  const { passed, failed, note } = suite.jest
    ? fromJest(report)
    : { passed: 0, failed: 0, note: '', ...report };
  if (timedOut) return { passed, failed: failed + 1, note: `stopped after ${duration(suiteTimeoutMs)}` };
  if (!report) return { passed: 0, failed: 1, note: `wrote no report (exit code ${code})` };
  if (code !== 0 && failed === 0) return { passed, failed: 1, note: `exit code ${code}` };
  if (passed + failed === 0) return { passed, failed: 1, note: 'ran no tests' };
  return { passed, failed, note };
}

function fromJest(report) {
  if (!report) return { passed: 0, failed: 0, note: '' };
  const skipped = report.numPendingTests + report.numTodoTests;
  const broken = report.numRuntimeErrorTestSuites; // files that could not even be loaded
  const notes = [skipped && `${skipped} skipped`, broken && `${broken} files could not be run`].filter(
    Boolean,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + skipped + broken,
    note: notes.join(', '),
  };
}
