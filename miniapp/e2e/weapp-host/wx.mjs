/**
 * @typedef {object} HostRequest
 * @property {string} method
 * @property {string} url as the app asked
 * @property {string} path below `/api`, without the query
 * @property {Record<string, string>} query
 * @property {Record<string, string>} header names in lower case
 * @property {any} body parsed JSON, the text when it is none, or undefined
 */

/** @typedef {{ status: number, body?: unknown }} HostAnswer */
/** @typedef {(request: HostRequest) => HostAnswer | Promise<HostAnswer>} Handler may throw: then no answer comes */

/** The phone the app believes to be on: 390 × 844 with a notch. */
export const phone = { width: 390, height: 844, statusBar: 47, navBar: 44 };

/**
 * The part of `wx` that the app uses. Each function answers late, as WeChat does, and with WeChat's own messages.
 * A name that is not here is undefined, as on a phone whose WeChat is too old, and is reported.
 * @param {object} setup
 * @param {import('./realm.mjs').Realm} setup.realm
 * @param {import('./navigation.mjs').Navigation} setup.navigation
 * @param {Handler} setup.request
 * @param {() => string | Promise<string>} setup.login
 * @param {number} setup.fontSizeSetting
 * @param {Record<string, unknown>} setup.storage
 * @param {boolean} setup.offline from the beginning
 * @param {(options: any) => boolean} setup.confirm answers a question of the app (`wx.showModal`)
 * @param {() => string | undefined} setup.scan what the camera reads; undefined when the person turns back
 * @param {(problem: string) => void} setup.report
 */
export function createWx(setup) {
  const { realm, navigation, report } = setup;
  const state = {
    offline: setup.offline,
    /** What WeChat has been asked and has not answered yet. */
    open: 0,
    /** @type {HostRequest[]} */
    requests: [],
    /** @type {{ name: string, options: any }[]} what the app showed or did outside its pages: toasts, modals, calls */
    shown: [],
    /** @type {Map<string, string>} JSON texts */
    storage: new Map(Object.entries(setup.storage).map(([key, value]) => [key, JSON.stringify(value)])),
  };
  /** @type {Set<unknown>} */
  const networkListeners = new Set();

  /**
   * A function of WeChat in its callback manner.
   * @param {string} name
   * @param {(options: any) => unknown} act throws an `Error` whose message becomes `<name>:fail <message>`
   */
  const late =
    (name, act) =>
    (/** @type {any} */ options = {}) => {
      state.open += 1;
      void (async () => {
        await new Promise((resolve) => setTimeout(resolve, 0));
        let result;
        let failed = false;
        try {
          result = realm.give({
            errMsg: `${name}:ok`,
            .../** @type {object} */ ((await act(options)) ?? {}),
          });
        } catch (error) {
          failed = true;
          result = realm.give({ errMsg: `${name}:fail ${/** @type {Error} */ (error).message}` });
        }
        realm.call(failed ? options.fail : options.success, undefined, result);
        realm.call(options.complete, undefined, result);
        state.open -= 1;
      })();
    };
  const noted = (
    /** @type {string} */ name,
    /** @type {(options: any) => unknown} */ act = () => undefined,
  ) =>
    late(name, (options) => {
      state.shown.push({ name, options: JSON.parse(JSON.stringify(options)) });
      return act(options);
    });
  const now = (/** @type {() => unknown} */ make) => () => realm.give(make());

  const appBase = () => ({
    SDKVersion: '3.7.0',
    version: '8.0.50',
    language: 'zh_CN',
    theme: 'light',
    fontSizeSetting: setup.fontSizeSetting,
    fontSizeScaleFactor: setup.fontSizeSetting / 16,
    host: { env: 'WeChat' },
  });
  const device = () => ({
    brand: 'devtools',
    model: 'Linli host',
    system: 'iOS 16.0',
    platform: 'ios',
    abi: 'arm64',
  });
  const window = () => ({
    pixelRatio: 2,
    screenWidth: phone.width,
    screenHeight: phone.height,
    windowWidth: phone.width,
    windowHeight: phone.height - phone.statusBar - phone.navBar,
    statusBarHeight: phone.statusBar,
    screenTop: phone.statusBar + phone.navBar,
    safeArea: { left: 0, right: phone.width, top: 47, bottom: 810, width: phone.width, height: 763 },
  });
  const network = () => ({ isConnected: !state.offline, networkType: state.offline ? 'none' : 'wifi' });
  /** @param {string} key */
  const stored = (key) => {
    const text = state.storage.get(key);
    return text === undefined ? '' : realm.give(JSON.parse(text));
  };
  const store = (/** @type {string} */ key, /** @type {unknown} */ value) => {
    state.storage.set(key, JSON.stringify(value) ?? '""');
  };

  /** @type {Record<string, unknown>} */
  const api = {
    // Who and where
    env: realm.give({ USER_DATA_PATH: 'wxfile://usr' }),
    getAppBaseInfo: now(appBase),
    getDeviceInfo: now(device),
    getWindowInfo: now(window),
    getSystemInfoSync: now(() => ({ ...appBase(), ...device(), ...window() })),
    getSystemInfo: late('getSystemInfo', () => ({ ...appBase(), ...device(), ...window() })),
    getAccountInfoSync: now(() => ({ miniProgram: { appId: 'wxhost', envVersion: 'develop', version: '' } })),
    getMenuButtonBoundingClientRect: now(() => ({
      width: 87,
      height: 32,
      top: 51,
      bottom: 83,
      left: 296,
      right: 383,
    })),
    getLaunchOptionsSync: now(() => navigation.launchOptions),
    getEnterOptionsSync: now(() => navigation.launchOptions),
    canIUse: () => true,
    login: late('login', async () => {
      if (state.offline) throw new Error('network is not available');
      return { code: await setup.login() };
    }),
    checkSession: late('checkSession', () => ({})),

    // Network
    request: (/** @type {any} */ options) => request(options),
    getNetworkType: late('getNetworkType', network),
    onNetworkStatusChange: (/** @type {unknown} */ listener) => networkListeners.add(listener),
    offNetworkStatusChange: (/** @type {unknown} */ listener) => networkListeners.delete(listener),

    // Storage
    getStorageSync: stored,
    setStorageSync: store,
    removeStorageSync: (/** @type {string} */ key) => void state.storage.delete(key),
    clearStorageSync: () => state.storage.clear(),
    getStorageInfoSync: now(() => ({ keys: [...state.storage.keys()], currentSize: 1, limitSize: 10240 })),
    getStorage: late('getStorage', ({ key }) => {
      if (!state.storage.has(key)) throw new Error('data not found');
      return { data: JSON.parse(state.storage.get(key) ?? '') };
    }),
    setStorage: late('setStorage', ({ key, data }) => store(key, data)),
    removeStorage: late('removeStorage', ({ key }) => void state.storage.delete(key)),

    // Pages
    navigateTo: late('navigateTo', ({ url }) => navigation.navigateTo(url)),
    redirectTo: late('redirectTo', ({ url }) => navigation.redirectTo(url)),
    switchTab: late('switchTab', ({ url }) => navigation.switchTab(url)),
    reLaunch: late('reLaunch', ({ url }) => navigation.reLaunch(url)),
    navigateBack: late('navigateBack', ({ delta = 1 }) => navigation.navigateBack(delta)),
    setNavigationBarTitle: late('setNavigationBarTitle', ({ title }) => navigation.setTitle(title)),
    setNavigationBarColor: late('setNavigationBarColor', () => undefined),
    hideHomeButton: late('hideHomeButton', () => undefined),
    pageScrollTo: late('pageScrollTo', () => undefined),
    stopPullDownRefresh: late('stopPullDownRefresh', () => undefined),
    nextTick: (/** @type {unknown} */ callback) => void setTimeout(() => realm.call(callback, undefined), 0),
    createSelectorQuery: () => selectorQuery(),

    // Outside the pages
    showToast: noted('showToast'),
    hideToast: late('hideToast', () => undefined),
    showLoading: noted('showLoading'),
    hideLoading: late('hideLoading', () => undefined),
    showModal: noted('showModal', (options) => {
      const confirm = setup.confirm(options);
      return { confirm, cancel: !confirm, content: null };
    }),
    showActionSheet: noted('showActionSheet', () => ({ tapIndex: 0 })),
    makePhoneCall: noted('makePhoneCall'),
    setClipboardData: noted('setClipboardData'),
    vibrateShort: late('vibrateShort', () => undefined),
    showShareMenu: late('showShareMenu', () => undefined),
    setKeepScreenOn: late('setKeepScreenOn', () => undefined),
    scanCode: noted('scanCode', () => {
      const result = setup.scan();
      if (result === undefined) throw new Error('cancel');
      return { result, scanType: 'QR_CODE', charSet: 'UTF-8' };
    }),
    getUpdateManager: () => ({
      onCheckForUpdate() {},
      onUpdateReady() {},
      onUpdateFailed() {},
      applyUpdate() {},
    }),
    onAppShow() {},
    offAppShow() {},
    onAppHide() {},
    offAppHide() {},
    onError() {},
    onUnhandledRejection() {},
    onPageNotFound() {},
    onThemeChange() {},
    offThemeChange() {},
    onWindowResize() {},
    offWindowResize() {},
    onKeyboardHeightChange() {},
    offKeyboardHeightChange() {},
  };

  /** Enough for code that measures: nothing has a size here. */
  function selectorQuery() {
    /** @type {Record<string, () => unknown>} */
    const query = {};
    for (const name of [
      'in',
      'select',
      'selectAll',
      'selectViewport',
      'boundingClientRect',
      'scrollOffset',
      'fields',
      'node',
    ])
      query[name] = () => query;
    query.exec = (/** @type {unknown[]} */ ...[callback]) =>
      void setTimeout(() => realm.call(callback, undefined, realm.give([null])), 0);
    return query;
  }

  /** @param {any} options */
  function request(options) {
    let aborted = false;
    const { success, fail, complete, timeout = 60_000 } = options;
    const asked = readRequest(options);
    state.requests.push(asked);
    state.open += 1;
    const answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (state.offline) throw new Error('');
      const late = new Promise((_resolve, reject) =>
        setTimeout(reject, timeout, new Error('timeout')).unref(),
      );
      const { status, body } = /** @type {HostAnswer} */ (await Promise.race([setup.request(asked), late]));
      // It went through the air: neither side keeps a hand on the other's objects.
      const data =
        body instanceof Uint8Array ? realm.giveBytes(body) : body === undefined ? '' : realm.give(body);
      return { statusCode: status, data };
    };
    answer()
      .then(
        ({ statusCode, data }) => {
          if (aborted) return;
          const result = realm.give({ statusCode, header: {}, cookies: [], errMsg: 'request:ok' });
          result.data = data;
          realm.call(success, undefined, result);
          realm.call(complete, undefined, result);
        },
        (/** @type {Error} */ error) => {
          if (aborted) return;
          if (error.message.startsWith('host:')) report(error.message);
          const result = realm.give({ errno: 600001, errMsg: `request:fail ${error.message}` });
          realm.call(fail, undefined, result);
          realm.call(complete, undefined, result);
        },
      )
      .finally(() => (state.open -= 1));
    return {
      abort() {
        if (aborted) return;
        aborted = true;
        const result = realm.give({ errMsg: 'request:fail abort' });
        setTimeout(() => {
          realm.call(fail, undefined, result);
          realm.call(complete, undefined, result);
        }, 0);
      },
      onHeadersReceived() {},
      offHeadersReceived() {},
      onChunkReceived() {},
      offChunkReceived() {},
    };
  }

  const unknown = new Set();
  // Looked for and allowed to be missing: Taro asks for them while it starts.
  const optional = new Set(['cloud', 'webpackJsonp', 'getRenderer', 'then', 'toJSON']);
  const wx = new Proxy(api, {
    get(target, name) {
      if (typeof name === 'string' && !(name in target) && !optional.has(name) && !unknown.has(name)) {
        unknown.add(name);
        report(`wx.${name} is not in the host`);
      }
      return Reflect.get(target, name);
    },
  });

  return {
    wx,
    state,
    /** @param {boolean} offline */
    setOffline(offline) {
      state.offline = offline;
      for (const listener of networkListeners) realm.call(listener, undefined, realm.give(network()));
    },
  };
}

/** @param {any} options of wx.request @returns {HostRequest} */
function readRequest({ url, method = 'GET', data, header = {} }) {
  const { pathname, searchParams } = new URL(url);
  const fields = typeof data === 'string' ? parsed(data) : data && JSON.parse(JSON.stringify(data));
  // In WeChat the data of a GET goes into the query.
  const query = { ...Object.fromEntries(searchParams), ...(method === 'GET' && fields) };
  return {
    method,
    url,
    path: pathname.replace(/^\/api/, ''),
    query,
    header: Object.fromEntries(
      Object.entries(header).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    body: method === 'GET' ? undefined : fields,
  };
}

/** @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * A handler that asks a real server.
 * @param {string} base its address, `http://127.0.0.1:4000`
 * @returns {Handler}
 */
export function realServer(base) {
  return async ({ method, url, header, body }) => {
    const { pathname, search } = new URL(url);
    const answer = await fetch(base + pathname + search, {
      method,
      headers: header,
      ...(body === undefined || method === 'DELETE'
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: parsed(text) };
  };
}
