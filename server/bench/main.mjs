// npm run bench: runs what is measured and prints it beside its yardsticks.
//   --quick            shorter rounds and a ledger of 100,000 lines; for a look, not for the record
//   --rows 1,2,5       only these (1 and 2 belong together)
//   --lines 10000000   size of the large ledger
//   --write, --no-write  writes docs/operations/performance.md, or leaves it alone; a whole run that is not quick writes
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { onStop, runScript } from '../../scripts/lib/processes.mjs';

import { measureEmbedded } from './embedded.mjs';
import { measureExchange } from './exchange.mjs';
import { measureLedger } from './ledger.mjs';
import { print, write } from './report.mjs';
import { measureSizes } from './sizes.mjs';
import { measureStartup } from './startup.mjs';

runScript(async () => {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      rows: { type: 'string', default: '1,2,3,4,5,6' },
      lines: { type: 'string' },
      write: { type: 'boolean' },
      'no-write': { type: 'boolean', default: false },
    },
  });
  const rows = new Set(values.rows.split(',').map(Number));
  const { quick } = values;
  const url = process.env.DATABASE_URL;
  if (!url)
    throw new Error('DATABASE_URL is not set: use `npm run bench`, which starts a MariaDB of its own');
  const rounds = quick ? 2 : 5;
  const roundMs = quick ? 2000 : 6000;
  const lines = Number(values.lines ?? (quick ? 100_000 : 1_000_000));
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'linli-bench-'));
  onStop(() => rmSync(temporary, { recursive: true, force: true }));
  const dataDir = (name) => path.join(temporary, name);
  const say = (text) => console.log(`  · ${text}`);
  const load = os.loadavg()[0];

  // What the load of the others would blur most comes first; what fills the disk comes last.
  const sizes = rows.has(5) ? await measureSizes({ dataDir: dataDir('h5'), say }) : undefined;
  const startup = rows.has(4)
    ? await measureStartup({ dataDir: temporary, starts: quick ? 2 : 5, say })
    : undefined;
  const exchange =
    rows.has(1) || rows.has(2)
      ? await measureExchange({ url, dataDir: dataDir('mysql'), rounds, roundMs, say })
      : undefined;
  const embedded = rows.has(3)
    ? await measureEmbedded({ dataDir: dataDir('embedded'), rounds, roundMs: roundMs / 2, say })
    : undefined;
  const ledger = rows.has(6)
    ? await measureLedger({ url, dataDir: dataDir('ledger'), lines, asks: quick ? 100 : 400, say })
    : undefined;

  const results = { sizes, startup, exchange, embedded, ledger, quick, load, rounds, roundMs };
  print(results);
  const whole = rows.size === 6 && !quick;
  if (values.write ?? (whole && !values['no-write'])) write(results);
  return 0;
});
