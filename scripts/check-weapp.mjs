// node scripts/check-weapp.mjs [folder]: checks a built mini-program, by default miniapp/dist/weapp.
// Writes its totals to LINLI_RESULT_FILE when that is set.
import './lib/node-version.mjs';
import { writeFileSync } from 'node:fs';
import { inRepo } from './lib/repo.mjs';
import { checkWeapp } from './lib/weapp.mjs';

const totals = checkWeapp(process.argv[2] ?? inRepo('miniapp/dist/weapp'));
if (process.env.LINLI_RESULT_FILE) writeFileSync(process.env.LINLI_RESULT_FILE, JSON.stringify(totals));
console.log(`Mini-program package: ${totals.passed} checks passed, ${totals.failed} failed.`);
process.exitCode = totals.failed ? 1 : 0;
