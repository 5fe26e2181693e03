// npm run check: format, lint with types, type-check, import direction and cycles, dead code.
//   npm run check -- --fix     mends what can be mended (format, lint)
//   npm run check -- lint      one or some of the steps
import './lib/node-version.mjs';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './lib/install.mjs';
import { run, runScript } from './lib/processes.mjs';
import { PlainError, duration, inRepo } from './lib/repo.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { fix: { type: 'boolean' } } });

const tool = (name) => inRepo('node_modules', ...name);
const prettier = tool(['prettier', 'bin', 'prettier.cjs']);
const eslint = tool(['eslint', 'bin', 'eslint.js']);
const tsc = tool(['typescript', 'bin', 'tsc']);
const depcruise = tool(['dependency-cruiser', 'bin', 'dependency-cruise.mjs']);
const knip = tool(['knip', 'bin', 'knip.js']);

/** Each step is one Node program and its arguments. @type {[name: string, args: string[]][]} */
const steps = [
  [
    'format',
    [
      prettier,
      values.fix ? '--write' : '--check',
      '--log-level',
      'warn',
      '--cache',
      '--cache-location',
      '.cache/prettier',
      '.',
    ],
  ],
  ['lint', [eslint, ...(values.fix ? ['--fix'] : []), '--max-warnings', '0', '.']],
  ...['shared', 'server', 'miniapp', 'scripts'].map(
    (name) => /** @type {[string, string[]]} */ ([`types-${name}`, [tsc, '-p', name]]),
  ),
  ['types-weapp-host', [tsc, '-p', 'miniapp/e2e/weapp-host']],
  ['types-browser', [tsc, '-p', 'miniapp/e2e/browser']],
  [
    'direction',
    [
      depcruise,
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'err-long',
      'shared/src',
      'server/src',
      'miniapp/src',
    ],
  ],
  ['dead-code', [knip, '--no-progress']],
];

runScript(async () => {
  const unknown = positionals.find((name) => !steps.some(([step]) => step.startsWith(name)));
  if (unknown)
    throw new PlainError(
      `There is no step "${unknown}". There are: ${steps.map(([name]) => name).join(', ')}.`,
    );
  const chosen = steps.filter(
    ([name]) => !positionals.length || positionals.some((wanted) => name.startsWith(wanted)),
  );
  await ensureInstalled();

  // Two at a time: the slow ones (lint and types) use one core each. Format goes first, because --fix writes.
  const waiting = [...chosen];
  let failed = 0;
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const [name, args] = step;
      const startedAt = Date.now();
      const { code, output } = await run(process.execPath, args, { capture: true, timeoutMs: 5 * 60_000 });
      console.log(`  ${code === 0 ? '✓' : '✗'} ${name.padEnd(16)} ${duration(Date.now() - startedAt)}`);
      if (code === 0) continue;
      failed += 1;
      console.log(`\n${output.trim()}\n`);
    }
  };
  await (values.fix ? work() : Promise.all([work(), work()]));

  const totals = { passed: chosen.length - failed, failed };
  if (process.env.LINLI_RESULT_FILE) writeFileSync(process.env.LINLI_RESULT_FILE, JSON.stringify(totals));
  if (failed && !values.fix) console.log('  "npm run check -- --fix" mends format and much of lint.');
  return failed ? 1 : 0;
});
