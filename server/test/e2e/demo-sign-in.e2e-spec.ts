import { linkByPhone, signIn } from '@linli/shared/accounts';
import { getDemoCode, getDemoPhoneCode, listDemoPeople } from '@linli/shared/demo';

import { demoPeople } from '../../src/features/demo/demo-people.js';

import { aResident, aVisitor } from '../factories.js';
import { startTestApp, type TestApp } from '../test-app.js';

describe('in demo mode', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ env: { DEMO: '1' } });
  });
  afterAll(() => app.stop());

  it('one can be any of the people, without seeing their WeChat identity or phone', async () => {
    const { people } = await app.ok(listDemoPeople, {});
    expect(people.map((person) => person.key)).toEqual(demoPeople.map((person) => person.key));
    expect(JSON.stringify(people)).not.toMatch(/openid|154000/);
    for (const { key } of people) {
      const { code } = await app.ok(getDemoCode, { key });
      expect((await app.ok(signIn, { code })).me.accountId).toEqual(expect.any(String));
    }
  });

  it('the visitor links by phone', async () => {
    const visitor = demoPeople.find((person) => person.key === 'visitor');
    const resident = await aResident(app, { phone: visitor?.phone });
    const { accessToken: as } = await app.ok(signIn, await app.ok(getDemoCode, { key: 'visitor' }));
    const { code: phoneCode } = await app.ok(getDemoPhoneCode, {}, { as });
    expect((await app.ok(linkByPhone, { phoneCode }, { as })).resident?.id).toBe(resident.id);
  });

  it('nobody else is there', async () => {
    expect(await app.refusal(getDemoCode, { key: 'somebody' })).toBe('NOT_FOUND');
    expect(await app.refusal(getDemoPhoneCode, {}, { as: await aVisitor(app) })).toBe('NOT_FOUND');
  });
});

it('without demo mode these calls do not exist', async () => {
  const app = await startTestApp();
  try {
    expect(await app.refusal(listDemoPeople, {})).toBe('NOT_FOUND');
    expect(await app.refusal(getDemoCode, { key: 'admin' })).toBe('NOT_FOUND');
    expect(await app.refusal(getDemoPhoneCode, {}, { as: await aVisitor(app) })).toBe('NOT_FOUND');
  } finally {
    await app.stop();
  }
});
