import { fireEvent, screen } from '@testing-library/react';

import Orders from '@/packages/resident/orders';

import { refusal, serve } from '../fake-server';
import { signedIn } from '../people';
import { renderPage } from '../render';
import { taroLog } from '../taro/taro';

import { anOrder, id, ok, pageOf } from './samples';

it('lists orders with how each stands and for whom it was, and opens one', async () => {
  signedIn();
  serve({
    'GET /redemptions': ok(
      pageOf([
        anOrder(),
        anOrder({
          id: id(2),
          giftName: '抽纸 1 提',
          state: 'settled',
          settledAt: '2026-11-17T02:00:00Z',
          code: null,
        }),
        anOrder({
          id: id(3),
          giftName: '毛巾',
          state: 'released',
          lastDay: '2026-10-30',
          forName: '王秀英',
          code: null,
        }),
      ]),
    ),
  });
  renderPage(<Orders />);
  await screen.findByText('待领取');
  expect(screen.getByText('11月17日领的')).toBeTruthy();
  expect(screen.getByText('1 桶，35 分，替 王秀英 兑换')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /^毛巾/ }));
  expect(taroLog).toEqual([`navigateTo /packages/resident/pickup/index?id=${id(3)}`]);
});

it('loads earlier ones on a tap', async () => {
  signedIn();
  serve({
    'GET /redemptions': ({ query }) => ({
      status: 200,
      body: {
        items: [anOrder({ id: id(Number(query.page)), giftName: `第 ${query.page} 页` })],
        total: 21,
        page: Number(query.page),
        size: 20,
      },
    }),
  });
  renderPage(<Orders />);
  await screen.findByText('第 1 页');
  fireEvent.click(screen.getByRole('button', { name: '再看早一些的' }));
  await screen.findByText('第 2 页');
  expect(screen.getByText('第 1 页')).toBeTruthy();
  expect(screen.queryByRole('button', { name: '再看早一些的' })).toBeNull();
});

it('leads to the store while there is nothing', async () => {
  signedIn();
  serve({ 'GET /redemptions': ok(pageOf([])) });
  renderPage(<Orders />);
  fireEvent.click(await screen.findByRole('button', { name: '去超市看看' }));
  expect(taroLog).toEqual(['switchTab /pages/store/index']);
});

it('sends people who are not signed in to do so', async () => {
  serve({ 'GET /redemptions': () => refusal(401, 'SIGN_IN_REQUIRED', '请先登录，再接着办。') });
  renderPage(<Orders />);
  fireEvent.click(await screen.findByRole('button', { name: '去登录' }));
  expect(taroLog).toEqual(['navigateTo /packages/resident/link/index']);
});
