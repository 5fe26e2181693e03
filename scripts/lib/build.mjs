import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runPackageScript } from './processes.mjs';
import { PlainError, duration, inRepo, root } from './repo.mjs';

/** @typedef {'shared' | 'server' | 'h5' | 'weapp'} Target */

const miniappSources = ['miniapp', 'shared/src', 'shared/package.json'];

/**
 * What can be built: where, by which package script, from which sources, and a file that must be there afterwards.
 * @type {Record<Target, { cwd: string, script: string, sources: string[], result: string }>}
 */
const targets = {
  shared: {
    cwd: 'shared',
    script: 'build',
    sources: ['shared/src', 'shared/package.json', 'server/.swcrc'],
    result: 'shared/dist/errors.js',
  },
  server: {
    cwd: 'server',
    script: 'build',
    sources: ['server/src', 'server/package.json', 'server/.swcrc'],
    result: 'server/dist/main.js',
  },
  h5: { cwd: 'miniapp', script: 'build:h5', sources: miniappSources, result: 'miniapp/dist/h5/index.html' },
  weapp: {
    cwd: 'miniapp',
    script: 'build:weapp',
    sources: miniappSources,
    result: 'miniapp/dist/weapp/app.json',
  },
};

/** Folders that are results or tests, and so never a reason to build again. */
const ignored = new Set([
  'node_modules',
  'dist',
  'test',
  'e2e',
  'coverage',
  'test-results',
  '.cache',
  '.swc',
]);

/**
 * Builds what changed since it was last built here. What is unchanged is not touched.
 * @param {Target[]} names
 * @param {{ force?: boolean }} [options]
 */
export async function ensureBuilt(names, { force = false } = {}) {
  for (const name of names) {
    if (isBuilt(name) && !force) continue;
    const target = targets[name];
    const stamp = stampOf(name);
    const sources = fingerprint(target.sources);

    console.log(`Building ${name} …`);
    rmSync(stamp, { force: true });
    const startedAt = Date.now();
    const { code, output } = await runPackageScript(inRepo(target.cwd), target.script, {
      capture: true,
      env: { NODE_ENV: 'production', CI: 'true' },
      timeoutMs: 10 * 60_000,
    });
    if (code !== 0)
      throw new PlainError(`${output.trim()}\n\nBuilding ${name} failed; the lines above say why.`);
    if (!existsSync(inRepo(target.result))) {
      throw new PlainError(`${output.trim()}\n\nBuilding ${name} left no ${target.result}.`);
    }
    mkdirSync(inRepo('.cache'), { recursive: true });
    writeFileSync(stamp, sources);
    console.log(`Built ${name} in ${duration(Date.now() - startedAt)}.`);
  }
}

const stampOf = (name) => inRepo('.cache', `built-${name}`);

/**
 * True when what lies there was built by `ensureBuilt` from the sources as they are.
 * @param {Target} name
 */
export function isBuilt(name) {
  const { sources, result } = targets[name];
  const stamp = stampOf(name);
  return (
    existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(sources) && existsSync(inRepo(result))
  );
}

/** One hash over names and contents of everything under the given paths, and the installed packages. */
function fingerprint(sources) {
  // The address of the server is built into the mini-program.
  const hash = createHash('sha256').update(process.env.LINLI_API_BASE ?? '');
  for (const file of [...sources.flatMap((source) => filesUnder(inRepo(source))), inRepo('pnpm-lock.yaml')]) {
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(start) {
  if (!existsSync(start)) return [];
  if (statSync(start).isFile()) return [start];
  return readdirSync(start)
    .filter((name) => !ignored.has(name))
    .sort()
    .flatMap((name) => filesUnder(path.join(start, name)));
}
