import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort, onStop, run, start, until } from './processes.mjs';
import { PlainError } from './repo.mjs';
import { ensureProgram, findProgram } from './tools.mjs';

/**
 * Starts a MariaDB of our own in a temporary folder on a free loopback port, with an empty database `linli`.
 * Root has no password; the folder is deleted when the server is stopped, at the latest when the script ends.
 * @param {{ durable?: boolean }} [options] `durable`: every commit reaches the disk before it is acknowledged
 * @returns {Promise<{ url: string, port: number, stop: () => Promise<void> }>}
 */
export async function startMariadb({ durable = false } = {}) {
  const programs = await ensureProgram({
    what: 'MariaDB (used for the tests)',
    find: findPrograms,
    packages: ['mariadb-server-core', 'mariadb-client-core', 'mariadb-common'],
    otherwise: 'the MariaDB server (Debian: mariadb-server, macOS: brew install mariadb)',
  });
  // A short path: sockets have room for about a hundred characters.
  const folder = mkdtempSync(path.join(os.tmpdir(), 'linli-mariadb-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const forget = onStop(removeFolder);
  const [data, temporary] = [path.join(folder, 'data'), path.join(folder, 'tmp')];
  mkdirSync(temporary);
  // As root the server insists on being told whom to run as; a container often has no "mysql" user.
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];

  const installed = await run(
    programs.install,
    [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
      ...asRoot,
    ],
    { capture: true },
  );
  if (installed.code !== 0)
    throw new PlainError(`${installed.output}\nMariaDB could not create its data folder.`);

  const setup = path.join(folder, 'setup.sql');
  writeFileSync(setup, 'CREATE DATABASE linli CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;\n');
  const port = await freePort();
  const log = path.join(folder, 'error.log');
  const options = [
    '--no-defaults',
    `--datadir=${data}`,
    `--socket=${path.join(folder, 'socket')}`,
    `--pid-file=${path.join(folder, 'pid')}`,
    `--log-error=${log}`,
    `--tmpdir=${temporary}`,
    `--init-file=${setup}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_nopad_bin',
    '--max-connections=500',
    '--innodb-buffer-pool-size=256M',
    '--innodb-lock-wait-timeout=5',
    `--innodb-flush-log-at-trx-commit=${durable ? 1 : 2}`,
    ...asRoot,
  ];
  // Where the system offers it, the server is told to leave with us even when we are killed.
  const setpriv = findProgram(['setpriv']);
  const server = setpriv
    ? start(setpriv, ['--pdeathsig', 'TERM', programs.server, ...options], { capture: true })
    : start(programs.server, options, { capture: true });

  const ready = await Promise.race([
    server.exited.then(() => false),
    until(() => greets(port), { everyMs: 50, timeoutMs: 30_000 }),
  ]);
  if (!ready) {
    const said = `${readIfThere(log)}${server.output()}`;
    await server.stop();
    throw new PlainError(`${said.trim().split('\n').slice(-20).join('\n')}\n\nMariaDB did not start.`);
  }
  return {
    url: `mysql://root@127.0.0.1:${port}/linli`,
    port,
    async stop() {
      await server.stop();
      removeFolder();
      forget();
    },
  };
}

function findPrograms() {
  const server = findProgram(['mariadbd', 'mysqld']);
  const install = findProgram(['mariadb-install-db', 'mysql_install_db']);
  return server && install ? { server, install } : undefined;
}

/** MariaDB speaks first: its greeting means that it takes connections, and that the setup file has run. */
function greets(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1000, () => done(false));
    socket.once('data', (greeting) => done(greeting[4] === 10)); // protocol version 10, not an error packet
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
  });
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
