import * as z from 'zod/mini';

import { call } from './call.js';
import { nothing } from './fields.js';

export const getLive = call({
  name: 'health.live',
  summary: 'The process answers',
  method: 'GET',
  path: '/health/live',
  access: 'public',
  input: nothing,
  output: z.object({ status: z.literal('live') }),
  errors: [],
});

export const getReady = call({
  name: 'health.ready',
  summary: 'The database answers, migrations are applied, the process is not shutting down',
  method: 'GET',
  path: '/health/ready',
  access: 'public',
  input: nothing,
  output: z.object({ status: z.literal('ready'), engine: z.string(), warnings: z.array(z.string()) }),
  errors: ['DATABASE_UNAVAILABLE'],
});
