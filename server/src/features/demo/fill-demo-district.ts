import type { INestApplicationContext } from '@nestjs/common';

import type { Config } from '../../common/config.js';

/** Creates the demo district when the database is empty. */
export async function fillDemoDistrict(_config: Config, _app: INestApplicationContext): Promise<void> {
  await Promise.resolve();
}
