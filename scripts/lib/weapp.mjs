import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { table } from './repo.mjs';
import { wechatCompilers } from './wechat-compilers.mjs';

const KB = 1024;
/** Ours are the budgets of the design; WeChat refuses an upload above the limits. */
const budgets = { main: 700 * KB, subpackage: 500 * KB, icon: 40 * KB };
const limits = { package: 2048 * KB, whole: 20 * 1024 * KB };

/**
 * Checks a built mini-program the way WeChat's tool would on opening and uploading it: structure, icons, sizes,
 * and every template and style sheet through WeChat's own compilers. Prints what it finds.
 * @param {string} folder the built output, with `app.json` at its root
 * @returns {{ passed: number, failed: number }} checks
 */
export function checkWeapp(folder) {
  let passed = 0;
  /** @type {string[]} */
  const problems = [];
  const expect = (holds, problem) => {
    if (holds) passed += 1;
    else problems.push(problem);
    return Boolean(holds);
  };
  const has = (file) => existsSync(path.join(folder, file));

  const app = readApp(folder);
  if (!expect(app, 'app.json is missing or is not JSON')) return report(passed, problems);
  const subpackages = (app.subPackages ?? app.subpackages ?? []).map((one) => ({
    ...one,
    root: trimSlash(one.root),
  }));

  // Structure
  expect(app.pages?.length, 'app.json names no page');
  for (const file of ['app.js', 'app.wxss']) expect(has(file), `${file} is missing`);
  const pages = [
    ...(app.pages ?? []),
    ...subpackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`)),
  ];
  expect(new Set(pages).size === pages.length, 'app.json names a page twice');
  for (const page of pages) {
    // A page without a style of its own has no .wxss, and needs none.
    for (const type of ['js', 'json', 'wxml']) expect(has(`${page}.${type}`), `${page}.${type} is missing`);
  }
  for (const { root } of subpackages) {
    expect(
      !app.pages.some((page) => page.startsWith(`${root}/`)),
      `subpackage ${root} contains a page of the main package`,
    );
  }
  const files = filesUnder(folder);
  for (const file of files.filter((name) => name.endsWith('.json'))) {
    const content = parse(path.join(folder, file));
    if (!expect(content, `${file} is not JSON`)) continue;
    for (const [tag, target] of Object.entries(content.usingComponents ?? {})) {
      if (/^(plugin|weui|ext|dynamicLib):/.test(target)) continue;
      const component = target.startsWith('/')
        ? target.slice(1)
        : path.posix.join(path.posix.dirname(file), target);
      expect(
        has(`${component}.js`) || has(`${component}/index.js`),
        `${file}: component <${tag}> is not at ${component}`,
      );
    }
  }

  // Tab bar: between two and five tabs, each a page of the main package
  const tabs = app.tabBar?.list ?? [];
  if (app.tabBar) {
    expect(tabs.length >= 2 && tabs.length <= 5, `the tab bar has ${tabs.length} tabs; WeChat takes 2 to 5`);
    for (const tab of tabs) {
      expect(
        app.pages.includes(tab.pagePath),
        `tab ${tab.text}: ${tab.pagePath} is not a page of the main package`,
      );
      for (const icon of [tab.iconPath, tab.selectedIconPath].filter(Boolean)) {
        if (!expect(has(icon), `tab ${tab.text}: ${icon} is missing`)) continue;
        const size = statSync(path.join(folder, icon)).size;
        expect(size <= budgets.icon, `tab ${tab.text}: ${icon} has ${kb(size)}; at most ${kb(budgets.icon)}`);
      }
    }
    if (app.tabBar.custom) expect(has('custom-tab-bar/index.js'), 'custom-tab-bar/index.js is missing');
  }

  // Sizes; source maps are not uploaded
  const sizeOf = (names) => names.reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
  const uploaded = files.filter(
    (name) => !name.endsWith('.map') && !/^project\.(private\.)?config\.json$/.test(name),
  );
  const rows = [['package', 'size', 'budget', 'limit']];
  const weigh = (name, own, budget) => {
    const size = sizeOf(own);
    rows.push([name, kb(size), kb(budget), kb(limits.package)]);
    expect(size <= budget, `${name} has ${kb(size)}, over our budget of ${kb(budget)}`);
    expect(size <= limits.package, `${name} has ${kb(size)}, over WeChat's limit of ${kb(limits.package)}`);
  };
  const inSubpackage = (name) => subpackages.some(({ root }) => name.startsWith(`${root}/`));
  weigh(
    'main package',
    uploaded.filter((name) => !inSubpackage(name)),
    budgets.main,
  );
  for (const { root } of subpackages) {
    weigh(
      root,
      uploaded.filter((name) => name.startsWith(`${root}/`)),
      budgets.subpackage,
    );
  }
  rows.push(['all together', kb(sizeOf(uploaded)), '', kb(limits.whole)]);
  expect(
    sizeOf(uploaded) <= limits.whole,
    `all packages together are over WeChat's limit of ${kb(limits.whole)}`,
  );

  // WeChat's compilers
  const { wcc, wcsc } = wechatCompilers();
  const templates = files.filter((name) => /\.(wxml|wxs)$/.test(name));
  const styles = files.filter((name) => name.endsWith('.wxss'));
  /** @type {[string, string[], string][]} */
  const compilations = [
    [wcc, ['-d', ...templates], `wcc, ${templates.length} templates`],
    [wcsc, ['-lc', ...styles], `wcsc, ${styles.length} style sheets`],
  ];
  for (const [compiler, args, what] of compilations) {
    const { status, output } = compile(compiler, args, folder);
    expect(status === 0, `${what}: ${output}`);
    rows.push([what, status === 0 ? 'compiles' : 'FAILS', '', '']);
  }

  console.log(table(rows));
  return report(passed, problems);
}

function report(passed, problems) {
  for (const problem of problems) console.error(`  ✗ ${problem}`);
  return { passed, failed: problems.length };
}

function compile(compiler, args, cwd) {
  const output = mkdtempSync(path.join(os.tmpdir(), 'linli-weapp-'));
  try {
    const done = spawnSync(compiler, ['-o', path.join(output, 'out.js'), ...args], {
      cwd,
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status: done.status, output: done.error?.message ?? `${done.stderr}${done.stdout}`.trim() };
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

const readApp = (folder) => parse(path.join(folder, 'app.json'));
const trimSlash = (name) => name.replace(/^\/|\/$/g, '');
const kb = (bytes) => `${(bytes / KB).toFixed(bytes < 10 * KB ? 1 : 0)} KB`;

/** @returns {any} the content, or undefined when it is missing or is not JSON */
function parse(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** All files below a folder, relative, with forward slashes. */
function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}
