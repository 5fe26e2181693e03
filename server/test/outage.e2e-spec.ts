import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { getLive, getReady } from '@linli/shared/health';
import { getPoints } from '@linli/shared/points';
import { listRedemptions, redeem } from '@linli/shared/redemptions';
import Libsql from 'libsql';

import type { Gift } from '../src/features/gifts/gift.entity.js';

import { CuttableProxy } from './cuttable-proxy.js';
import { aCommunity, aResident, signedIn } from './factories.js';
import { ensureServerBuilt, ServerProcess } from './server-process.js';
import { aGift, aStore, faultsOf } from './store-factories.js';
import { aKey, startTestApp, type TestApp } from './test-app.js';
import { testEngine } from './test-database.js';

const aDataKey = Buffer.alloc(32, 9).toString('base64');

const order = (gift: Gift) => ({ giftId: gift.id, quantity: 1, price: 35, requestKey: aKey() });

async function aShop(app: TestApp) {
  const home = await aCommunity(app);
  const gift = await aGift(app, await aStore(app, home), { monthlyLimit: 9 });
  const as = await signedIn(app, await aResident(app, { community: home, points: 200 }));
  return { gift, as };
}

// Each engine has its own way of going away; both are tried where they can happen.
if (testEngine === 'sqlite') {
  it('waits its turn while another process writes to the same file, and loses nothing', async () => {
    const app = await startTestApp();
    const { gift, as } = await aShop(app);
    const other = new Libsql(`${app.config.dataDir}/linli.sqlite`);
    await app.ok(getPoints, {}, { as });
    other.exec('BEGIN IMMEDIATE');
    const waiting = app.call(redeem, order(gift), { as });
    // Longer than any single wait of SQLite's own, and meanwhile everybody else is answered.
    for (let seconds = 0; seconds < 6; seconds++) {
      await sleep(1000);
      const asked = Date.now();
      await app.ok(getLive, {});
      await app.ok(getPoints, {}, { as });
      expect(Date.now() - asked).toBeLessThan(1000);
    }
    other.exec('COMMIT');
    other.close();
    expect((await waiting).status).toBe(200);
    expect(await faultsOf(app)).toEqual([]);
    await app.stop();
  });
} else {
  describe('a database that goes away and comes back', () => {
    let proxy: CuttableProxy;
    let app: TestApp;
    beforeAll(async () => {
      const server = new URL(process.env.TEST_MARIADB_URL ?? '');
      proxy = await CuttableProxy.start({ host: server.hostname, port: Number(server.port) });
      app = await startTestApp({ databaseUrl: (url) => url.replace(server.host, `127.0.0.1:${proxy.port}`) });
    });
    afterAll(async () => {
      proxy.mend();
      await app.stop();
      await proxy.stop();
    });

    it('is said plainly, and the repeat with the same key happens once', async () => {
      const { gift, as } = await aShop(app);
      await app.ok(getPoints, {}, { as });
      const same = order(gift);
      proxy.cut();
      const { status, body } = await app.call(redeem, same, { as });
      expect([status, (body as { code: string }).code]).toEqual([503, 'DATABASE_UNAVAILABLE']);
      expect((body as { text: string }).text).toContain('不会重复办');
      expect(await app.refusal(getReady, {})).toBe('DATABASE_UNAVAILABLE');
      proxy.mend();
      const held = await app.ok(redeem, same, { as });
      expect((await app.ok(redeem, same, { as })).id).toBe(held.id);
      expect((await app.ok(getReady, {})).status).toBe('ready');
      expect(await faultsOf(app)).toEqual([]);
    });

    it('happens once when the answer to COMMIT is lost on the way', async () => {
      const { gift, as } = await aShop(app);
      proxy.loseReplyTo('COMMIT');
      const held = await app.ok(redeem, order(gift), { as });
      const { items, total } = await app.ok(listRedemptions, {}, { as });
      expect([total, items[0]?.id]).toEqual([1, held.id]);
      expect((await app.ok(getPoints, {}, { as })).balance).toBe(165);
      expect(await faultsOf(app)).toEqual([]);
    });

    it('keeps nothing of an act that was cut in the middle', async () => {
      const { gift, as } = await aShop(app);
      proxy.loseReplyTo('INSERT INTO `redemptions`');
      // The connection broke before COMMIT; the act ran again as a whole.
      await app.ok(redeem, order(gift), { as });
      expect((await app.ok(listRedemptions, {}, { as })).total).toBe(1);
      expect(await faultsOf(app)).toEqual([]);
    });
  });
}

describe('a server that cannot start says everything that is wrong', () => {
  beforeAll(() => ensureServerBuilt(), 120_000);
  const wechat = { WECHAT_API_BASE: 'http://127.0.0.1:1', WECHAT_APPID: 'wx', WECHAT_SECRET: 's' };

  it.each([
    [
      'every wrong variable at once',
      { PORT: 'many', DATABASE_URL: 'postgres://x/y', DATA_KEY: 'short' },
      ['DATABASE_URL: must look like mysql://', 'DATA_KEY: must be at least 32 random bytes'],
    ],
    [
      'a wrong variable beside a contradiction',
      { NODE_ENV: 'production', LOG_LEVEL: 'loud' },
      ['LOG_LEVEL: ', 'WECHAT_APPID, WECHAT_SECRET: needed in production'],
    ],
    [
      'a data folder nobody can write to, though the key is given',
      { DATA_DIR: '/dev/null/linli', DATA_KEY: aDataKey, ...wechat },
      ['DATA_DIR: cannot write to /dev/null/linli'],
    ],
    [
      'a production without credentials and key',
      { NODE_ENV: 'production' },
      ['WECHAT_APPID, WECHAT_SECRET: needed in production', 'DATA_KEY: needed in production'],
    ],
    [
      'a production on the simulator',
      { NODE_ENV: 'production', ...wechat },
      ['WECHAT_API_BASE: points at this machine'],
    ],
    [
      'a demo with real credentials',
      { DEMO: '1', WECHAT_APPID: 'wx', WECHAT_SECRET: 's' },
      ['DEMO: the demo district'],
    ],
    [
      'a data folder nobody can write to',
      { DATA_DIR: '/dev/null/linli', ...wechat },
      ['DATA_DIR: cannot write to /dev/null/linli'],
    ],
    [
      'a database that is not there',
      { DATABASE_URL: 'mysql://u:p@127.0.0.1:1/linli', ...wechat, DATA_DIR: '/tmp/linli-none' },
      ['DATABASE_URL does not answer'],
    ],
  ])('%s', async (_what, env: Record<string, string>, says) => {
    await expectNoStart(env, says);
  });

  describe('with a data folder of its own', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'linli-start-'));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it('whose key is cut short', async () => {
      writeFileSync(join(folder, 'data.key'), 'c2hvcnQ=');
      await expectNoStart({ DATA_DIR: folder, ...wechat }, ['data.key is damaged']);
    });

    it('whose key is lost: no new one is made beside the old database', async () => {
      writeFileSync(join(folder, 'linli.sqlite'), '');
      await expectNoStart({ DATA_DIR: folder, ...wechat }, ['data.key is gone']);
      expect(existsSync(join(folder, 'data.key'))).toBe(false);
    });

    it('which is not there: verifying says so and makes nothing', () => {
      const nowhere = join(folder, 'none');
      const { status, stderr } = spawnSync(process.execPath, [join(__dirname, '../dist/verify.js')], {
        env: { PATH: process.env.PATH, DATA_DIR: nowhere },
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([2, expect.stringContaining(`no database in ${nowhere}`)]);
      expect(existsSync(nowhere)).toBe(false);
    });
  });

  it('a database that was begun with another key', async () => {
    const app = await startTestApp();
    const { url = '' } = app.config.database;
    await expectNoStart({ DATA_DIR: app.config.dataDir, DATABASE_URL: url, DATA_KEY: aDataKey, ...wechat }, [
      'written with another key',
    ]);
    await app.stop();
  });
});

async function expectNoStart(env: Record<string, string>, says: readonly string[]): Promise<void> {
  const server = await ServerProcess.spawn(env);
  const giveUp = setTimeout(() => void server.end('SIGKILL'), 40_000);
  expect(await server.exited()).toBe(1);
  clearTimeout(giveUp);
  for (const line of says) expect(server.output).toContain(line);
  expect(server.output).not.toMatch(/\n\s+at /);
}
