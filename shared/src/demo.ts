import * as z from 'zod/mini';

import { call } from './call.js';
import { nothing } from './fields.js';

/** Only with the WeChat simulator: with real credentials these calls do not exist. */
export const demoPerson = z.object({
  key: z.string(),
  name: z.string(),
  role: z.string(),
  about: z.string(),
});
export type DemoPerson = z.output<typeof demoPerson>;

export const listDemoPeople = call({
  name: 'demo.people',
  summary: 'The people you can be in the demo district',
  method: 'GET',
  path: '/demo/people',
  access: 'public',
  input: nothing,
  output: z.object({ people: z.array(demoPerson) }),
  errors: [],
});

export const getDemoCode = call({
  name: 'demo.code',
  summary: 'A WeChat login code of one of those people, as wx.login would give it',
  method: 'POST',
  path: '/demo/codes',
  access: 'public',
  input: z.strictObject({ key: z.string().check(z.maxLength(40)) }),
  output: z.object({ code: z.string() }),
  errors: [],
});

export const getDemoPhoneCode = call({
  name: 'demo.phoneCode',
  summary: 'A phone-number code of the signed-in demo person, as WeChat’s button would give it',
  method: 'POST',
  path: '/demo/phone-codes',
  access: 'signedIn',
  input: z.strictObject({}),
  output: z.object({ code: z.string() }),
  errors: [],
});
