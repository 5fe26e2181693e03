import 'reflect-metadata';

import { Config, ConfigError } from './common/config.js';
import { createApp } from './create-app.js';
import { fillDemoDistrict } from './features/demo/fill-demo-district.js';

async function main(): Promise<void> {
  const config = Config.from(process.env);
  const app = await createApp({ config });
  if (config.demo) await fillDemoDistrict(config, app);
  await app.listen(config.port, config.host);
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
