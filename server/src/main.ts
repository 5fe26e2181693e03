import 'reflect-metadata';

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { INestApplication } from '@nestjs/common';

import { Config, ConfigError } from './common/config.js';
import { createApp } from './create-app.js';
import { hasDemoDistrict, keepSomethingGoing } from './features/demo/demo-district.js';

async function main(): Promise<void> {
  const config = Config.from(process.env);
  let app = await createApp({ config });
  if (config.demo && !(await hasDemoDistrict(app))) {
    await app.close();
    await makeDemoDistrict();
    app = await createApp({ config });
  }
  if (config.demo) await keepSomethingGoing(app, new Date());
  await app.listen(config.port, config.host);
  stopOnSignal(app);
}

/** In a process of its own: a year on another clock, and its memory goes when it is done. */
async function makeDemoDistrict(): Promise<void> {
  const script = fileURLToPath(new URL('./make-demo-district.js', import.meta.url));
  const child = spawn(process.execPath, [script], {
    stdio: 'inherit',
    // A year of commits need not each wait for the disk; the district is whole or made anew.
    env: { ...process.env, SQLITE_SYNC: 'normal' },
  });
  const stop = () => {
    child.kill();
    process.exit(1);
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
  const [code] = (await once(child, 'exit')) as [number | null];
  process.off('SIGTERM', stop).off('SIGINT', stop);
  if (code !== 0) throw new Error('The demo district could not be made; the reason stands above.');
}

/** Takes no more, finishes what has begun, closes the database last; a second signal does not wait. */
function stopOnSignal(app: INestApplication): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${describe(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  // Before the log exists, or when nothing could be opened: say it plainly and stop.
  process.stderr.write(`${error instanceof ConfigError ? error.message : describe(error)}\n`);
  process.exit(1);
});

function describe(error: unknown): string {
  const { code, message, stack } = error as { code?: string; message?: string; stack?: string };
  if (code === 'EADDRINUSE') return 'The port is taken by another program. Choose another with PORT=…';
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND')
    return `The database at DATABASE_URL does not answer (${code}).`;
  if (code?.startsWith('SQLITE_')) return `The database file in DATA_DIR cannot be used: ${message ?? code}`;
  return stack ?? String(error);
}
