import { act, fireEvent, screen, waitFor } from '@testing-library/react';

import Counter from '@/packages/workbench/counter';

import { type FakeRequest, lost, refusal, serve } from '../fake-server';
import { renderPage } from '../render';
import { aSlip, staff, storeId } from './samples';

beforeEach(() => staff(['redemption.settle']));

const store = { id: storeId, name: '金桂邻里超市', waiting: 3 };
const settled = aSlip({ state: 'settled', settledAt: '2026-11-22T02:30:00.000Z' });

function answering(handlers: Parameters<typeof serve>[0] = {}) {
  return serve({
    'GET /counter/stores': () => ({ status: 200, body: { items: [store] } }),
    'GET /counter/settlements': () => ({ status: 200, body: { items: [], total: 0, page: 1, size: 50 } }),
    'POST /counter/look-ups': () => ({ status: 201, body: aSlip() }),
    'POST /counter/settlements': () => ({ status: 201, body: settled }),
    ...handlers,
  });
}

const posts = (asked: FakeRequest[], path: string) =>
  asked.filter((one) => one.method === 'POST' && one.path === path);
/** Long enough for a clerk to have read the slip. */
const read = () => act(() => new Promise((resolve) => setTimeout(resolve, 550)));

async function lookUp(code = '482916') {
  const field = await screen.findByLabelText('取货码');
  fireEvent.change(field, { target: { value: code } });
  fireEvent.keyDown(field, { key: 'Enter' });
  return field;
}

it('shows what a code stands for before anything is handed over, then hands it over', async () => {
  const asked = answering();
  renderPage(<Counter />);
  const field = await lookUp();
  expect(await screen.findByText('王*英')).toBeTruthy();
  expect(screen.getByText('1 桶')).toBeTruthy();
  expect(posts(asked, '/counter/settlements')).toHaveLength(0);
  await read();
  fireEvent.click(screen.getByRole('button', { name: '已交货' }));
  expect(await screen.findByText('交好了：食用油 1 桶')).toBeTruthy();
  expect(posts(asked, '/counter/settlements')).toMatchObject([{ body: { storeId, code: '482916' } }]);
  // The next customer can be served at once.
  expect((field as HTMLInputElement).value).toBe('');
  expect(document.activeElement).toBe(field);
});

it('takes the code in full-width digits, with spaces, or as the text of the QR', async () => {
  const asked = answering();
  renderPage(<Counter />);
  for (const typed of ['４８２ ９１６', 'linli:pickup:482916']) {
    await lookUp(typed);
    await screen.findByText('王*英');
    fireEvent.click(screen.getByRole('button', { name: '先不交' }));
  }
  expect(posts(asked, '/counter/look-ups').map(({ body }) => (body as { code: string }).code)).toEqual([
    '482916',
    '482916',
  ]);
});

it('puts Enter on 已交货 once the slip is there, but not before anybody could read it', async () => {
  const asked = answering();
  renderPage(<Counter />);
  await lookUp();
  const button = await screen.findByRole('button', { name: '已交货' });
  expect(document.activeElement).toBe(button);
  fireEvent.keyDown(button, { key: 'Enter' });
  expect(posts(asked, '/counter/settlements')).toHaveLength(0);
  await read();
  fireEvent.keyDown(button, { key: 'Enter' });
  await screen.findByText('交好了：食用油 1 桶');
  expect(posts(asked, '/counter/settlements')).toHaveLength(1);
});

it('hands over once for two taps', async () => {
  const asked = answering();
  renderPage(<Counter />);
  await lookUp();
  const button = await screen.findByRole('button', { name: '已交货' });
  await read();
  fireEvent.click(button);
  fireEvent.click(button);
  await screen.findByText('交好了：食用油 1 桶');
  expect(posts(asked, '/counter/settlements')).toHaveLength(1);
});

it('asks again with the same key after a lost reply', async () => {
  let times = 0;
  const asked = answering({
    'POST /counter/settlements': () => {
      if (++times === 1) throw lost;
      return { status: 201, body: settled };
    },
  });
  renderPage(<Counter />);
  await lookUp();
  const button = await screen.findByRole('button', { name: '已交货' });
  await read();
  fireEvent.click(button);
  expect(await screen.findByText('还不知道成没成，请再点一次')).toBeTruthy();
  fireEvent.click(button);
  await screen.findByText('交好了：食用油 1 桶');
  const keys = posts(asked, '/counter/settlements').map(
    ({ body }) => (body as { requestKey: string }).requestKey,
  );
  expect(keys[1]).toBe(keys[0]);
});

it('tells the clerk what to ask somebody who collects for another', async () => {
  answering({
    'POST /counter/look-ups': () => ({
      status: 201,
      body: aSlip({ proxy: { maskedName: '刘*婷', relation: 'child', checkText: '存折号最后 4 位' } }),
    }),
  });
  renderPage(<Counter />);
  await lookUp();
  expect(await screen.findByText('代领：刘*婷，子女')).toBeTruthy();
  expect(screen.getByText(/先请代领人说出存折号最后 4 位/)).toBeTruthy();
});

it.each([
  ['PICKUP_CODE_UNKNOWN', 404, '没有这个码', '没有这个取货码。请对着居民的手机再看一遍 6 个数字。'],
  ['PICKUP_CODE_OF_OTHER_STORE', 409, '不是这家店的码', '这个取货码要到「银杏店」领，不是这家店。'],
  [
    'REDEMPTION_ALREADY_SETTLED',
    409,
    '已经领走了',
    '这个取货码已经用过了，11月22日 10:05 领走的。不能再领一次。',
  ],
  ['REDEMPTION_EXPIRED', 409, '过期了', '取货码过期了，积分已经退回。请让居民重新兑换。'],
  ['REDEMPTION_CANCELLED', 409, '已经取消了', '这一单居民已经取消，积分退回去了。请让居民重新兑换。'],
  ['CLERK_IS_PARTY', 409, '要请另一位店员来办', '不能给自己或自己代办的人交货，请另一位店员来办。'],
])('says what is wrong with a code: %s', async (code, status, title, text) => {
  answering({ 'POST /counter/look-ups': () => refusal(status, code, text) });
  renderPage(<Counter />);
  await lookUp();
  expect(await screen.findByText(title)).toBeTruthy();
  expect(screen.getByText(text)).toBeTruthy();
  expect(screen.queryByRole('button', { name: '已交货' })).toBeNull();
});

it('says below the field what is wrong with the digits', async () => {
  answering({
    'POST /counter/look-ups': () =>
      refusal(400, 'INPUT_INVALID', '有的地方没填对，请看红字提示，改好再交。', {
        code: '取货码是 6 位数字',
      }),
  });
  renderPage(<Counter />);
  await lookUp('48291');
  expect(await screen.findByRole('alert')).toHaveProperty('textContent', '取货码是 6 位数字');
});

it('takes the slip away when another code is typed', async () => {
  answering();
  renderPage(<Counter />);
  const field = await lookUp();
  await screen.findByRole('button', { name: '已交货' });
  fireEvent.change(field, { target: { value: '48291' } });
  expect(screen.queryByRole('button', { name: '已交货' })).toBeNull();
});

it('lists what was handed over today, not yesterday', async () => {
  const today = new Date().toISOString();
  const yesterday = new Date(Date.now() - 30 * 3_600_000).toISOString();
  answering({
    'GET /counter/settlements': () => ({
      status: 200,
      body: {
        items: [
          aSlip({ id: '1', settledAt: today, giftName: '大米' }),
          aSlip({ id: '2', settledAt: yesterday, giftName: '雨伞' }),
        ],
        total: 2,
        page: 1,
        size: 50,
      },
    }),
  });
  renderPage(<Counter />);
  expect(await screen.findByText('大米 1 桶')).toBeTruthy();
  expect(screen.getByText('1 单')).toBeTruthy();
  expect(screen.queryByText('雨伞 1 桶')).toBeNull();
});

it('remembers which of several stores the clerk stands in', async () => {
  const other = { id: '00000000-0000-7000-8000-0000000000d2', name: '银杏店', waiting: 0 };
  const asked = answering({
    'GET /counter/stores': () => ({ status: 200, body: { items: [store, other] } }),
  });
  const { unmount } = renderPage(<Counter />);
  fireEvent.change(await screen.findByLabelText('在哪家店'), { target: { value: other.id } });
  unmount();
  renderPage(<Counter />);
  await lookUp();
  await waitFor(() =>
    expect(posts(asked, '/counter/look-ups')).toMatchObject([{ body: { storeId: other.id } }]),
  );
});
