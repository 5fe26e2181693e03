import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createNavigation } from './navigation.mjs';
import { paintPage } from './paint.mjs';
import { createRealm, describe } from './realm.mjs';
import { createView, findAll, labelOf, textOf, walk } from './view.mjs';
import { createWx, realServer } from './wx.mjs';

/** @typedef {import('./view.mjs').ViewNode} ViewNode */
/** @typedef {import('./view.mjs').Wanted} Wanted */

/** More than this in one `setData` and WeChat warns; phones begin to stutter well before its limit of 1 MB. */
export const setDataLimit = 256 * 1024;

/** Events that climb; WeChat's form events (input, blur, change …) stay where they happen. */
const climbing = new Set(['tap', 'longpress', 'touchstart', 'touchmove', 'touchend', 'touchcancel']);

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Starts the built mini-program as WeChat would, without WeChat. See docs/guides/weapp-host.md for what that proves.
 * @param {object} options
 * @param {string} options.dist absolute path of the built app
 * @param {import('./wx.mjs').Handler | string} options.request answers requests; or the address of a real server
 * @param {() => string | Promise<string>} [options.login] the code that `wx.login` gives
 * @param {number} [options.fontSizeSetting] WeChat's own type size, 16 unless told
 * @param {Record<string, unknown>} [options.storage] what is stored on the phone already
 * @param {(options: any) => boolean} [options.confirm] answers the app's questions; yes unless told
 * @param {() => string | undefined} [options.scan] what the camera reads
 * @param {boolean} [options.offline] whether the phone has no network from the beginning
 * @param {string} [options.start] route to open first, with its query; the first page of app.json unless told
 */
export async function openWeapp(options) {
  const { dist } = options;
  /** @type {string[]} */
  const problems = [];
  const report = (/** @type {string} */ problem) => void problems.push(problem);
  const setData = { count: 0, largest: 0, route: '' };
  let changed = true;

  const json = (/** @type {string} */ file) => JSON.parse(readFileSync(path.join(dist, file), 'utf8'));
  /** @type {import('./realm.mjs').Realm} */
  // eslint-disable-next-line prefer-const -- navigation and realm need each other
  let realm;
  const navigation = createNavigation({
    app: json('app.json'),
    pageJson: (route) => json(`${route}.json`),
    realm: () => realm,
    onSetData(bytes, route) {
      changed = true;
      setData.count += 1;
      if (bytes <= setData.largest) return;
      Object.assign(setData, { largest: bytes, route });
    },
    report,
  });
  const view = createView(dist, report);
  /** @type {any} */
  let appConfig = {};
  realm = createRealm(dist, report);
  const { wx, state, setOffline } = createWx({
    realm,
    navigation,
    request: typeof options.request === 'string' ? realServer(options.request) : options.request,
    login: options.login ?? (() => 'code-of-the-host'),
    fontSizeSetting: options.fontSizeSetting ?? 16,
    storage: options.storage ?? {},
    offline: options.offline ?? false,
    confirm: options.confirm ?? (() => true),
    scan: options.scan ?? (() => undefined),
    report,
  });
  realm.define({
    wx,
    App: (/** @type {any} */ config) => (appConfig = config),
    getApp: () => appConfig,
    Page: navigation.register,
    // Taro's `comp` has no life of its own (the view draws it); the custom tab bar is asked for below.
    Component: (/** @type {any} */ config) => (component = config),
    getCurrentPages: () => realm.array(navigation.stack().map(({ instance }) => instance)),
  });
  /** @type {any} */
  let component;

  // What nobody caught inside the app; Node would end the whole test run over it.
  const onRejection = (/** @type {unknown} */ reason) => report(`unhandled rejection: ${describe(reason)}`);
  process.on('unhandledRejection', onRejection);

  realm.load('app');
  realm.call(appConfig.onLaunch, appConfig, realm.give(navigation.launchOptions));
  realm.call(appConfig.onShow, appConfig, realm.give(navigation.launchOptions));
  navigation.reLaunch(`/${options.start ?? navigation.routes[0]}`);
  if (existsSync(path.join(dist, 'custom-tab-bar/index.js'))) startTabBar();

  /** WeChat makes the custom tab bar beside the first tab page; ours is empty, and must not fail for it. */
  function startTabBar() {
    realm.load('custom-tab-bar/index');
    const life = component?.lifetimes ?? component ?? {};
    const instance = Object.assign(realm.give({ data: component?.data ?? {} }), component?.methods, {
      setData() {},
    });
    realm.call(life.created, instance);
    realm.call(life.attached, instance);
    realm.call(life.ready, instance);
  }

  /** @type {{ route: string, instance: unknown, root: ViewNode } | undefined} */
  let drawn;
  function tree() {
    const { route, instance } = navigation.current();
    if (changed || drawn?.instance !== instance) {
      changed = false;
      drawn = { route, instance, root: view.render(route, instance.data) };
    }
    return /** @type {ViewNode} */ (drawn?.root);
  }

  /**
   * Lets something happen to a node, as a finger would: the event goes to it and, if it is of the climbing kind, to all
   * around it, until one of them catches it.
   * @param {ViewNode} node
   * @param {string} type
   * @param {Record<string, unknown>} [detail]
   * @returns {boolean} whether anything listened
   */
  function fire(node, type, detail = {}) {
    const { instance } = navigation.current();
    const target = { id: node.attrs.id ?? '', offsetLeft: 0, offsetTop: 0, dataset: dataset(node) };
    let heard = false;
    for (let at = /** @type {ViewNode | undefined} */ (node); at; at = at.parent) {
      const handler = at.attrs[`catch${type}`] ?? at.attrs[`bind${type}`];
      if (handler) {
        heard = true;
        const touch = { identifier: 0, pageX: 1, pageY: 1, clientX: 1, clientY: 1 };
        const event = realm.give({
          type,
          timeStamp: Date.now(),
          target,
          currentTarget: { ...target, id: at.attrs.id ?? '', dataset: dataset(at) },
          mark: {},
          detail,
          ...(climbing.has(type) && { touches: type === 'touchend' ? [] : [touch], changedTouches: [touch] }),
        });
        realm.call(instance[handler], instance, event);
      }
      if (!climbing.has(type) || at.attrs[`catch${type}`]) break;
    }
    return heard;
  }

  /** @param {Wanted} wanted @returns {ViewNode} the only one that is so */
  function get(wanted) {
    const found = findAll(tree(), wanted);
    if (found.length === 1 && found[0]) return found[0];
    const words = Object.entries(wanted).map(([name, value]) => `${name} ${String(value)}`);
    throw new Error(
      `${found.length} nodes with ${words.join(', ')} on ${navigation.current().route}:\n${textOf(tree())}`,
    );
  }

  const app = {
    /** What a phone would have complained about: faults of the app, of its templates, names WeChat does not have. */
    problems,
    /** Every request so far, in order. */
    requests: state.requests,
    /** Toasts, questions, calls … in order. */
    shown: state.shown,
    /** Routes of app.json. */
    routes: navigation.routes,
    /** Largest `setData` so far in bytes, whose page it was, and how many there were. */
    setData,
    tree,

    /** Route of the page on top, without a leading slash. */
    page: () => navigation.current().route,
    /** What the page was opened with. */
    options: () => /** @type {Record<string, string>} */ (navigation.current().instance.options),
    /** The words of WeChat's own bar. */
    title: () => navigation.current().title,
    depth: () => navigation.stack().length,
    text: () => textOf(tree()),
    /** @param {string | RegExp} words */
    says: (words) =>
      typeof words === 'string' ? textOf(tree()).includes(words) : words.test(textOf(tree())),
    /** The first that is so. @param {Wanted} wanted */
    find: (wanted) => findAll(tree(), wanted)[0],
    /** @param {Wanted} wanted */
    findAll: (wanted) => findAll(tree(), wanted),
    get,
    walk: () => walk(tree()),
    labelOf,
    textOf,

    /** A finger down and up. @param {ViewNode} node */
    tap(node) {
      fire(node, 'touchstart');
      fire(node, 'touchend');
      if (!fire(node, 'tap', { x: 1, y: 1 })) throw new Error(`a tap on "${labelOf(node)}" reaches nobody`);
    },
    /** Types into a field. @param {ViewNode} node @param {string} value */
    input(node, value) {
      fire(node, 'focus', { value: node.attrs.value ?? '' });
      // WeChat's field shows what was typed even before the app answers.
      node.attrs.value = value;
      const cursor = value.length;
      if (!fire(node, 'input', { value, cursor }))
        throw new Error(`typing into "${labelOf(node)}" reaches nobody`);
      fire(node, 'blur', { value, cursor });
    },
    /** A switch, picker or WeChat's own button: `fire(button, 'getphonenumber', { code })`. */
    fire,
    /** Waits for a button or another node and taps it. @param {Wanted} wanted */
    async press(wanted) {
      app.tap(
        await app.waitFor(
          () => findAll(tree(), wanted).length === 1 && get(wanted),
          () => get(wanted),
        ),
      );
    },

    /** Taps a tab of our own bar. @param {string} words 首页, 超市 … */
    async goTab(words) {
      const bar = get({ role: 'navigation' });
      const tab = findAll(bar, { role: 'link' }).find((node) => textOf(node).startsWith(words));
      if (!tab) throw new Error(`no tab ${words}`);
      const before = navigation.current();
      app.tap(tab);
      await app.waitFor(() => navigation.current() !== before);
    },
    /** WeChat's own way back. */
    async back() {
      const before = navigation.current();
      navigation.navigateBack(1);
      changed = true;
      await app.waitFor(() => navigation.current() !== before);
    },
    /** Opens any page as a shared card or a code would. @param {string} url route with its query */
    async open(url) {
      navigation.reLaunch(`/${url}`);
      await app.settle();
    },
    /** What the phone has stored, for the next `openWeapp` on the same phone. */
    storage: () => Object.fromEntries([...state.storage].map(([key, text]) => [key, JSON.parse(text)])),
    /** @param {boolean} offline */
    offline: (offline) => setOffline(offline),
    /** The person leaves WeChat and comes back. @param {boolean} foreground */
    foreground(foreground) {
      realm.call(
        foreground ? appConfig.onShow : appConfig.onHide,
        appConfig,
        realm.give(navigation.launchOptions),
      );
      navigation.setForeground(foreground);
    },

    /**
     * Asks again until the answer is truthy.
     * @template T
     * @param {() => T} ask
     * @param {(() => unknown) | number} [otherwise] called at the end for its own error; or how many ms to wait
     * @returns {Promise<Exclude<T, undefined | null | false | 0 | ''>>}
     */
    async waitFor(ask, otherwise) {
      const deadline = Date.now() + (typeof otherwise === 'number' ? otherwise : 5000);
      for (;;) {
        const answer = ask();
        if (answer) return /** @type {any} the truthy part of T */ (answer);
        if (Date.now() > deadline) break;
        await pause(5);
      }
      if (typeof otherwise === 'function') otherwise();
      throw new Error(
        `waited in vain for ${ask.toString()}\non ${navigation.current().route}: ${textOf(tree())}\n${problems.join('\n')}`,
      );
    },
    /** Until nothing is under way: no request, no timer about to fire, nothing drawn for a few turns. */
    async settle() {
      let last = -1;
      let quiet = 0;
      const deadline = Date.now() + 15_000;
      while (quiet < 5 && Date.now() < deadline) {
        quiet = state.open > 0 || realm.busy() || setData.count !== last ? 0 : quiet + 1;
        last = setData.count;
        await pause(4);
      }
    },

    /**
     * A picture of the page on top: the same nodes in Chromium, with what WeChat's compiler made of the styles.
     * @param {import('playwright-core').Page} browserPage
     * @param {string} file PNG
     * @param {{ whole?: boolean }} [how] `whole`: the entire scroll rather than one screen
     */
    paint(browserPage, file, how) {
      const { route, title } = navigation.current();
      const custom = json(`${route}.json`).navigationStyle === 'custom';
      return paintPage(
        { dist, route, root: tree(), title: custom ? undefined : title },
        browserPage,
        file,
        how,
      );
    },

    /** Ends it; throws when the app had problems. @param {{ expected?: RegExp }} [what] problems the test asked for */
    async close({ expected } = {}) {
      await app.settle();
      navigation.close();
      await pause(0);
      process.off('unhandledRejection', onRejection);
      const left = problems.filter((problem) => !expected?.test(problem));
      if (left.length) throw new Error(`${left.length} problems in the app:\n${left.join('\n')}`);
      if (setData.largest > setDataLimit)
        throw new Error(`a setData of ${setData.largest} bytes on ${setData.route}`);
    },
  };
  await app.settle();
  return app;
}

/** @typedef {Awaited<ReturnType<typeof openWeapp>>} Weapp */

/** `data-*` of a node, as events carry it. @param {ViewNode} node */
function dataset({ attrs }) {
  return Object.fromEntries(
    Object.entries(attrs)
      .filter(([name]) => name.startsWith('data-'))
      .map(([name, value]) => [name.slice(5), value]),
  );
}
