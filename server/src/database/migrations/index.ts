import type { MigrationInterface } from 'typeorm';

import { Initial1795300000000 } from './1795300000000-initial.js';

/** In order of their time stamps; append only. */
export const migrations: (new () => MigrationInterface)[] = [Initial1795300000000];
