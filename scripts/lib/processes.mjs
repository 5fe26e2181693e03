import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { PlainError, root } from './repo.mjs';

/** What must be undone before this script may leave; the newest first. */
/** @type {Set<() => unknown>} */
const cleanups = new Set();
/** @type {Promise<void> | null} */
let stopping = null;

/**
 * Registers something to undo when the script ends, by itself or by a signal.
 * @param {() => unknown} cleanup
 * @returns {() => void} takes it off the list again
 */
export function onStop(cleanup) {
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}

/** Undoes everything registered, newest first; a second call waits for the first. */
function stopAll() {
  stopping ??= (async () => {
    for (const cleanup of [...cleanups].reverse()) {
      try {
        await cleanup();
      } catch (error) {
        console.error(error);
      }
    }
    cleanups.clear();
  })();
  return stopping;
}

/** True once the script has begun to stop: children that end now end because we asked them to. */
export const isStopping = () => stopping !== null;

/** @type {[NodeJS.Signals, number][]} */
const signals = [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
];

/**
 * Runs a script from top to bottom: signals stop its children, a `PlainError` is shown as one sentence.
 * The number that `main` answers becomes the exit code.
 * @param {() => Promise<number | void>} main
 * @param {{ signalExitCode?: number }} [options] `signalExitCode`: 0 for what runs until it is stopped
 */
export function runScript(main, { signalExitCode } = {}) {
  let firstSignalAt = 0;
  /** @param {number} number of the signal */
  const leave = (number) => {
    // On Ctrl-C the terminal signals us and npm passes the same signal on: only a later one means "now".
    if (firstSignalAt && Date.now() - firstSignalAt < 1500) return;
    if (firstSignalAt) {
      for (const child of children) child.kill();
      process.exit(128 + number);
    }
    firstSignalAt = Date.now();
    void stopAll().then(() => process.exit(signalExitCode ?? 128 + number));
  };
  for (const [signal, number] of signals) process.on(signal, () => leave(number));
  whenNpmIsGone(() => leave(15));
  main().then(
    async (code) => {
      if (isStopping()) return; // the signal handler ends the process
      await stopAll();
      process.exit(code ?? 0);
    },
    async (error) => {
      if (isStopping()) return;
      console.error(error instanceof PlainError ? `\n${error.message}` : error);
      await stopAll();
      process.exit(1);
    },
  );
}

/**
 * npm runs us through `sh -c`, and passes SIGTERM to that shell, which dies of it without telling us. So we look
 * whether the ones above us are still the same.
 * @param {() => void} callback
 */
function whenNpmIsGone(callback) {
  if (!process.env.npm_lifecycle_event) return;
  const above = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const first = above();
  const timer = setInterval(() => {
    if (above() === first) return;
    clearInterval(timer);
    callback();
  }, 200);
  timer.unref();
}

/** Linux only; elsewhere the answer is always the same. */
function parentOf(pid) {
  try {
    return /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

/** @type {Set<{ kill: () => boolean }>} */
const children = new Set();
const leaveWithParent = new URL('./leave-with-parent.mjs', import.meta.url).href;

/**
 * @typedef {object} StartOptions
 * @property {string} [cwd] the root of the repository unless told
 * @property {Record<string, string | undefined>} [env] added to our own
 * @property {boolean} [capture] keep the output (both streams, in `output()`) instead of showing it
 * @property {number} [killAfterMs] how long the child may take to stop
 */

/**
 * Starts a child in a process group of its own, so that the whole group can be ended and nothing is left over.
 * It ends with this script, whichever way this script ends.
 * @param {string} command
 * @param {string[]} args
 * @param {StartOptions} [options]
 */
export function start(command, args, { cwd = root, env = {}, capture = false, killAfterMs = 15_000 } = {}) {
  const stream = capture ? 'pipe' : 'inherit';
  const ours = command === process.execPath;
  const child = spawn(command, ours ? ['--import', leaveWithParent, ...args] : args, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ours ? ['ignore', stream, stream, 'ipc'] : ['ignore', stream, stream],
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text) => (output += text));

  /** @type {Promise<{ code: number, signal: NodeJS.Signals | null, error?: Error }>} */
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 127, signal: null, error }));
    // 'close' comes after the last output; a grandchild holding the pipe must not keep us waiting for it.
    child.once('exit', (code, signal) => setTimeout(resolve, capture ? 50 : 0, { code: code ?? 1, signal }));
    child.once('close', (code, signal) => resolve({ code: code ?? 1, signal }));
  });
  const signalGroup = (signal) => {
    try {
      if (child.pid) process.kill(-child.pid, signal);
      return true;
    } catch {
      return false; // nobody left
    }
  };
  /** Ends what the leader left behind: politely, then for good. */
  const sweep = async () => {
    if (!signalGroup('SIGTERM')) return;
    const deadline = Date.now() + 3000;
    while (signalGroup(0) && Date.now() < deadline) await pause(50);
    signalGroup('SIGKILL');
  };
  const started = {
    child,
    exited,
    output: () => output,
    /** Ends the whole group at once. */
    kill: () => signalGroup('SIGKILL'),
    /** Asks the group to end, waits, and insists when it does not. */
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        signalGroup('SIGTERM');
        const insist = setTimeout(() => signalGroup('SIGKILL'), killAfterMs);
        await exited;
        clearTimeout(insist);
      }
      await swept;
    },
  };
  const forget = onStop(() => started.stop());
  children.add(started);
  const swept = exited.then(sweep).then(() => {
    children.delete(started);
    forget();
  });
  return started;
}

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {StartOptions & { timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} `output` only with `capture`
 */
export async function run(command, args, { timeoutMs = 0, ...options } = {}) {
  const started = start(command, args, options);
  let timedOut = false;
  const timer = timeoutMs
    ? setTimeout(() => {
        timedOut = true;
        void started.stop();
      }, timeoutMs)
    : undefined;
  const { code, error } = await started.exited;
  clearTimeout(timer);
  return { code, output: error ? String(error.message) : started.output(), timedOut };
}

/**
 * Runs a package's own script (`npm run <script>` in its folder), which finds that package's tools.
 * @param {string} folder absolute
 * @param {string} script
 * @param {StartOptions & { timeoutMs?: number, args?: string[] }} [options]
 */
export function runPackageScript(folder, script, { args = [], ...options } = {}) {
  return run('npm', ['run', '--silent', script, ...(args.length ? ['--', ...args] : [])], {
    cwd: folder,
    ...options,
  });
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A loopback port nobody listens on at the moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** True when something on this machine answers on the port. */
export function isListening(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

/**
 * Asks again and again until the answer is truthy.
 * @template T
 * @param {() => Promise<T>} ask
 * @param {{ everyMs?: number, timeoutMs: number }} options
 * @returns {Promise<T | undefined>} undefined when the time is over
 */
export async function until(ask, { everyMs = 100, timeoutMs }) {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline && !isStopping()) {
    const answer = await ask();
    if (answer) return answer;
    await pause(everyMs);
  }
  return undefined;
}
