import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';

import { chooseElder } from '@/lib/elder';
import GiftPage from '@/packages/resident/gift';

import { type FakeAnswer, lost, refusal, serve } from '../fake-server';
import { aMe, signedIn } from '../people';
import { renderPage } from '../render';
import { setParams, taroLog } from '../taro/taro';

import { aGift, anOrder, communities, id, ok, store } from './samples';

const gift = { ...aGift({ nextPrice: { price: 42, from: '2027-01-01' } }), store, balance: 86 };

interface Sent {
  giftId: string;
  quantity: number;
  price: number;
  requestKey: string;
  residentId?: string;
  proxy?: { name: string; relation: string };
}

/** Opens the page; `answers` are what the server says to each redemption in turn. */
function open(answers: (() => FakeAnswer)[] = [ok(anOrder())], shown: () => unknown = () => gift) {
  const sent: Sent[] = [];
  setParams({ id: gift.id });
  const asked = serve({
    'GET /communities': ok(communities),
    'GET /gifts/:id': () => ({ status: 200, body: shown() }),
    'POST /redemptions': ({ body }) => {
      sent.push(body as Sent);
      return (answers[sent.length - 1] ?? ok(anOrder()))();
    },
  });
  renderPage(<GiftPage />);
  return { sent, asked };
}

const ask = async () => fireEvent.click(await screen.findByRole('button', { name: '我要兑换' }));
const sheet = () => within(screen.getByRole('dialog'));
const say = (words: string) => fireEvent.click(sheet().getByRole('button', { name: words }));
const arrived = `redirectTo /packages/resident/pickup/index?id=${anOrder().id}`;

it('says what will be held, and leads to the code', async () => {
  signedIn();
  const { sent } = open();
  await screen.findByText('2027年1月1日起 42 分');
  expect(screen.getByText('每人每月最多 2 袋')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: '数量，多一个' }));
  await ask();
  expect(sheet().getByText('2 袋，用 80 分，余 6 分')).toBeTruthy();
  expect(sent).toHaveLength(0);
  say('兑换');
  await waitFor(() => expect(taroLog).toEqual([arrived]));
  expect(sent[0]).toMatchObject({ giftId: gift.id, quantity: 2, price: 40 });
  expect(sent[0]).not.toHaveProperty('proxy');
});

it('redeems once when tapped twice', async () => {
  signedIn();
  const { sent } = open();
  await ask();
  const yes = sheet().getByRole('button', { name: '兑换' });
  fireEvent.click(yes);
  fireEvent.click(yes);
  await waitFor(() => expect(taroLog).toEqual([arrived]));
  expect(sent).toHaveLength(1);
});

it('asks with the same key after a lost reply, and gets the same code', async () => {
  signedIn();
  const { sent } = open([
    () => {
      throw lost;
    },
    ok(anOrder()),
  ]);
  await ask();
  say('兑换');
  await screen.findByText(/没有连上网/);
  say('再试一次');
  await waitFor(() => expect(taroLog).toEqual([arrived]));
  expect(sent).toHaveLength(2);
  expect(sent[1]).toEqual(sent[0]);
});

it('shows a new price where the old one was asked, and sends the new one on the next tap', async () => {
  signedIn();
  let price = 40;
  const { sent } = open(
    [
      () => {
        price = 42;
        return refusal(409, 'PRICE_CHANGED', '这件礼品现在是 42 分。请看清楚，再点一次兑换。');
      },
    ],
    () => ({ ...gift, price }),
  );
  await ask();
  say('兑换');
  await screen.findByText('这件礼品现在是 42 分。请看清楚，再点一次兑换。');
  await screen.findByText('1 袋，用 42 分，余 44 分');
  say('兑换');
  await waitFor(() => expect(taroLog).toEqual([arrived]));
  expect(sent[1]?.price).toBe(42);
  expect(sent[1]?.requestKey).not.toBe(sent[0]?.requestKey);
});

it.each([
  ['POINTS_NOT_ENOUGH', '积分不够，还差 4 分。攒够了再来兑换。'],
  ['GIFT_OUT_OF_STOCK', '兑完了，积分没有动。到货了再来，或换一样礼品。'],
  ['GIFT_LIMIT_REACHED', '这件礼品每人每月最多兑 2 件，下个月再来。'],
])('shows the sentence of %s in the sheet, and a way on', async (code, text) => {
  signedIn();
  open([() => refusal(409, code, text)]);
  await ask();
  say('兑换');
  await waitFor(() => expect(sheet().getByText(text)).toBeTruthy());
  say('看别的礼品');
  expect(taroLog).toEqual(['switchTab /pages/store/index']);
});

it('keeps the name of who collects through a refusal, and sends it', async () => {
  signedIn();
  const { sent } = open([() => refusal(409, 'INTERNAL', '没能办成'), ok(anOrder())]);
  fireEvent.click(await screen.findByRole('switch', { name: '让别人代领' }));
  await ask();
  // Nothing is asked while something is missing.
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.getByText('请填代领人的姓名')).toBeTruthy();
  fireEvent.change(screen.getByLabelText('代领人姓名'), { target: { value: '刘雅婷' } });
  fireEvent.change(screen.getByLabelText('和您的关系'), { target: { value: 'child' } });
  await ask();
  say('兑换');
  await waitFor(() => expect(sheet().getByText('没能办成')).toBeTruthy());
  expect((screen.getByLabelText('代领人姓名') as HTMLInputElement).value).toBe('刘雅婷');
  say('兑换');
  await waitFor(() => expect(taroLog).toEqual([arrived]));
  expect(sent[1]?.proxy).toEqual({ name: '刘雅婷', relation: 'child' });
});

it('redeems for somebody one helps, who collects it as their helper', async () => {
  const me = aMe({
    principals: [{ residentId: id(8), name: '王秀英', relation: 'child', scopes: ['redeem'] }],
  });
  signedIn(me);
  const { sent } = open();
  fireEvent.click(await screen.findByRole('radio', { name: '替 王秀英 兑换' }));
  await waitFor(() => expect(screen.getByText('王秀英可用')).toBeTruthy());
  await ask();
  expect(sheet().getByText('替 王秀英 兑换大米 5 公斤')).toBeTruthy();
  say('兑换');
  await waitFor(() => expect(taroLog).toEqual([arrived]));
  expect(sent[0]).toMatchObject({ residentId: id(8), proxy: { name: me.resident?.name, relation: 'child' } });
});

it('says on the button why it cannot be redeemed now', async () => {
  signedIn();
  const { sent } = open([], () => ({
    ...gift,
    state: 'hadThisMonth',
    stateText: '本月已兑',
    can: { redeem: false },
    maxQuantity: 0,
  }));
  const off = await screen.findByRole('button', { name: '本月已兑' });
  fireEvent.click(off);
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(sent).toHaveLength(0);
});

it('lets a visitor see it all, and leads to being recognised', async () => {
  open([], () => ({ ...gift, balance: null, can: { redeem: false } }));
  fireEvent.click(await screen.findByRole('button', { name: '认证居民后兑换' }));
  expect(taroLog).toEqual(['navigateTo /packages/resident/link/index']);
});

it('says the same for a gift that is gone and one that is not theirs', async () => {
  signedIn();
  setParams({ id: id(1) });
  serve({
    'GET /gifts/:id': () =>
      refusal(404, 'NOT_FOUND', '这里没有您能看的内容。如果是替家人查，请先办「家人代办」。'),
  });
  renderPage(<GiftPage />);
  expect(await screen.findByText('如果是替家人查，请先办「家人代办」。')).toBeTruthy();
});

it('can be redeemed in elder mode', async () => {
  signedIn();
  act(() => chooseElder('elder'));
  open();
  await ask();
  say('兑换');
  await waitFor(() => expect(taroLog).toEqual([arrived]));
});
