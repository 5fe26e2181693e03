import 'reflect-metadata';

import { SettableClock } from './common/clock.js';
import { Config } from './common/config.js';
import { createLogger } from './common/logger.js';
import { createApp } from './create-app.js';
import { fillDemoDistrict } from './features/demo/fill-demo-district.js';

/** Lives through the demo district's year on a clock of its own. `main` runs it as a process of its own, once. */
const config = Config.from(process.env);
const clock = new SettableClock(Date.now());
const app = await createApp({ config, clock, log: createLogger('error') });
try {
  await fillDemoDistrict(app, clock, new Date());
} finally {
  await app.close();
}
