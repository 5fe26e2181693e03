import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { inRepo, table } from '../../scripts/lib/repo.mjs';

import { format } from './exchange.mjs';
import { smallLines } from './ledger.mjs';

const KB = 1024;
const kb = (bytes) => `${Math.round(bytes / KB)} KB`;
const mb = (bytes) => `${Math.round(bytes / KB / KB)} MB`;
const ratio = (value) => `${value.toFixed(2)} ×`;
const verdict = (within) => (within ? 'yes' : '**no**');

/** The table, ratios first. @returns {string[][]} what, figure, budget, within, beside */
function rowsOf({ exchange, embedded, startup, sizes, ledger }) {
  const rows = [];
  if (exchange) {
    const { spread, oneRow, rush, statementCount, insideCount } = exchange;
    const compared = (name, figures) => {
      const [low, high] = figures.spread.http;
      rows.push([
        name,
        ratio(figures.ratio.http),
        '≥ 0.60 ×',
        verdict(figures.ratio.http >= 0.6),
        `${format(figures.rate.http)}/s, bare mysql2 with the same ${statementCount} statements ${format(figures.rate.bare)}/s; ` +
          `rounds ${low.toFixed(2)}–${high.toFixed(2)}; ${ratio(figures.ratio.http / figures.ratio.core)} of the ` +
          `${insideCount} statements inside the transaction alone (${format(figures.rate.core)}/s)` +
          (figures.cpuRatio.http > 0
            ? `; by processor time per exchange ${ratio(figures.cpuRatio.http)}`
            : ''),
      ]);
    };
    compared('1 · exchange over HTTP on MariaDB, durable, 32 callers, 1,000 accounts, 50 gifts', spread);
    compared('2 · the same, everyone on one gift', oneRow);
    rows.push([
      '2 · 2,000 callers at once, stock 100',
      `${rush.exact ? 'exactly 100' : '**not 100**'}; ${ratio(rush.ratio)}`,
      'exactly 100; ≥ 0.60 ×',
      verdict(rush.exact && rush.ratio >= 0.6),
      `${format(rush.http)} ms until everybody is answered, bare mysql2 ${format(rush.bare)} ms`,
    ]);
  }
  if (embedded) {
    const { rate, ratio: ratios, spread, yardstick, statementCount } = embedded;
    rows.push([
      '3 · exchange on the embedded engine, WAL, synchronous=FULL',
      `${ratio(ratios.service)} in the process, ${ratio(ratios.http)} over HTTP`,
      '–',
      '–',
      `service ${format(rate.service)}/s, over HTTP ${format(rate.http)}/s, bare ${yardstick} with the same ${statementCount} ` +
        `statements ${format(rate.bare)}/s; rounds ${spread.service.map((value) => value.toFixed(2)).join('–')}`,
    ]);
  }
  if (startup) {
    const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
    for (const [name, ms, note] of [
      [
        '4 · server ready, embedded, first start on an empty folder',
        startup.first,
        'median; migrations included',
      ],
      [
        '4 · server ready, embedded, second start',
        startup.second,
        `median; ${seconds(startup.cpu)} of processor time; Node alone starts in ${seconds(startup.bareNode)}`,
      ],
      [
        '4 · server ready, second start on the demo district',
        startup.demo,
        `median; the demo district itself was made in ${seconds(startup.demoFillMs)}`,
      ],
    ]) {
      rows.push([name, seconds(ms), '≤ 2 s', verdict(ms <= 2000), note]);
    }
    if (startup.afterwards) {
      rows.push([
        `4 · resident memory after ${startup.requests} requests on the demo district`,
        mb(startup.afterwards),
        '≤ 200 MB',
        verdict(startup.afterwards <= 200 * KB * KB),
        `${mb(startup.atStart)} when ready`,
      ]);
    }
  }
  if (sizes) {
    const { main, subpackages } = sizes.packages;
    rows.push([
      '5 · weapp, main package',
      kb(main),
      '≤ 700 KB',
      verdict(main <= 700 * KB),
      'WeChat takes 2,048 KB',
    ]);
    for (const { root, bytes } of subpackages) {
      rows.push([`5 · weapp, ${root}`, kb(bytes), '≤ 500 KB', verdict(bytes <= 500 * KB), '']);
    }
    const { bytes, files, how } = sizes.firstLoad;
    rows.push([
      '5 · H5 first load, gzip',
      kb(bytes),
      '≤ 300 KB',
      verdict(bytes <= 300 * KB),
      `${files} files: ${how}`,
    ]);
  }
  if (ledger) {
    const { lines, asks, ...questions } = ledger;
    for (const [name, { smallMs, largeMs, ratio: times }] of Object.entries(questions)) {
      rows.push([
        `6 · ${name} at ${format(lines)} ledger lines : at ${format(smallLines)}`,
        ratio(times),
        '≤ 1.20 ×',
        verdict(times <= 1.2),
        `${largeMs.toFixed(1)} ms : ${smallMs.toFixed(1)} ms, median of ${asks} each in turns, MariaDB`,
      ]);
    }
  }
  return rows;
}

const head = ['what', 'measured', 'budget', 'within', 'beside'];

export function print(results) {
  const rows = rowsOf(results).map((row) => row.map((cell) => cell.replaceAll('**', '')));
  // The last column would make the table too wide for a terminal.
  console.log(`\n${table([head.slice(0, 4), ...rows.map((row) => row.slice(0, 4))])}\n`);
  for (const [what, , , , beside] of rows) if (beside) console.log(`  ${what}\n      ${beside}`);
  console.log(`\n  ${machine(results)}\n`);
}

/** By cores and memory only, never by name. */
function machine({ load, rounds, roundMs, quick }) {
  const cores = os.availableParallelism();
  return (
    `${cores} cores, ${Math.round(os.totalmem() / KB / KB / KB)} GB of memory, Node ${process.versions.node}; ` +
    `load average ${load.toFixed(1)} before the run; medians of ${rounds} rounds of ${roundMs / 1000} s in turns` +
    (quick ? ' (quick: for a look, not for the record)' : '')
  );
}

const [begin, end] = ['<!-- measured: begin -->', '<!-- measured: end -->'];

/** Puts the table between the two marks of docs/operations/performance.md; the words around it are written by hand. */
export function write(results) {
  const file = inRepo('docs/operations/performance.md');
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const lines = [line(head), line(head.map(() => '---')), ...rowsOf(results).map(line)];
  const day = new Date().toISOString().slice(0, 10);
  const text = readFileSync(file, 'utf8');
  const [before, rest] = [text.slice(0, text.indexOf(begin)), text.slice(text.indexOf(end))];
  if (!text.includes(begin) || !text.includes(end)) throw new Error(`${file} lacks the marks of the table`);
  writeFileSync(
    file,
    `${before}${begin}\n\nMeasured on ${day}: ${machine(results)}.\n\n${lines.join('\n')}\n\n${rest}`,
  );
  console.log(`  Written to docs/operations/performance.md\n`);
}
