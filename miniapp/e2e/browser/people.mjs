import { chromium } from 'playwright-core';
import { until } from '../../../scripts/lib/processes.mjs';

/** The machine may be busy; a person would wait this long too. */
const patienceMs = 45_000;

/** @typedef {'resident' | 'elder' | 'volunteer' | 'helper' | 'gridWorker' | 'committee' | 'clerk' | 'supervisor' | 'admin' | 'visitor'} PersonKey */
/** @typedef {import('playwright-core').Page} Page */

/**
 * Chromium as it comes, with an empty profile.
 * @throws when CHROMIUM_PATH names no browser
 */
export function openBrowser() {
  const executablePath = process.env.CHROMIUM_PATH;
  if (!executablePath) throw new Error('CHROMIUM_PATH does not name a browser');
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

const phone = { width: 390, height: 844 };
export const desk = { width: 1280, height: 800 };

/**
 * A phone (or a desk screen) in somebody's hand, with the H5 build in it. What the browser reports as an error of ours
 * is kept in `faults`.
 */
export class Screen {
  /** @type {string[]} */
  faults = [];
  /** Requests without an answer so far. @type {Set<import('playwright-core').Request>} */
  #asked = new Set();

  /**
   * @param {import('playwright-core').Browser} browser
   * @param {string} base address of the server
   * @param {{ size?: { width: number, height: number }, elder?: boolean, session?: object }} [options]
   *   `elder`: whether large type was chosen on this phone; not chosen yet unless told.
   *   `session`: signed in already, as `Api.session` says; else the demo people are offered first.
   */
  static async open(browser, base, { size = phone, elder, session } = {}) {
    const context = await browser.newContext({
      viewport: size,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(patienceMs);
    const stored = {
      ...(elder === undefined ? {} : { 'elder-choice': elder ? 'elder' : 'standard' }),
      ...(session ? { session } : {}),
      ...(session === undefined ? {} : { 'demo-offered': true }),
    };
    await context.addInitScript((/** @type {Record<string, unknown>} */ entries) => {
      // Only what is not there: a reload must not undo what the person did meanwhile.
      if (location.protocol === 'about:' || localStorage.getItem('e2e')) return;
      localStorage.setItem('e2e', '1');
      for (const [key, data] of Object.entries(entries)) localStorage.setItem(key, JSON.stringify({ data }));
    }, stored);
    const page = await context.newPage();
    const screen = new Screen(page, base);
    page.on('pageerror', (error) => screen.faults.push(String(error)));
    page.on('request', (request) => screen.#asked.add(request));
    page.on('requestfinished', (request) => screen.#asked.delete(request));
    page.on('requestfailed', (request) => screen.#asked.delete(request));
    return screen;
  }

  /** @param {Page} page @param {string} base */
  constructor(page, base) {
    this.page = page;
    this.base = base;
  }

  /** Opens an address of the mini-program: `pages/home/index`. @param {string} [path] */
  async go(path = 'pages/home/index') {
    await this.page.goto(`${this.base}/#/${path}`);
    await this.settle();
  }

  /** As a link in a chat would: the whole program starts anew at that page. @param {string} path */
  async startAt(path) {
    await this.page.goto('about:blank');
    await this.go(path);
  }

  /** Whatever was asked of the server has been answered, and drawn. */
  async settle() {
    const drawn = () =>
      this.page.evaluate(
        () =>
          new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(undefined)))),
      );
    await this.page.locator('.screen').filter({ visible: true }).first().waitFor();
    await until(
      async () => {
        await drawn();
        if (this.#asked.size) return false;
        // An answer may lead to the next question.
        await drawn();
        return this.#asked.size === 0;
      },
      { everyMs: 20, timeoutMs: patienceMs },
    );
  }

  /** A first visit: the people one can be are offered, and one is chosen. @param {string} name */
  async become(name) {
    await this.go();
    await this.sees('您想当谁？');
    await this.tap(new RegExp(`^${name}，`));
    await this.sees(new RegExp(`${name}，`));
  }

  /** @param {string | RegExp} name @param {'button' | 'link' | 'tab' | 'checkbox' | 'switch' | 'textbox' | 'combobox' | 'heading' | 'dialog' | 'img' | 'row'} [role] */
  find(name, role = 'button') {
    return this.page
      .getByRole(role, { name, exact: typeof name === 'string' })
      .filter({ visible: true })
      .first();
  }

  /** Presses a button, found by its words. @param {string | RegExp} name @param {Parameters<Screen['find']>[1]} [role] */
  async tap(name, role = 'button') {
    await this.find(name, role).click();
  }

  /** @param {string} label @param {string} text */
  async type(label, text) {
    await this.page.getByLabel(label, { exact: true }).filter({ visible: true }).first().fill(text);
  }

  /** @param {string | RegExp} text */
  words(text) {
    return this.page.getByText(text).filter({ visible: true }).first();
  }

  /** Waits until these words can be seen. @param {string | RegExp} text */
  async sees(text) {
    await this.words(text).waitFor();
  }

  /** @param {string | RegExp} text */
  async seesNot(text) {
    await this.words(text).waitFor({ state: 'hidden' });
  }

  /** One of the five tabs. @param {string} name */
  async tab(name) {
    await this.tap(name, 'link');
  }

  async back() {
    await this.tap('返回');
  }

  /** The six digits on the slip. */
  async code() {
    const label = await this.find(/^取货码 \d/, 'img').getAttribute('aria-label');
    return String(label).replace(/\D/g, '');
  }

  /** Everything that can be read now. */
  async text() {
    return this.page.evaluate(() => document.body.innerText);
  }

  async close() {
    await this.page.context().close();
  }
}

/** The calls of the contract, as one person. */
export class Api {
  /** @param {string} base @param {any} session */
  constructor(base, session) {
    this.base = base;
    this.session = session;
  }

  /** @param {string} base @param {PersonKey} key */
  static async as(base, key) {
    const api = new Api(base, undefined);
    const { code } = await api.send('POST', '/demo/codes', { key });
    return Api.with(base, code);
  }

  /** Somebody WeChat knows and the roster does not. @param {import('../weapp/demo-server.mjs').DemoServer} server @param {string} openid */
  static async stranger(server, openid) {
    return Api.with(server.base, await server.loginCode(openid));
  }

  /** @param {string} base @param {string} code of a sign-in with WeChat */
  static async with(base, code) {
    const session = await new Api(base, undefined).send('POST', '/sessions', { code, device: '测试' });
    return new Api(base, {
      accessToken: session.accessToken,
      refreshToken: session.refreshToken,
      me: session.me,
    });
  }

  /** @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
  async send(method, path, body) {
    const answer = await fetch(`${this.base}/api${path}`, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(this.session ? { authorization: `Bearer ${this.session.accessToken}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const view = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${view.code} ${view.text}`);
    return view;
  }

  /** @param {string} path @returns {Promise<any>} */
  get(path) {
    return this.send('GET', path);
  }

  /** The gifts of the one store, as this person sees them. */
  async gifts() {
    const { items } = await this.get('/communities');
    const place = this.session?.me.resident?.communityId ?? items[0].id;
    const stores = await this.get(`/communities/${place}/stores`);
    const { items: gifts } = await this.get(`/stores/${stores.items[0].id}/gifts`);
    return /** @type {any[]} */ (gifts);
  }
}
