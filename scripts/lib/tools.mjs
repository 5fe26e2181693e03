import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { run } from './processes.mjs';
import { PlainError } from './repo.mjs';

/** Where servers live is not on every person's PATH. */
const folders = () => [
  ...(process.env.PATH ?? '').split(path.delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/local/bin',
];

/**
 * The first of these programs that this machine has: bare names are looked for on PATH and in the sbin folders.
 * @param {string[]} names
 * @returns {string | undefined} absolute path
 */
export function findProgram(names) {
  for (const name of names) {
    for (const file of path.isAbsolute(name) ? [name] : folders().map((folder) => path.join(folder, name))) {
      if (isProgram(file)) return file;
    }
  }
  return undefined;
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

const canInstall = () => process.getuid?.() === 0 && findProgram(['apt-get']) !== undefined;

/**
 * Finds a program, installing Debian packages when it is missing and we are allowed to.
 * @template T
 * @param {{ what: string, find: () => T | undefined, packages: string[], otherwise: string }} wanted
 *   `otherwise`: what a person should install, as the end of a sentence
 * @returns {Promise<T>}
 */
export async function ensureProgram({ what, find, packages, otherwise }) {
  const found = find();
  if (found) return found;
  if (canInstall()) {
    console.log(`Installing ${packages.join(' ')} …`);
    const options = { capture: true, env: { DEBIAN_FRONTEND: 'noninteractive' } };
    await run('apt-get', ['update', '-qq'], options); // stale lists may still do
    const { code, output } = await run(
      'apt-get',
      ['install', '-y', '--no-install-recommends', ...packages],
      options,
    );
    const installed = find();
    if (code === 0 && installed) return installed;
    console.error(output.trim().split('\n').slice(-5).join('\n'));
  }
  throw new PlainError(`${what} is missing: install ${otherwise}.`);
}
