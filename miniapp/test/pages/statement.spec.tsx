import { onlineManager } from '@tanstack/react-query';
import { act, fireEvent, screen } from '@testing-library/react';

import { chooseElder } from '@/lib/elder';
import Statement from '@/packages/resident/statement';

import { refusal, serve } from '../fake-server';
import { aMe, signedIn } from '../people';
import { renderPage } from '../render';
import { setParams } from '../taro/taro';

import { anEntry, communities, id, ok, points } from './samples';

const entries = [
  anEntry({
    id: id(1),
    kind: 'hold',
    title: '留给 食用油 1.8 升',
    detail: '1 桶',
    amount: -35,
    balanceAfter: 86,
  }),
  anEntry({ id: id(2), balanceAfter: 121 }),
  anEntry({ id: id(3), title: '担任楼栋长', amount: 10, reversed: true, at: '2026-10-12T04:00:00Z' }),
];
const calls = {
  'GET /communities': ok(communities),
  'GET /points': ok(points),
  'GET /points/entries': ok({ items: entries, next: null }),
};

it('shows what there is, what lapses when, and each line under its month', async () => {
  signedIn();
  serve(calls);
  renderPage(<Statement />);
  await screen.findByText('18 分还有 39 天到期');
  expect(screen.getByText('另有 35 分留给礼品')).toBeTruthy();
  expect(screen.getByText('2026年12月31日到期')).toBeTruthy();
  await screen.findByRole('heading', { name: '11 月' });
  expect(screen.getByRole('heading', { name: '10 月' })).toBeTruthy();
  expect(screen.getByText('−35')).toBeTruthy();
  expect(screen.getByText('余 121')).toBeTruthy();
});

it('strikes out a line that was taken back, and says so', async () => {
  signedIn();
  serve(calls);
  renderPage(<Statement />);
  const amount = await screen.findByText('+10');
  expect(amount.className).toContain('reversed');
  expect(screen.getByText(/已冲正/)).toBeTruthy();
});

it('loads earlier lines on a tap, within the same month', async () => {
  signedIn();
  serve({
    ...calls,
    'GET /points/entries': ({ query }) => ({
      status: 200,
      body: query.cursor
        ? { items: [anEntry({ id: id(9), title: '早一些的' })], next: null }
        : { items: [anEntry({ id: id(8), title: '近一些的' })], next: 'earlier' },
    }),
  });
  renderPage(<Statement />);
  fireEvent.click(await screen.findByRole('button', { name: '再看早一些的' }));
  await screen.findByText('早一些的');
  expect(screen.getAllByRole('heading', { name: '11 月' })).toHaveLength(1);
});

it('opens the passbook of somebody one helps, and says whose it is', async () => {
  signedIn(
    aMe({ principals: [{ residentId: id(8), name: '王秀英', relation: 'parent', scopes: ['points'] }] }),
  );
  setParams({ residentId: id(8) });
  const asked = serve(calls);
  renderPage(<Statement />);
  await screen.findByRole('heading', { name: '王秀英的积分' });
  await screen.findByText('−35');
  expect(asked.filter(({ path }) => path.startsWith('/points')).map(({ query }) => query.residentId)).toEqual(
    [id(8), id(8)],
  );
});

it('tells a new resident how the first line comes about', async () => {
  signedIn();
  serve({ ...calls, 'GET /points/entries': ok({ items: [], next: null }) });
  renderPage(<Statement />);
  expect(await screen.findByText('还没有积分记录')).toBeTruthy();
  expect(screen.getByRole('button', { name: '看看这周的活动' })).toBeTruthy();
});

it('refuses what is not theirs in the same words as what is not there', async () => {
  signedIn();
  setParams({ residentId: id(99) });
  const no = () => refusal(404, 'NOT_A_HELPER', '您还没有替这位居民办事的登记。请先办「家人代办」。');
  serve({ ...calls, 'GET /points': no, 'GET /points/entries': no });
  renderPage(<Statement />);
  expect(await screen.findByText('您还没有替这位居民办事的登记。请先办「家人代办」。')).toBeTruthy();
});

it('keeps old lines without network and says from when they are', async () => {
  signedIn();
  serve(calls);
  renderPage(<Statement />);
  await screen.findByText('−35');
  act(() => onlineManager.setOnline(false));
  expect(screen.getByText(/^\d+:\d\d 的内容$/)).toBeTruthy();
  expect(screen.getByText('−35')).toBeTruthy();
});

it('repeats its title in large type in elder mode', async () => {
  signedIn();
  act(() => chooseElder('elder'));
  serve(calls);
  renderPage(<Statement />);
  await screen.findByText('18 分还有 39 天到期');
  expect(screen.getAllByText('积分明细').length).toBe(2);
});
