import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { run } from './processes.mjs';
import { PlainError, inRepo, readJson } from './repo.mjs';

const stamp = inRepo('node_modules', '.linli-installed');
const manifests = ['package.json', 'shared/package.json', 'server/package.json', 'miniapp/package.json'];

/** Changes whenever what should be installed changes. The Node line is in it because of native add-ons. */
function wanted() {
  const hash = createHash('sha256').update(process.versions.modules);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    hash.update(file).update(readFileSync(inRepo(file)));
  }
  return hash.digest('hex');
}

/**
 * Installs the workspace when `node_modules` is missing or does not belong to the present lockfile.
 * Needs only npm: the pinned pnpm is fetched through it.
 */
export async function ensureInstalled() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()) return;
  const { packageManager } = readJson('package.json');
  console.log(`Installing packages with ${packageManager} …`);
  const { code, output } = await run(
    'npm',
    ['exec', '--yes', '--', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'],
    {
      capture: true,
      env: {
        CI: 'true', // never ask, there may be nobody at the keyboard
        // Headers that are already here save a download when an add-on has to be compiled.
        ...(existsSync('/usr/include/node/node.h') && { npm_config_nodedir: '/usr' }),
      },
    },
  );
  if (code !== 0) throw new PlainError(explain(output));
  writeFileSync(stamp, wanted());
}

function explain(output) {
  const tail = output.trim().split('\n').slice(-15).join('\n');
  if (/ERR_PNPM_OUTDATED_LOCKFILE/.test(output)) {
    const { packageManager } = readJson('package.json');
    return `pnpm-lock.yaml does not match a package.json. Run "npx ${packageManager} install" and commit both.`;
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/.test(output)) {
    return `${tail}\n\nThe npm registry could not be reached. Check the network or the registry set in npm, then try again.`;
  }
  return `${tail}\n\nInstalling the packages failed; the lines above say why.`;
}
