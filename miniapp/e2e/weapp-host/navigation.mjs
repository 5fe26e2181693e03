import path from 'node:path';
import { describe } from './realm.mjs';

/**
 * One open page.
 * @typedef {object} OpenPage
 * @property {string} route without a leading slash
 * @property {any} instance what the app knows as `this` in its page
 * @property {any} config what it gave to `Page`
 * @property {string} title of WeChat's bar
 * @property {boolean} shown
 * @property {boolean} readied
 */

const deepest = 10;

/**
 * The pages and WeChat's rules about them: five tabs that stay alive, ten pages deep, subpackages loaded when entered,
 * queries handed over as they were written (WeChat does not decode them; H5 does).
 * @param {object} setup
 * @param {any} setup.app the app.json
 * @param {(file: string) => any} setup.pageJson
 * @param {() => import('./realm.mjs').Realm} setup.realm
 * @param {(bytes: number, route: string) => void} setup.onSetData
 * @param {(problem: string) => void} setup.report
 */
export function createNavigation({ app, pageJson, realm, onSetData, report }) {
  const packages = app.subPackages ?? app.subpackages ?? [];
  /** @type {string[]} */
  const routes = [
    ...app.pages,
    ...packages.flatMap((/** @type {{ root: string, pages: string[] }} */ one) =>
      one.pages.map((page) => path.posix.join(one.root, page)),
    ),
  ];
  const tabs = new Set(app.tabBar?.list.map((/** @type {{ pagePath: string }} */ tab) => tab.pagePath) ?? []);
  /** @type {Map<string, any>} configs given to `Page` */
  const configs = new Map();
  /** @type {Map<string, OpenPage>} */
  const liveTabs = new Map();
  /** @type {OpenPage[]} */
  let stack = [];
  let loading = '';

  const launchOptions = { path: routes[0], query: {}, scene: 1001, referrerInfo: {}, shareTicket: '' };

  /** @param {string} url @param {string} from */
  function resolve(url, from) {
    const [target = '', search = ''] = String(url).split('?');
    const route = target.startsWith('/')
      ? target.slice(1)
      : path.posix.join(path.posix.dirname(from), target);
    if (!routes.includes(route)) throw new Error(`page "${route}" is not found`);
    const query = Object.fromEntries(
      search
        .split('&')
        .filter(Boolean)
        .map((pair) => [pair.split('=')[0], pair.split('=').slice(1).join('=')]),
    );
    return { route, query, hasQuery: search !== '' };
  }

  const top = () => stack.at(-1);

  /** @param {string} route @param {Record<string, string | undefined>} query @returns {OpenPage} */
  function open(route, query) {
    if (!configs.has(route)) {
      loading = route;
      try {
        realm().load(route);
      } catch (error) {
        report(`${route} could not be loaded: ${describe(error)}`);
      }
    }
    const config = configs.get(route);
    if (!config) throw new Error(`page "${route}" called no Page()`);
    const json = pageJson(route);
    const options = realm().give(query);
    /** @type {OpenPage} */
    const page = {
      route,
      config,
      instance: undefined,
      title: json.navigationBarTitleText ?? app.window?.navigationBarTitleText ?? '',
      shown: false,
      readied: false,
    };
    const { data, ...methods } = config;
    page.instance = Object.assign(realm().give({}), methods, {
      data: realm().give(data ?? {}),
      route,
      is: route,
      options,
      setData: setDataOf(route, () => page.instance),
      selectComponent: () => null,
      selectAllComponents: () => realm().array([]),
      getOpenerEventChannel: () => ({ on() {}, once() {}, off() {}, emit() {} }),
      getPageId: () => route,
    });
    realm().call(config.onLoad, page.instance, options);
    return page;
  }

  /**
   * `setData` with path keys, as WeChat takes it: at once in the logic layer, later on the screen.
   * @param {string} route
   * @param {() => any} instance
   */
  function setDataOf(route, instance) {
    return (/** @type {Record<string, unknown>} */ patch, /** @type {unknown} */ callback) => {
      onSetData(Buffer.byteLength(JSON.stringify(patch)), route);
      for (const [key, value] of Object.entries(patch)) {
        if (value === undefined) report(`${route}: setData sets ${key} to undefined, which WeChat refuses`);
        else setPath(instance().data, key, realm().give(value));
      }
      setTimeout(() => realm().call(callback, instance()), 0);
    };
  }

  /** @param {OpenPage | undefined} page */
  function show(page) {
    if (!page || page.shown) return;
    page.shown = true;
    realm().call(page.config.onShow, page.instance);
    if (page.readied) return;
    page.readied = true;
    setTimeout(() => realm().call(page.config.onReady, page.instance), 0);
  }

  /** @param {OpenPage | undefined} page */
  function hide(page) {
    if (!page?.shown) return;
    page.shown = false;
    realm().call(page.config.onHide, page.instance);
  }

  /** @param {OpenPage} page */
  function close(page) {
    page.shown = false;
    realm().call(page.config.onUnload, page.instance);
  }

  /** Closes what lies on the stack; tabs stay alive unless told. @param {boolean} [everything] */
  function clear(everything = false) {
    for (const page of stack.splice(0).reverse()) {
      if (!everything && tabs.has(page.route)) hide(page);
      else close(page);
    }
    if (!everything) return;
    for (const page of liveTabs.values()) if (page.shown) close(page);
    liveTabs.clear();
  }

  return {
    routes,
    tabs,
    launchOptions,
    /** `Page()` of the app. @param {any} config */
    register(config) {
      configs.set(loading, config);
    },
    current: () => {
      const page = top();
      if (!page) throw new Error('no page is open');
      return page;
    },
    stack: () => stack,
    /** @param {string} title */
    setTitle(title) {
      const page = top();
      if (page) page.title = title;
    },
    /** @param {string} url */
    navigateTo(url) {
      const { route, query } = resolve(url, top()?.route ?? '');
      if (tabs.has(route)) throw new Error('can not navigateTo a tabbar page');
      if (stack.length >= deepest) throw new Error(`webview count limit exceed`);
      hide(top());
      stack.push(open(route, query));
      show(top());
    },
    /** @param {string} url */
    redirectTo(url) {
      const { route, query } = resolve(url, top()?.route ?? '');
      if (tabs.has(route)) throw new Error('can not redirectTo a tabbar page');
      const last = stack.pop();
      if (last) close(last);
      stack.push(open(route, query));
      show(top());
    },
    /** @param {string} url */
    switchTab(url) {
      const { route, hasQuery } = resolve(url, top()?.route ?? '');
      if (!tabs.has(route)) throw new Error('can not switch to no-tabBar page');
      if (hasQuery) report(`switchTab to ${url}: WeChat takes no query there`);
      if (top()?.route === route) return;
      clear();
      const page = liveTabs.get(route) ?? open(route, {});
      liveTabs.set(route, page);
      stack = [page];
      show(page);
    },
    /** @param {string} url */
    reLaunch(url) {
      const { route, query } = resolve(url, top()?.route ?? '');
      clear(true);
      const page = open(route, query);
      if (tabs.has(route)) liveTabs.set(route, page);
      stack = [page];
      show(page);
    },
    /** @param {number} delta */
    navigateBack(delta) {
      if (stack.length < 2) throw new Error('cannot navigate back at first page');
      for (let times = Math.min(delta, stack.length - 1); times > 0; times--) {
        const page = stack.pop();
        if (page) close(page);
      }
      show(top());
    },
    /** The app goes to the background and comes back. @param {boolean} foreground */
    setForeground(foreground) {
      if (foreground) show(top());
      else hide(top());
    },
    close: () => clear(true),
  };
}

/** @typedef {ReturnType<typeof createNavigation>} Navigation */

/** Sets `root.cn.[0].cn[2].v` and the like. @param {any} data @param {string} key @param {unknown} value */
function setPath(data, key, value) {
  const steps = key.match(/[^.[\]]+/g) ?? [];
  let at = data;
  steps.forEach((step, index) => {
    if (index === steps.length - 1) at[step] = value;
    else at = at[step] ??= /^\d+$/.test(String(steps[index + 1])) ? [] : {};
  });
}
