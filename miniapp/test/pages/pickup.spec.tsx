import { onlineManager } from '@tanstack/react-query';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';

import { chooseElder } from '@/lib/elder';
import { queryClient } from '@/lib/query';
import Pickup from '@/packages/resident/pickup';

import { refusal, serve } from '../fake-server';
import { aMe, signedIn } from '../people';
import { renderPage } from '../render';
import { onRequest, setParams } from '../taro/taro';

import { anOrder, communities, inDays, ok } from './samples';

const order = anOrder();
const code = () => screen.findByRole('img', { name: '取货码 4 8 2 9 1 6' });
const sheet = () => within(screen.getByRole('dialog'));
const gone = { code: null, qr: null, can: { cancel: false, setProxy: false } };

function open(view = order, more: Parameters<typeof serve>[0] = {}) {
  setParams({ id: order.id });
  const asked = serve({
    'GET /communities': ok(communities),
    'GET /redemptions/:id': ok(view),
    'GET /redemptions': ok({ items: [view], total: 1, page: 1, size: 50 }),
    ...more,
  });
  return { asked, page: renderPage(<Pickup />) };
}

it('shows the code, until when, where, and who collects', async () => {
  signedIn();
  open();
  await code();
  expect(screen.getByRole('img', { name: '取货二维码' })).toBeTruthy();
  expect(screen.getByText('还有 13 天，过期积分退回')).toBeTruthy();
  expect(screen.getByText('11月24日 周二 9:00 开门')).toBeTruthy();
  expect(screen.getByText('本人来领')).toBeTruthy();
});

it('shows the last loaded code without any network, and from when it is', async () => {
  signedIn();
  const { page } = open();
  await code();
  page.unmount();
  // The app was closed; the counter is in a cellar.
  queryClient.clear();
  onRequest(undefined);
  act(() => onlineManager.setOnline(false));
  renderPage(<Pickup />);
  await code();
  expect(screen.getByText(/\d+:\d\d 的内容，念数字给店员就行。$/)).toBeTruthy();
});

it('never shows a code to another account on the same phone', async () => {
  signedIn();
  const { page } = open();
  await code();
  page.unmount();
  queryClient.clear();
  onRequest(undefined);
  signedIn(aMe({ accountId: 'account-2' }));
  renderPage(<Pickup />);
  await screen.findByText('没有网络');
  expect(screen.queryByRole('img', { name: '取货码 4 8 2 9 1 6' })).toBeNull();
});

it('gives the points back after asking once more, and shows that it did', async () => {
  signedIn();
  const { asked } = open(order, {
    'POST /redemptions/:id/cancellation': ok({ ...order, ...gone, state: 'cancelled' }),
  });
  fireEvent.click(await screen.findByRole('button', { name: '不要了，退回积分' }));
  expect(sheet().getByText('留的 35 分马上退回，取货码就作废了。')).toBeTruthy();
  const yes = sheet().getByRole('button', { name: '退回 35 分' });
  fireEvent.click(yes);
  fireEvent.click(yes);
  await screen.findByText('不要了，35 分已经退回');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

it('keeps the code and says why when it cannot be given back', async () => {
  signedIn();
  open(order, {
    'POST /redemptions/:id/cancellation': () =>
      refusal(409, 'REDEMPTION_NOT_HELD', '这一单已经领走、取消或过期了，不能再改。'),
  });
  fireEvent.click(await screen.findByRole('button', { name: '不要了，退回积分' }));
  fireEvent.click(sheet().getByRole('button', { name: '退回 35 分' }));
  await screen.findByText('这一单已经领走、取消或过期了，不能再改。');
  await code();
});

it('names somebody to collect it, and says what the clerk will check', async () => {
  signedIn();
  const { asked } = open(order, {
    'PUT /redemptions/:id/proxy': ({ body }) => ({ status: 200, body: { ...order, ...(body as object) } }),
  });
  fireEvent.click(await screen.findByRole('link', { name: '让家人代领' }));
  fireEvent.click(sheet().getByRole('button', { name: '让这个人代领' }));
  expect(sheet().getByText('请填代领人的姓名')).toBeTruthy();
  fireEvent.change(sheet().getByLabelText('代领人姓名'), { target: { value: '刘雅婷' } });
  fireEvent.change(sheet().getByLabelText('和您的关系'), { target: { value: 'child' } });
  fireEvent.click(sheet().getByRole('button', { name: '让这个人代领' }));
  await screen.findByText('子女 刘雅婷 代领');
  expect(screen.getByText('店员会核对您手机尾号 0018')).toBeTruthy();
  expect(asked.find(({ method }) => method === 'PUT')?.body).toEqual({
    proxy: { name: '刘雅婷', relation: 'child' },
  });
});

it.each([
  [
    'handed over',
    { state: 'settled' as const, settledAt: '2026-11-20T01:20:00Z' },
    '11月20日 周五 9:20 领走的',
  ],
  ['unclaimed', { state: 'released' as const, lastDay: '2026-11-10' }, '11月10日没有来领，35 分已经退回'],
  [
    'past its last moment but not yet released',
    { expiresAt: inDays(-1), lastDay: '2026-11-10' },
    '11月10日没有来领，35 分会退回',
  ],
])('shows no code for a gift %s, but what became of it', async (_when, change, note) => {
  signedIn();
  open(anOrder({ ...gone, ...change }));
  await waitFor(() => expect(screen.getByText(note)).toBeTruthy());
  expect(screen.queryByRole('img', { name: /^取货码/ })).toBeNull();
  expect(screen.queryByRole('button', { name: '不要了，退回积分' })).toBeNull();
});

it('puts naming somebody at the foot in elder mode', async () => {
  signedIn();
  act(() => chooseElder('elder'));
  open();
  await code();
  expect(screen.getByText('把这 6 个数字念给店员')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: '让家人代领' }));
  expect(screen.getByRole('dialog')).toBeTruthy();
});
