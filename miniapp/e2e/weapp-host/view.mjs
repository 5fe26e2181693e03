import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import { wechatCompilers } from '../../../scripts/lib/wechat-compilers.mjs';

/**
 * One node of a rendered page.
 * @typedef {object} ViewNode
 * @property {string} tag WeChat's component, `view`, `text`, `image` …; `#text` for words
 * @property {Record<string, any>} attrs as the template gives them, in camel case: `ariaRole`, `class`, `style`, `value`
 * @property {ViewNode[]} children
 * @property {ViewNode | undefined} parent
 * @property {string} [words] of a `#text` node
 */

/** Components that WeChat draws and our templates may use; another name would stay a dead box on a phone. */
const components = new Set(
  `view text image button input textarea switch picker picker-view picker-view-column scroll-view swiper swiper-item
  checkbox checkbox-group radio radio-group form label slider progress rich-text icon navigator block canvas video map
  web-view cover-view cover-image movable-area movable-view page-container root-portal match-media open-data`
    .split(/\s+/)
    .filter(Boolean),
);

/**
 * The view layer: WeChat's own template compiler over the built templates, and the pages drawn with what it made.
 * @param {string} dist absolute path of the built app
 * @param {(problem: string) => void} report told of missing or endless templates and unknown components
 */
export function createView(dist, report) {
  const context = vm.createContext(
    {
      console: {
        log: (/** @type {unknown[]} */ ...args) => report(`template: ${args.map(String).join(' ')}`),
        warn: (/** @type {unknown[]} */ ...args) => report(`template: ${args.map(String).join(' ')}`),
        error: (/** @type {unknown[]} */ ...args) => report(`template: ${args.map(String).join(' ')}`),
      },
    },
    { codeGeneration: { strings: false, wasm: false } },
  );
  vm.runInContext('var window = globalThis;', context);
  vm.runInContext(compileTemplates(dist), context, { filename: 'wcc.js' });
  // The data must be made inside: WXS does not recognise objects of another world, and says nothing about it.
  const generate = vm.runInContext(
    '(function (path, text) { var make = $gwx(path); return make ? make(JSON.parse(text)) : undefined; })',
    context,
  );

  /** @param {string} template @param {unknown} data */
  function make(template, data) {
    const root = generate(`${template}.wxml`, JSON.stringify(data));
    if (!root) report(`template ${template}.wxml is not there`);
    return /** @type {any[]} trees of wcc, whose shape it does not promise */ (root?.children ?? []);
  }

  /** @param {any[]} made @param {ViewNode} parent */
  function adopt(made, parent) {
    for (const one of made) {
      if (typeof one === 'string' || typeof one === 'number') {
        parent.children.push({ tag: '#text', attrs: {}, children: [], parent, words: String(one) });
        continue;
      }
      const tag = String(one.tag).replace(/^wx-/, '');
      // Taro's own component for deep trees; it leaves no node of its own (virtualHost).
      if (tag === 'comp') {
        adopt(make('comp', { i: one.attr.i, l: one.attr.l ?? '' }), parent);
        continue;
      }
      if (!components.has(tag)) report(`<${tag}> is no component of WeChat`);
      /** @type {ViewNode} */
      const node = { tag, attrs: one.attr ?? {}, children: [], parent };
      parent.children.push(node);
      adopt(one.children ?? [], node);
    }
  }

  return {
    /** Draws a page from its data. @param {string} route @param {unknown} data @returns {ViewNode} */
    render(route, data) {
      /** @type {ViewNode} */
      const page = { tag: 'page', attrs: {}, children: [], parent: undefined };
      adopt(make(route, data), page);
      return page;
    },
  };
}

/** @param {string} dist */
function compileTemplates(dist) {
  const sources = readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(wxml|wxs)$/.test(name))
    .map((name) => name.split(path.sep).join('/'));
  return compile('wcc', sources, dist);
}

/**
 * Runs one of WeChat's compilers and answers what it wrote.
 * @param {'wcc' | 'wcsc'} name
 * @param {string[]} args
 * @param {string} cwd
 * @returns {string}
 */
export function compile(name, args, cwd) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'linli-weapp-'));
  try {
    const out = path.join(folder, 'out');
    const done = spawnSync(wechatCompilers()[name], ['-o', out, ...args], {
      cwd,
      encoding: 'utf8',
      timeout: 60_000,
    });
    if (done.status !== 0) throw new Error(`${name}: ${done.error?.message ?? done.stderr + done.stdout}`);
    return readFileSync(out, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All nodes below, parents first. @param {ViewNode} node @returns {Generator<ViewNode>} */
export function* walk(node) {
  for (const child of node.children) {
    yield child;
    yield* walk(child);
  }
}

/** What a person reads there, top to bottom; inputs give what is typed in them, or else their placeholder. */
export function textOf(/** @type {ViewNode} */ node) {
  /** @type {string[]} */
  const parts = [];
  const visit = (/** @type {ViewNode} */ one) => {
    if (one.words !== undefined) parts.push(one.words);
    else if (one.tag === 'input' || one.tag === 'textarea')
      parts.push(String(one.attrs.value || one.attrs.placeholder || ''), ' ');
    // Words of different boxes stand apart; words inside a <text> do not.
    if (one.tag !== 'text' && one.words === undefined) parts.push(' ');
    one.children.forEach(visit);
    if (one.tag !== 'text' && one.words === undefined) parts.push(' ');
  };
  visit(node);
  return parts.join('').replace(/\s+/g, ' ').trim();
}

/** What a screen reader calls it. */
export function labelOf(/** @type {ViewNode} */ node) {
  return String(node.attrs.ariaLabel || textOf(node));
}

/**
 * @typedef {object} Wanted
 * @property {string} [role] the aria role
 * @property {string | RegExp} [text] all its words, or a pattern in them
 * @property {string | RegExp} [label] what a screen reader calls it
 * @property {string} [tag]
 * @property {string} [className] one of its classes
 */

/** The innermost nodes that are so, in reading order. @param {ViewNode} root @param {Wanted} wanted */
export function findAll(root, wanted) {
  const is = (/** @type {string} */ value, /** @type {string | RegExp} */ pattern) =>
    typeof pattern === 'string' ? value === pattern : pattern.test(value);
  /** @param {ViewNode} node */
  const fits = (node) =>
    node.words === undefined &&
    (wanted.role === undefined || node.attrs.ariaRole === wanted.role) &&
    (wanted.tag === undefined || node.tag === wanted.tag) &&
    (wanted.className === undefined ||
      String(node.attrs.class ?? '')
        .split(' ')
        .includes(wanted.className)) &&
    (wanted.text === undefined || is(textOf(node), wanted.text)) &&
    (wanted.label === undefined || is(labelOf(node), wanted.label));
  const found = [...walk(root)].filter(fits);
  const inner = new Set(found);
  for (const node of found) {
    for (let up = node.parent; up; up = up.parent) inner.delete(up);
  }
  return found.filter((node) => inner.has(node));
}
