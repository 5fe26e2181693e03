import { redeem } from '@linli/shared/redemptions';

import { aCommunity, aResident, signedIn } from './factories.js';
import { aGift, aStore, faultsOf } from './store-factories.js';
import { aKey, startTestApp, type TestApp } from './test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

it('gives 2,000 people who tap at once a hundred bottles: exactly a hundred', async () => {
  const home = await aCommunity(app);
  const gift = await aGift(app, await aStore(app, home), { stock: 100 });
  const tokens: string[] = [];
  for (let i = 0; i < 2000; i += 50) {
    const people = await Promise.all(
      Array.from({ length: 50 }, () => aResident(app, { community: home, points: 40 })),
    );
    tokens.push(...(await Promise.all(people.map((person) => signedIn(app, person)))));
  }
  const answers = await Promise.all(
    tokens.map((as) =>
      app.call(redeem, { giftId: gift.id, quantity: 1, price: 35, requestKey: aKey() }, { as }),
    ),
  );
  const codes = answers.map((answer) =>
    answer.status === 200 ? 'held' : (answer.body as { code: string }).code,
  );
  expect(codes.filter((code) => code === 'held')).toHaveLength(100);
  expect(codes.filter((code) => code === 'GIFT_OUT_OF_STOCK')).toHaveLength(1900);
  expect(await faultsOf(app)).toEqual([]);
}, 240_000);
