import { useEffect, useLayoutEffect } from 'react';

/**
 * The one stand-in for Taro: as much of it as our code calls, acting like a phone. Requests go to `onRequest`
 * (see fake-server.ts); where a page went is in `taroLog`.
 */
export interface RequestOptions {
  url: string;
  method: string;
  header: Record<string, string>;
  data?: string;
}
export type RequestHandler = (options: RequestOptions) => Promise<{ statusCode: number; data: unknown }>;

const storage = new Map<string, string>();
let handler: RequestHandler | undefined;
let appBaseInfo: { fontSizeScaleFactor?: number; fontSizeSetting?: number } = {};
let params: Record<string, string> = {};

/** Where the page led to, newest last: `navigateTo /packages/…`. */
export const taroLog: string[] = [];

/** Who answers requests; without it every request fails as if there were no network. */
export function onRequest(next: RequestHandler | undefined) {
  handler = next;
}

/** What WeChat says about its font size. */
export function setAppBaseInfo(info: typeof appBaseInfo) {
  appBaseInfo = info;
}

/** The parameters the page was opened with. */
export function setParams(next: Record<string, string>) {
  params = next;
}

export function resetTaro() {
  storage.clear();
  handler = undefined;
  appBaseInfo = {};
  params = {};
  taroLog.length = 0;
}

export const useDidShow = (run: () => void) => useLayoutEffect(run, []); // eslint-disable-line react-hooks/exhaustive-deps
export const useDidHide = (run: () => void) => useEffect(() => run, []); // eslint-disable-line react-hooks/exhaustive-deps
export const useRouter = () => ({ params, path: '' });
export const useLoad = (run: (options: Record<string, string>) => void) =>
  useLayoutEffect(() => run(params), []); // eslint-disable-line react-hooks/exhaustive-deps
export const usePullDownRefresh = () => undefined;
export const useReachBottom = () => undefined;
export const useShareAppMessage = () => undefined;

const goes =
  (name: string) =>
  ({ url = '' }: { url?: string } = {}) => {
    taroLog.push(`${name} ${url}`.trim());
    return Promise.resolve({});
  };

/** Taro's own events, as far as our code hears them. */
class Events {
  private heard = new Map<string, (() => void)[]>();
  on(name: string, run: () => void) {
    this.heard.set(name, [...(this.heard.get(name) ?? []), run]);
  }
  trigger(name: string) {
    this.heard.get(name)?.forEach((run) => run());
  }
}

const Taro = {
  request(options: RequestOptions) {
    const answer = handler ? handler(options) : Promise.reject(new Error('request:fail'));
    return Object.assign(answer, { abort: () => undefined });
  },
  getStorageSync: (key: string) =>
    storage.has(key) ? (JSON.parse(storage.get(key) as string) as unknown) : '',
  setStorageSync: (key: string, value: unknown) => void storage.set(key, JSON.stringify(value)),
  removeStorageSync: (key: string) => void storage.delete(key),
  getAppBaseInfo: () => appBaseInfo,
  getDeviceInfo: () => ({ brand: 'test', model: 'phone' }),
  getWindowInfo: () => ({ windowWidth: 390, statusBarHeight: 47 }),
  getMenuButtonBoundingClientRect: () => ({ top: 53, height: 32, left: 296 }),
  getNetworkType: () => Promise.resolve({ networkType: 'wifi' }),
  onNetworkStatusChange: () => undefined,
  offNetworkStatusChange: () => undefined,
  setNavigationBarTitle: ({ title }: { title: string }) => {
    document.title = title;
    return Promise.resolve({});
  },
  getCurrentPages: () => [{}] as { route?: string }[],
  showModal: () => Promise.resolve({ confirm: false }),
  eventCenter: new Events(),
  login: () => Promise.resolve({ code: 'test-code' }),
  scanCode: () => Promise.reject(new Error('scanCode:fail cancel')),
  navigateTo: goes('navigateTo'),
  redirectTo: goes('redirectTo'),
  switchTab: goes('switchTab'),
  reLaunch: goes('reLaunch'),
  navigateBack: goes('navigateBack'),
  pageScrollTo: () => Promise.resolve({}),
  useDidShow,
  useDidHide,
  useRouter,
};

export default Taro;
