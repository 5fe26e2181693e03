import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Gift } from '../src/features/gifts/gift.entity.js';

import { aCommunity, aResident, signedIn } from './factories.js';
import { ensureServerBuilt, ServerProcess } from './server-process.js';
import { aGift, aStore, faultsOf } from './store-factories.js';
import { startTestApp, testDataKey, type TestApp } from './test-app.js';

/** The server dies in the middle of everything: what it said yes to is there, and nothing is there by half. */
let app: TestApp;
let gift: Gift;
let tokens: string[];
let env: Record<string, string>;
let server: ServerProcess | undefined;

beforeAll(async () => {
  ensureServerBuilt();
  app = await startTestApp({ at: new Date() });
  const home = await aCommunity(app);
  gift = await aGift(app, await aStore(app, home), { stock: 5000, monthlyLimit: 99, price: 1 });
  const people = await Promise.all(
    Array.from({ length: 24 }, () => aResident(app, { community: home, points: 90 })),
  );
  tokens = await Promise.all(people.map((person) => signedIn(app, person)));
  const { database, dataDir, wechat } = app.config;
  env = {
    DATA_DIR: dataDir,
    ...(database.url ? { DATABASE_URL: database.url } : {}),
    DATA_KEY: testDataKey.toString('base64'),
    WECHAT_API_BASE: wechat.baseUrl,
    WECHAT_APPID: wechat.appId,
    WECHAT_SECRET: wechat.secret,
    RATE_LIMIT_PER_MINUTE: '1000000',
  };
}, 120_000);

afterAll(async () => {
  await server?.end('SIGKILL');
  await app.stop();
});

async function redeem(url: string, token: string, requestKey: string) {
  const response = await fetch(`${url}/redemptions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ giftId: gift.id, quantity: 1, price: 1, requestKey }),
  });
  return { status: response.status, body: (await response.json()) as { id: string; code: string } };
}

it('survives being killed three times under load', async () => {
  const acknowledged = new Map<string, string>();
  const unanswered: { token: string; requestKey: string }[] = [];

  for (let round = 0; round < 3; round++) {
    server = await ServerProcess.start(env);
    const { url } = server;
    let alive = true;
    const callers = tokens.map(async (token) => {
      while (alive) {
        const requestKey = randomUUID();
        try {
          const { status, body } = await redeem(url, token, requestKey);
          if (status === 200) acknowledged.set(requestKey, body.id);
        } catch {
          unanswered.push({ token, requestKey });
          return;
        }
      }
    });
    // In the thick of it, however fast this machine is.
    const enough = acknowledged.size + 40;
    while (acknowledged.size < enough) await sleep(5);
    await server.end('SIGKILL');
    alive = false;
    await Promise.all(callers);
  }
  expect(acknowledged.size).toBeGreaterThanOrEqual(120);
  expect(unanswered.length).toBeGreaterThan(0);

  server = await ServerProcess.start(env);
  // Whoever got no answer asks again with the same key, twice: it has happened once or happens now.
  for (const { token, requestKey } of unanswered) {
    const first = await redeem(server.url, token, requestKey);
    const second = await redeem(server.url, token, requestKey);
    expect([first.status, second.body.id]).toEqual([200, first.body.id]);
    acknowledged.set(requestKey, first.body.id);
  }
  expect(await server.end('SIGTERM')).toBe(0);

  const rows = await app.database.rows<{ id: string }>('SELECT id FROM redemptions');
  expect(rows.map((row) => row.id).sort()).toEqual([...acknowledged.values()].sort());
  expect(await faultsOf(app)).toEqual([]);
}, 120_000);
