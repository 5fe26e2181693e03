// node scripts/mariadb.mjs -- <command …>
// Runs a command with a private MariaDB in DATABASE_URL and TEST_MARIADB_URL, and stops it afterwards.
// `--durable` before the dashes: commits reach the disk. Without a command it stays up until Ctrl-C.
import './lib/node-version.mjs';
import { startMariadb } from './lib/mariadb.mjs';
import { run, runScript } from './lib/processes.mjs';

const dashes = process.argv.indexOf('--');
const command = dashes < 0 ? [] : process.argv.slice(dashes + 1);
const durable = process.argv.slice(2, dashes < 0 ? undefined : dashes).includes('--durable');

runScript(async () => {
  const { url } = await startMariadb({ durable });
  if (!command.length) {
    console.log(`DATABASE_URL=${url}\nCtrl-C stops it and deletes its data.`);
    await new Promise((resolve) => setInterval(resolve, 2 ** 30).ref()); // until a signal
    return 0;
  }
  const [program = '', ...args] = command;
  return (await run(program, args, { cwd: process.cwd(), env: { DATABASE_URL: url, TEST_MARIADB_URL: url } }))
    .code;
});
