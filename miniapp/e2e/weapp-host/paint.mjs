import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { compile } from './view.mjs';
import { phone } from './wx.mjs';

/** @typedef {import('./view.mjs').ViewNode} ViewNode */

const perRpx = phone.width / 750;
const px = (/** @type {string | number} */ rpx) => `${Math.round(Number(rpx) * perRpx * 1000) / 1000}px`;

/** What WeChat's base library gives its components before the app's own styles. */
const baseStyles = `
  html, body { margin: 0; padding: 0; }
  body { min-height: 100vh; font-size: 16px; line-height: normal; }
  wx-view, wx-scroll-view, wx-swiper, wx-form, wx-picker, wx-label, wx-checkbox-group, wx-radio-group { display: block; }
  wx-text { display: inline; white-space: pre-wrap; }
  wx-image { display: inline-block; width: 320px; height: 240px; overflow: hidden; }
  wx-image > img { display: block; width: 100%; height: 100%; }
  wx-input { display: block; height: 1.4rem; overflow: hidden; text-overflow: clip; }
  wx-input > input { width: 100%; height: 100%; border: 0; padding: 0; background: none; font: inherit; color: inherit; outline: 0; }
  wx-textarea { display: block; width: 300px; height: 150px; position: relative; }
  wx-textarea > textarea { width: 100%; height: 100%; border: 0; padding: 0; background: none; font: inherit; color: inherit; resize: none; outline: 0; }
  wx-button { display: block; position: relative; margin: 0 auto; padding: 0 14px; box-sizing: border-box; font-size: 18px;
    text-align: center; line-height: 2.55555556; border-radius: 5px; overflow: hidden; color: #000; background-color: #f8f8f8; }
  wx-button::after { content: ' '; width: 200%; height: 200%; position: absolute; top: 0; left: 0; border: 1px solid rgba(0,0,0,.2);
    transform: scale(.5); transform-origin: 0 0; box-sizing: border-box; border-radius: 10px; }
  wx-switch { display: inline-block; width: 52px; height: 32px; border-radius: 16px; background: #dfdfdf; }
  [hidden] { display: none !important; }
`;

/** @type {Map<string, string>} by dist and route */
const stylesOf = new Map();

/**
 * Paints one page at 390 wide.
 * @param {{ dist: string, route: string, root: ViewNode, title: string | undefined }} what no title: the page has its own bar
 * @param {import('playwright-core').Page} browserPage
 * @param {string} file PNG
 * @param {{ whole?: boolean }} [how]
 */
export async function paintPage({ dist, route, root, title }, browserPage, file, { whole = false } = {}) {
  const key = `${dist}:${route}`;
  const css = stylesOf.get(key) ?? styles(dist, route);
  stylesOf.set(key, css);
  const bar = title === undefined ? 0 : phone.statusBar + phone.navBar;
  const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><style>${baseStyles}</style><style>${css}</style>
    <body>${root.children.map(markup).join('')}</body></html>`;
  await browserPage.setViewportSize({ width: phone.width, height: phone.height });
  // The page in a frame of its own: on a phone, 100vh is what WeChat's bar leaves.
  await browserPage.setContent(`<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; font-family: 'Noto Sans CJK SC', sans-serif; }
    header { height: ${bar}px; box-sizing: border-box; padding-top: ${phone.statusBar}px; line-height: ${phone.navBar}px;
      text-align: center; font-size: 17px; font-weight: 600; background: #faf6ef; overflow: hidden; }
    iframe { display: block; border: 0; width: 100%; height: ${phone.height - bar}px; }</style>
    ${bar ? `<header>${escape(title ?? '')}</header>` : ''}<iframe></iframe>`);
  const frame = await browserPage.locator('iframe').elementHandle();
  const inner = await frame?.contentFrame();
  if (!frame || !inner) throw new Error('the frame did not open');
  await inner.setContent(page);
  if (whole) {
    const height = await inner.evaluate(() => document.documentElement.scrollHeight);
    await frame.evaluate((element, to) => (element.style.height = `${to}px`), height);
  }
  await browserPage.screenshot({ path: file, fullPage: whole });
}

/** The app's styles and the page's, through WeChat's compiler. @param {string} dist @param {string} route */
function styles(dist, route) {
  const sheets = ['app.wxss', `${route}.wxss`].filter((name) => existsSync(path.join(dist, name)));
  const folder = mkdtempSync(path.join(os.tmpdir(), 'linli-wxss-'));
  try {
    writeFileSync(path.join(folder, 'page.wxss'), sheets.map((name) => flat(dist, name)).join('\n'));
    return compile('wcsc', ['page.wxss'], folder)
      .replaceAll('%%HERESUFFIX%%', '')
      .replace(/%%\?(-?[\d.]+)rpx\?%%/g, (_all, rpx) => px(rpx))
      .replace(/(^|[\s,}])wx-body\b/g, '$1body');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A style sheet with what it imports. @param {string} dist @param {string} name @returns {string} */
function flat(dist, name) {
  return readFileSync(path.join(dist, name), 'utf8').replace(
    /@import\s+["']([^"']+)["'];?/g,
    (_all, target) =>
      flat(
        dist,
        target.startsWith('/') ? target.slice(1) : path.posix.join(path.posix.dirname(name), target),
      ),
  );
}

/** @param {string} text */
const escape = (text) =>
  text.replace(
    /[&<>"]/g,
    (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char,
  );

/** @param {ViewNode} node @returns {string} */
function markup(node) {
  if (node.words !== undefined) return escape(node.words);
  const { tag, attrs } = node;
  const style = String(attrs.style ?? '').replace(/(-?[\d.]+)rpx/g, (_all, rpx) => px(rpx));
  const own = `class="${escape(String(attrs.class ?? ''))}" style="${escape(style)}"`;
  const field = `placeholder="${escape(String(attrs.placeholder ?? ''))}"`;
  const value = escape(String(attrs.value ?? ''));
  const inside =
    tag === 'image'
      ? `<img src="${escape(String(attrs.src ?? ''))}" alt="">`
      : tag === 'input'
        ? `<input ${field} value="${value}">`
        : tag === 'textarea'
          ? `<textarea ${field}>${value}</textarea>`
          : node.children.map(markup).join('');
  return `<wx-${tag} ${own}>${inside}</wx-${tag}>`;
}
