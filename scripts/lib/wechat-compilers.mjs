import { chmodSync, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PlainError, inRepo } from './repo.mjs';

const platforms = { linux: ['linux', ''], darwin: ['mac', ''], win32: ['windows', '.exe'] };

/**
 * WeChat's own template and style compilers, from npm. They are copied out of node_modules because the package
 * ships them without the right to be executed, and node_modules is shared between checkouts.
 * @returns {{ wcc: string, wcsc: string }} absolute paths
 */
export function wechatCompilers() {
  const [folder, suffix] = platforms[process.platform] ?? [];
  if (!folder || (process.arch !== 'x64' && process.platform === 'linux')) {
    throw new PlainError(
      `WeChat offers no compilers for ${process.platform}-${process.arch}; use x64 Linux or macOS.`,
    );
  }
  const manifest = createRequire(import.meta.url).resolve('miniprogram-compiler/package.json');
  const target = inRepo('.cache', 'wechat-compilers');
  mkdirSync(target, { recursive: true });
  const [wcc, wcsc] = ['wcc', 'wcsc'].map((name) => {
    const copy = path.join(target, name + suffix);
    if (!existsSync(copy)) {
      copyFileSync(path.join(path.dirname(manifest), 'bin', folder, name + suffix), copy);
      chmodSync(copy, 0o755);
    }
    return copy;
  });
  return { wcc: /** @type {string} */ (wcc), wcsc: /** @type {string} */ (wcsc) };
}
