import { fireEvent, screen, waitFor } from '@testing-library/react';
import { act } from '@testing-library/react';

import Store from '@/pages/store';
import { chooseElder } from '@/lib/elder';

import { refusal, serve } from '../fake-server';
import { aMe, signedIn } from '../people';
import { renderPage } from '../render';
import { taroLog } from '../taro/taro';

import { aGift, communities, id, ok, store } from './samples';

const gifts = [
  aGift({ id: id(1), name: '食用油 1.8 升', stateText: '本月已兑', state: 'hadThisMonth' }),
  aGift({ id: id(2), name: '大米 5 公斤', stateText: '剩 6 袋', state: 'fewLeft' }),
  aGift({ id: id(3), name: '鸡蛋 30 枚', stateText: '22日到货', state: 'soldOut' }),
  aGift({ id: id(4), name: '理发 1 次', stateText: '有货', category: 'service', isService: true, price: 10 }),
  aGift({
    id: id(5),
    name: '电热水壶',
    stateText: '还差 34 分',
    state: 'pointsShort',
    category: 'home',
    price: 120,
  }),
  aGift({
    id: id(6),
    name: '长者午餐券',
    stateText: '留给 60 岁以上',
    state: 'notForYou',
    category: 'service',
    isService: true,
  }),
];
const calls = {
  'GET /communities': ok(communities),
  'GET /communities/:id/stores': ok({ items: [store] }),
  'GET /stores/:id/gifts': ok({ items: gifts, balance: 86 }),
};

it('says whether it is open, how many points there are, and how each gift stands', async () => {
  signedIn();
  serve(calls);
  renderPage(<Store />);
  for (const label of [
    '食用油 1.8 升，40 分，本月已兑',
    '大米 5 公斤，40 分，剩 6 袋',
    '兑完了，鸡蛋 30 枚，40 分，22日到货',
    '服务，理发 1 次，10 分，有货',
    '电热水壶，120 分，还差 34 分',
    '服务，长者午餐券，40 分，留给 60 岁以上',
  ]) {
    expect(await screen.findByRole('button', { name: label })).toBeTruthy();
  }
  expect(screen.getByText('今天不开门')).toBeTruthy();
  expect(screen.getByText('下次 11月24日 周二 9:00')).toBeTruthy();
  expect(screen.getByText('86')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: '大米 5 公斤，40 分，剩 6 袋' }));
  expect(taroLog).toEqual([`navigateTo /packages/resident/gift/index?id=${id(2)}`]);
});

it('shows all opening hours, each day on one line with its time, and the telephone on a tap', async () => {
  signedIn();
  serve(calls);
  renderPage(<Store />);
  fireEvent.click(await screen.findByRole('button', { name: '全部时间' }));
  expect(screen.getByRole('dialog').textContent).toContain('周六\u00a09:00–17:00');
  expect(screen.getByRole('button', { name: '打电话给超市' })).toBeTruthy();
});

it('narrows by category and by name, and leads back to everything', async () => {
  signedIn();
  serve(calls);
  renderPage(<Store />);
  fireEvent.click(await screen.findByRole('radio', { name: '服务' }));
  expect(screen.queryByText('大米 5 公斤')).toBeNull();
  expect(screen.getByText('理发 1 次')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: '找礼品' }));
  fireEvent.change(screen.getByRole('searchbox', { name: '礼品的名字' }), { target: { value: '大米' } });
  expect(screen.getByText('没有找到这样的礼品')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: '看全部礼品' }));
  expect(screen.getByText('大米 5 公斤')).toBeTruthy();
});

it('asks for the gifts of somebody one helps, with a plain switch, and only with their consent', async () => {
  signedIn(
    aMe({
      principals: [
        { residentId: id(8), name: '王秀英', relation: 'parent', scopes: ['redeem'] },
        { residentId: id(9), name: '陈志明', relation: 'neighbour', scopes: ['points'] },
      ],
    }),
  );
  const asked = serve({
    ...calls,
    'GET /stores/:id/gifts': ({ query }) => ({
      status: 200,
      body: { items: gifts, balance: query.residentId ? 12 : 86 },
    }),
  });
  renderPage(<Store />);
  fireEvent.click(await screen.findByRole('radio', { name: '替 王秀英 兑换' }));
  await screen.findByText('12');
  expect(asked.at(-1)?.query.residentId).toBe(id(8));
  expect(screen.queryByRole('radio', { name: '替 陈志明 兑换' })).toBeNull();
  fireEvent.click(screen.getByRole('radio', { name: '给自己兑换' }));
  await screen.findByText('86');
});

it('shows a visitor the shelf without points', async () => {
  serve({ ...calls, 'GET /stores/:id/gifts': ok({ items: gifts, balance: null }) });
  renderPage(<Store />);
  await screen.findByText('大米 5 公斤');
  expect(screen.getByText('认证居民后，能看到自己的分')).toBeTruthy();
});

it('says honestly that a community has no store, or an empty shelf', async () => {
  signedIn();
  serve({ ...calls, 'GET /communities/:id/stores': ok({ items: [] }) });
  const first = renderPage(<Store />);
  await screen.findByText('这个社区还没有超市');
  first.unmount();
});

it('keeps what is safe in view when the gifts cannot be opened', async () => {
  signedIn();
  let broken = true;
  serve({
    ...calls,
    'GET /stores/:id/gifts': () =>
      broken ? refusal(409, 'INTERNAL', '坏了') : { status: 200, body: { items: gifts, balance: 86 } },
  });
  renderPage(<Store />);
  expect((await screen.findByRole('alert')).textContent).toContain('您的积分没有变化');
  broken = false;
  fireEvent.click(screen.getByRole('button', { name: '再试一次' }));
  await screen.findByText('大米 5 公斤');
});

it('chooses the category from a list in elder mode, where chips are too small', async () => {
  signedIn();
  act(() => chooseElder('elder'));
  serve(calls);
  renderPage(<Store />);
  fireEvent.change(await screen.findByLabelText('看哪一类'), { target: { value: 'service' } });
  await waitFor(() => expect(screen.queryByText('大米 5 公斤')).toBeNull());
  expect(screen.getByText('理发 1 次')).toBeTruthy();
});
