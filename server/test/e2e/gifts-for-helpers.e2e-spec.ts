import { getGift, listGifts } from '@linli/shared/gifts';
import type { HelperScope } from '@linli/shared/residents';

import { aCommunity, aResident, helperFor, signedIn } from '../factories.js';
import { aGift, aStore } from '../store-factories.js';
import { startTestApp, type TestApp } from '../test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

/** What a helper with these scopes sees of a store whose gifts cost 5 and 40, for somebody who has 12 points. */
async function seenWith(scopes: HelperScope[]) {
  const home = await aCommunity(app);
  const elder = await aResident(app, { community: home, points: 12 });
  const as = await signedIn(app, await helperFor(app, elder, { scopes }));
  const store = await aStore(app, home);
  const cheap = await aGift(app, store, { price: 5, monthlyLimit: 6 });
  const dear = await aGift(app, store, { price: 40 });
  const list = await app.ok(listGifts, { storeId: store.id, residentId: elder.id }, { as });
  const one = await app.ok(getGift, { id: dear.id, residentId: elder.id }, { as });
  const of = (id: string) => list.items.find((item) => item.id === id);
  return { balances: [list.balance, one.balance], cheap: of(cheap.id), dear: of(dear.id), one };
}

it('a helper who may exchange but not see the points is told no balance and nothing it follows from', async () => {
  const { balances, cheap, dear, one } = await seenWith(['redeem']);
  expect(balances).toEqual([null, null]);
  // Six a month, though twelve points buy two.
  expect(cheap).toMatchObject({ can: { redeem: true }, maxQuantity: 6 });
  expect(dear).toMatchObject({ can: { redeem: false }, maxQuantity: 0, stateText: '积分不够' });
  expect(one).toMatchObject({ can: { redeem: false }, stateText: '积分不够' });
});

it('a helper who may see the points too is told what the person is told', async () => {
  const { balances, cheap, dear } = await seenWith(['points', 'redeem']);
  expect(balances).toEqual([12, 12]);
  expect(cheap).toMatchObject({ can: { redeem: true }, maxQuantity: 2 });
  expect(dear).toMatchObject({ can: { redeem: false }, stateText: '还差 28 分' });
});
