import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

/** What WeChat hands to each module as parameters so that it finds nothing: the logic layer has no browser. */
const absent = [
  'window',
  'document',
  'frames',
  'self',
  'parent',
  'location',
  'navigator',
  'localStorage',
  'sessionStorage',
  'history',
  'screen',
  'alert',
  'confirm',
  'prompt',
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'webkit',
  'WeixinJSCore',
  'WeixinJSBridge',
  'Reporter',
];

/**
 * Taken out of the engine: what the phones we name in browserslist (iOS 13, Android 8) or WeChat's own engine lack and
 * Node has. Code that leans on one of these fails here rather than in somebody's hand.
 */
const tooNew = `
  for (const name of ['Intl', 'WebAssembly', 'SharedArrayBuffer', 'Atomics', 'WeakRef', 'FinalizationRegistry',
    'AggregateError', 'Iterator', 'queueMicrotask', 'structuredClone']) delete globalThis[name];
  for (const name of ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with'])
    delete Array.prototype[name];
  for (const name of ['at', 'replaceAll', 'isWellFormed', 'toWellFormed']) delete String.prototype[name];
  for (const name of ['hasOwn', 'groupBy']) delete Object[name];
  for (const name of ['any', 'withResolvers', 'try']) delete Promise[name];
  delete Map.groupBy;
  delete Array.fromAsync;
`;

/** Taro's own probe for the global object, with a way out when it fails; WeChat answers it, and so do we. */
const returnThis = /^\s*return this;?\s*$/;

/**
 * The logic layer of WeChat: one JavaScript world without DOM, without eval, with the modules of the built app.
 * @param {string} dist absolute path of the built app
 * @param {(problem: string) => void} report told of every use of eval and `new Function`, and of `console.error`
 */
export function createRealm(dist, report) {
  /** @type {Record<string, unknown>} */
  const sandbox = {};
  const context = vm.createContext(sandbox, { codeGeneration: { strings: false, wasm: false } });
  const inside = (/** @type {string} */ code) => /** @type {unknown} */ (vm.runInContext(code, context));
  inside(tooNew);
  const world = /** @type {Record<string, any>} a foreign global object */ (inside('globalThis'));

  const timers = createTimers(report);
  Object.assign(sandbox, {
    console: consoleThatReports(report),
    setTimeout: timers.setTimeout,
    setInterval: timers.setInterval,
    clearTimeout: timers.clear,
    clearInterval: timers.clear,
  });
  // Replaced rather than only forbidden, so that a library that tries and falls back is seen as well.
  const { Function: realFunction } = world;
  sandbox.Function = new Proxy(realFunction, {
    construct: (_target, args) => refuse(args),
    apply: (_target, _self, args) => refuse(args),
  });
  realFunction.prototype.constructor = sandbox.Function;
  sandbox.eval = () => refuse(['eval']);

  /** @param {unknown[]} args */
  function refuse(args) {
    // An array of the app's world, where `at` has been taken out.
    const body = String(args[args.length - 1] ?? '');
    if (args.length === 1 && returnThis.test(body)) return () => world;
    report(`uses eval or new Function: ${body.slice(0, 80)}`);
    throw new world.EvalError('Code generation from strings disallowed for this context');
  }

  const parse = /** @type {(text: string) => any} */ (inside('JSON.parse'));
  /** @type {Map<string, { exports: unknown }>} */
  const modules = new Map();

  /** Runs a module of the app once. @param {string} name relative to the root, with or without .js */
  function load(name) {
    const file = name.endsWith('.js') ? name : `${name}.js`;
    const known = modules.get(file);
    if (known) return known.exports;
    const module = /** @type {{ exports: unknown }} */ (inside('({ exports: {} })'));
    modules.set(file, module);
    const code = readFileSync(path.join(dist, file), 'utf8');
    const names = ['require', 'module', 'exports', 'global', ...absent].join(', ');
    // On one line with the code, so that line numbers stay true.
    const run = vm.runInContext(`(function (${names}) {${code}\n})`, context, { filename: file });
    const require = (/** @type {string} */ target) => load(path.posix.join(path.posix.dirname(file), target));
    run.call(undefined, require, module, module.exports, parse('{}'));
    return module.exports;
  }

  return {
    load,
    /** Whether the app is about to do something by itself. */
    busy: () => timers.soon.size > 0,
    /** What WeChat provides: `wx`, `App`, `Page` … */
    define: (/** @type {Record<string, unknown>} */ globals) => Object.assign(sandbox, globals),
    /** A copy of plain data that belongs to the app's world: `constructor === Object` holds there. */
    give: (/** @type {unknown} */ value) => (value === undefined ? undefined : parse(JSON.stringify(value))),
    /** Bytes as an ArrayBuffer of the app's world. @param {Uint8Array} bytes */
    giveBytes(bytes) {
      const copy = new world.Uint8Array(bytes.length);
      copy.set(bytes);
      return copy.buffer;
    },
    array: (/** @type {unknown[]} */ items) => world.Array.from(items),
    /** Calls into the app; what it throws is reported, as WeChat would print it, and does not stop the host. */
    call(/** @type {unknown} */ fn, /** @type {unknown} */ self, /** @type {unknown[]} */ ...args) {
      if (typeof fn !== 'function') return undefined;
      try {
        return /** @type {unknown} */ (Reflect.apply(fn, self, args));
      } catch (error) {
        report(describe(error));
        return undefined;
      }
    },
  };
}

/** @typedef {ReturnType<typeof createRealm>} Realm */

/** @param {unknown} error of whichever world */
export function describe(error) {
  const { stack, message } = /** @type {{ stack?: string, message?: string }} */ (error ?? {});
  return (stack ?? message ?? String(error)).split('\n').slice(0, 6).join('\n');
}

/** @param {(problem: string) => void} report */
function consoleThatReports(report) {
  const quiet = () => undefined;
  const words = (/** @type {unknown[]} */ args) =>
    args.map((arg) => (typeof arg === 'string' ? arg : describe(arg))).join(' ');
  return {
    log: quiet,
    info: quiet,
    debug: quiet,
    group: quiet,
    groupEnd: quiet,
    warn: quiet,
    error: (/** @type {unknown[]} */ ...args) => report(`console.error: ${words(args)}`),
  };
}

/**
 * Timers of the app. `soon` counts those about to fire: while there are any, the app is not at rest.
 * @param {(problem: string) => void} report
 */
function createTimers(report) {
  /** @type {Set<unknown>} */
  const soon = new Set();
  /** @param {unknown} callback @param {unknown[]} args */
  const guarded = (callback, args) => {
    try {
      if (typeof callback === 'function') callback(...args);
    } catch (error) {
      report(describe(error));
    }
  };
  return {
    soon,
    setTimeout(
      /** @type {unknown} */ callback,
      /** @type {number} */ ms = 0,
      /** @type {unknown[]} */ ...args
    ) {
      const timer = setTimeout(() => {
        soon.delete(id);
        guarded(callback, args);
      }, ms).unref();
      const id = Number(timer);
      if (!(ms > 100)) soon.add(id);
      return id;
    },
    setInterval: (
      /** @type {unknown} */ callback,
      /** @type {number} */ ms,
      /** @type {unknown[]} */ ...args
    ) => Number(setInterval(() => guarded(callback, args), ms).unref()),
    clear(/** @type {number} */ id) {
      soon.delete(id);
      clearTimeout(id);
    },
  };
}
