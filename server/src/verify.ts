import 'reflect-metadata';

import { existsSync } from 'node:fs';

import { Clock } from './common/clock.js';
import { Config, ConfigError } from './common/config.js';
import { openDataSource } from './database/data-source.js';
import { Database } from './database/database.js';
import { embeddedFile } from './common/embedded-file.js';
import { entities } from './entities.js';
import { VerificationService } from './features/verification/verification.service.js';

/** `npm run verify`: checks on live data that everything adds up; names the rows when not, and exits with 1. Makes nothing. */
async function main(): Promise<void> {
  const config = Config.from(process.env, { make: false });
  if (!config.database.url && !existsSync(embeddedFile(config.dataDir))) {
    console.error(
      `There is no database in ${config.dataDir}. Name its folder with DATA_DIR, or its server with DATABASE_URL.`,
    );
    process.exitCode = 2;
    return;
  }
  const dataSource = await openDataSource({ ...config.database, dataDir: config.dataDir }, entities);
  try {
    const result = await new VerificationService(new Database(dataSource), new Clock()).verify();
    for (const check of result.checks) {
      const mark = check.faults.length === 0 ? '✓' : '✗';
      console.log(`${mark} ${check.name.padEnd(20)} ${String(check.rowsRead).padStart(9)}  ${check.title}`);
      for (const fault of check.faults) console.log(`    ${fault}`);
    }
    console.log(result.sound ? 'Everything adds up.' : 'Something does not add up: see the lines marked ✗.');
    process.exitCode = result.sound ? 0 : 1;
  } finally {
    await dataSource.destroy();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 2;
});
