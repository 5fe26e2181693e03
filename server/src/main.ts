import 'reflect-metadata';

import type { INestApplication } from '@nestjs/common';

import { SettableClock } from './common/clock.js';
import { Config, ConfigError } from './common/config.js';
import { createLogger } from './common/logger.js';
import { createApp } from './create-app.js';
import { fillDemoDistrict, hasDemoDistrict, keepSomethingGoing } from './features/demo/fill-demo-district.js';

async function main(): Promise<void> {
  const config = Config.from(process.env);
  let app = await createApp({ config });
  if (config.demo && !(await hasDemoDistrict(app))) {
    // The district is lived through on a clock of its own, by an application of its own.
    await app.close();
    await makeDemoDistrict(config);
    app = await createApp({ config });
  }
  if (config.demo) await keepSomethingGoing(app, new Date());
  await app.listen(config.port, config.host);
  stopOnSignal(app);
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

async function makeDemoDistrict(config: Config): Promise<void> {
  const clock = new SettableClock(Date.now());
  const app = await createApp({ config, clock, log: createLogger('error') });
  try {
    await fillDemoDistrict(app, clock, new Date());
  } finally {
    await app.close();
  }
}

main().catch((error: unknown) => {
  // Before the log exists, or when nothing could be opened: say it plainly and stop.
  process.stderr.write(`${error instanceof ConfigError ? error.message : describe(error)}\n`);
  process.exitCode = 1;
});

function describe(error: unknown): string {
  const { code, message, stack } = error as { code?: string; message?: string; stack?: string };
  if (code === 'EADDRINUSE') return 'The port is taken by another program. Choose another with PORT=…';
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') return `The database at DATABASE_URL does not answer (${code}).`;
  if (code?.startsWith('SQLITE_')) return `The database file in DATA_DIR cannot be used: ${message ?? code}`;
  return stack ?? String(error);
}
