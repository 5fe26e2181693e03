import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { freePort, isListening, until } from '../lib/processes.mjs';
import { root } from '../lib/repo.mjs';

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'linli-start-'));
after(() => rmSync(dataDir, { recursive: true, force: true }));

/** What would make another program of the one under test, when it is set for the test run. */
const ours = /^(PORT|HOST|DATA_|DATABASE_|WECHAT_|DEMO|NODE_|LOG_LEVEL|H5_DIR|LINLI_|TEST_)/;

/** Runs a root command as a person would, and collects what it says. Stopped with the test at the latest. */
function command(t, args, env) {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
  const child = spawn('npm', args, { cwd: root, env: { ...inherited, DATA_DIR: dataDir, ...env } });
  const run = { child, text: '', ended: Promise.resolve(/** @type {number | null} */ (null)) };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (run.text += text));
  }
  run.ended = new Promise((resolve) => child.once('close', resolve));
  t.after(() => {
    child.kill('SIGTERM');
    return run.ended;
  });
  return run;
}

/** @returns {Promise<boolean>} false when it ended, or the time did, without having said it */
async function says(run, text, timeoutMs) {
  let ended = false;
  void run.ended.then(() => (ended = true));
  await until(async () => ended || run.text.includes(text), { timeoutMs });
  return run.text.includes(text);
}

describe('npm start', () => {
  /** @type {unknown} */
  let firstPeople;

  for (const [what, timeoutMs] of /** @type {[string, number][]} */ ([
    ['makes the demo district, prints its address and the people you can be', 180_000],
    ['is up again within ten seconds with the same people', 10_000],
  ])) {
    it(`${what}, and leaves nothing behind when npm is told to stop`, async (t) => {
      const port = await freePort();
      const run = command(t, ['start'], { PORT: String(port) });
      assert.ok(await says(run, 'Ctrl-C', timeoutMs), run.text);
      assert.match(run.text, new RegExp(`http://localhost:${port}\\b`));

      const page = await fetch(`http://127.0.0.1:${port}/`);
      assert.match(await page.text(), /<html/i);
      const { people } = await (await fetch(`http://127.0.0.1:${port}/api/demo/people`)).json();
      assert.ok(people.length >= 9, 'a resident, an elder, a volunteer and six kinds of staff at least');
      for (const { name } of people) assert.ok(run.text.includes(name), `${name} is not offered`);
      firstPeople ??= people;
      assert.deepEqual(people, firstPeople);

      const simulator = Number(/simulator at http:\/\/127\.0\.0\.1:(\d+)/i.exec(run.text)?.[1]);
      run.child.kill('SIGTERM');
      const free = await until(
        async () => !(await isListening(port)) && !(simulator && (await isListening(simulator))),
        {
          timeoutMs: 15_000,
        },
      );
      assert.ok(free, 'something still listens');
    });
  }

  it('says in one sentence that the port is taken, and how to choose another', async (t) => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const run = command(t, ['start'], { PORT: String(port) });
    assert.equal(await run.ended, 1);
    assert.match(run.text, new RegExp(`Port ${port} is taken.*PORT=`, 's'));
    other.close();
  });

  it('lists everything wrong with the configuration at once', async (t) => {
    const run = command(t, ['start'], { PORT: 'door', DATABASE_URL: 'postgres://somewhere/else' });
    assert.notEqual(await run.ended, 0);
    assert.match(run.text, /PORT/);
    assert.match(run.text, /DATABASE_URL/);
    assert.doesNotMatch(run.text, /\n\s+at .*\.js:\d+/, 'a list, not a stack');
  });
});

describe('npm run verify', () => {
  it('finds the demo district in order', async (t) => {
    const run = command(t, ['run', 'verify'], {});
    assert.equal(await run.ended, 0, run.text);
  });
});
