import Taro from '@tarojs/taro';

import { taroLog } from '../../test/taro/taro';
import { fetchTabs, watchPages } from './web-pages';

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const missing = () => Object.assign(new Error('Loading chunk 9 failed.'), { name: 'ChunkLoadError' });

/** The browser's word that nobody caught `reason`. */
function uncaught(reason: unknown) {
  const event = Object.assign(new Event('unhandledrejection', { cancelable: true }), { reason });
  window.dispatchEvent(event);
  return event;
}

function setApp(load: Record<string, () => unknown[]>) {
  Object.assign(window, {
    __taroAppConfig: {
      routes: Object.entries(load).map(([path, run]) => ({ path, load: run })),
      tabBar: { list: [{ pagePath: 'pages/home/index' }, { pagePath: 'pages/store/index' }] },
    },
  });
}

const ask = jest.spyOn(Taro, 'showModal');
const answer = jest.fn<Promise<{ ok: boolean }>, []>();
beforeAll(() => {
  jest.useFakeTimers();
  watchPages();
  jest.useRealTimers();
  Object.assign(globalThis, { fetch: answer });
});
beforeEach(() => {
  ask.mockReset().mockResolvedValue({ confirm: false } as never);
  answer.mockReset();
  setApp({});
  jest.spyOn(Taro, 'getCurrentPages').mockReturnValue([{ route: 'pages/home/index' }] as never);
});

test('the pages of the tabs are fetched, no others; what failed is fetched when the network is back', async () => {
  const home = jest.fn(() => [Promise.resolve()]);
  const store = jest.fn(() => [Promise.reject(missing())]);
  const desk = jest.fn(() => [Promise.resolve()]);
  setApp({ 'pages/home/index': home, 'pages/store/index': store, 'packages/workbench/index/index': desk });
  await fetchTabs();
  expect([home, store, desk].map((one) => one.mock.calls.length)).toEqual([1, 1, 0]);
  store.mockImplementation(() => [Promise.resolve() as never]);
  window.dispatchEvent(new Event('online'));
  await settle();
  expect(store).toHaveBeenCalledTimes(2);
  window.dispatchEvent(new Event('online'));
  await settle();
  expect(store).toHaveBeenCalledTimes(2);
});

test('a page that did not come is said, and turning it down puts the address back', async () => {
  expect(uncaught(missing()).defaultPrevented).toBe(true);
  uncaught(missing());
  await settle();
  expect(ask).toHaveBeenCalledTimes(1);
  expect(ask.mock.calls[0]?.[0]).toMatchObject({ confirmText: '再试一次', showCancel: true });
  expect(taroLog).toEqual(['switchTab /pages/home/index']);
});

test('再试一次 asks again as long as the server is silent', async () => {
  ask.mockResolvedValueOnce({ confirm: true } as never);
  answer.mockRejectedValue(new TypeError('Failed to fetch'));
  uncaught(missing());
  await settle();
  expect(answer).toHaveBeenCalledTimes(1);
  expect(ask).toHaveBeenCalledTimes(2);
});

test('other faults are left alone', async () => {
  expect(uncaught(new Error('other')).defaultPrevented).toBe(false);
  uncaught(undefined);
  await settle();
  expect(ask).not.toHaveBeenCalled();
});

test('an address that is no page leads home', () => {
  Taro.eventCenter.trigger('__taroRouterNotFound');
  expect(taroLog).toEqual(['reLaunch /pages/home/index']);
});
