import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { AccessTokenStore } from './access-token-store.js';
import { SqlTokenStore } from './sql-token-store.js';
import { aCipher, aDatabase } from '../../../test/wechat/a-token-database.js';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { aClient, APPID, SECRET, type TestClient } from '../../../test/wechat/a-client.js';
import { InMemoryTokenStore } from '../../../test/wechat/in-memory-token-store.js';

const START = Date.parse('2026-11-22T02:00:00Z');
const SECOND = 1_000;
const DAY = 86_400_000;
const TOKEN = '/cgi-bin/stable_token';
const PHONE = '/wxa/business/getuserphonenumber';

let simulator: Simulator;
let store: InMemoryTokenStore;
beforeEach(async () => {
  simulator = await startSimulator({ port: 0, appid: APPID, secret: SECRET, now: () => START });
  store = new InMemoryTokenStore();
});
afterEach(() => simulator.close());

function askPhone({ client }: TestClient): Promise<unknown> {
  return client.getUserPhoneNumber(
    simulator.control.issuePhoneCode({ openid: 'o', phone: '13800000001' }),
    'o',
  );
}

const tokenCalls = () => simulator.control.counters()[TOKEN] ?? 0;

async function fetchElsewhere(force: boolean): Promise<string> {
  const body = JSON.stringify({
    grant_type: 'client_credential',
    appid: APPID,
    secret: SECRET,
    force_refresh: force,
  });
  const answer = await fetch(simulator.url + TOKEN, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

describe('the shared access token', () => {
  it.each<[string, () => AccessTokenStore]>([
    ['in memory', () => store],
    ['in SQL', () => new SqlTokenStore(aDatabase(), APPID, aCipher())],
  ])('is fetched once by fifty calls on three instances that share it %s', async (_where, shared) => {
    const sharedStore = shared();
    const instances = [1, 2, 3].map(() => aClient(simulator, sharedStore));
    simulator.control.setLatency(20);
    await Promise.all(Array.from({ length: 50 }, (_, i) => askPhone(instances[i % 3] as TestClient)));
    expect(tokenCalls()).toBe(1);
    expect(simulator.control.counters()[PHONE]).toBe(50);
  });

  it('is waited for by one of fifty callers in a process, on behalf of all', async () => {
    const instance = aClient(simulator, store);
    const leases = jest.spyOn(store, 'tryLease');
    await Promise.all(Array.from({ length: 50 }, () => askPhone(instance)));
    expect(leases).toHaveBeenCalledTimes(1);
  });

  it('is not fetched by an instance that comes to its turn when the work is done', async () => {
    const [early, late] = [aClient(simulator, store), aClient(simulator, store)];
    const tryLease = store.tryLease.bind(store);
    const turn = jest.spyOn(store, 'tryLease').mockImplementationOnce(async (...lease) => {
      turn.mockImplementation(tryLease);
      await askPhone(early);
      return tryLease(...lease);
    });
    await askPhone(late);
    expect(tokenCalls()).toBe(1);
  });

  it('is used until five minutes before its end, and then replaced once', async () => {
    const instances = [1, 2, 3].map(() => aClient(simulator, store));
    await Promise.all(instances.map(askPhone));
    simulator.control.advanceClock(6_900 * SECOND - 1);
    await Promise.all(instances.map(askPhone));
    expect(tokenCalls()).toBe(1);
    simulator.control.advanceClock(2);
    await Promise.all(Array.from({ length: 30 }, (_, i) => askPhone(instances[i % 3] as TestClient)));
    expect(tokenCalls()).toBe(2);
  });

  it('recovers with one fetch when it was killed by a forced renewal elsewhere', async () => {
    const instances = [1, 2, 3].map(() => aClient(simulator, store));
    await Promise.all(instances.map(askPhone));
    await fetchElsewhere(true);
    simulator.control.resetCounters();
    await Promise.all(Array.from({ length: 50 }, (_, i) => askPhone(instances[i % 3] as TestClient)));
    expect(tokenCalls()).toBe(1);
  });

  it('costs no fetch when another instance has replaced it already', async () => {
    const [slow, quick] = [aClient(simulator, store), aClient(simulator, store)];
    await askPhone(slow);
    await askPhone(quick);
    await fetchElsewhere(true);
    await askPhone(quick);
    simulator.control.resetCounters();
    await askPhone(slow);
    expect(simulator.control.counters()).toEqual({ [PHONE]: 2 });
  });

  it.each([40014, 42001])('is replaced after %i too', async (errcode) => {
    const instance = aClient(simulator, store);
    await askPhone(instance);
    simulator.control.addFault({ path: PHONE, errcode });
    await askPhone(instance);
    expect(tokenCalls()).toBe(2);
  });

  it('is replaced after the platform has forgotten it', async () => {
    const expiresAt = START + 7_200 * SECOND;
    await store.tryLease('before', START + 1, START);
    await store.write('before', {
      token: 'of-another-run',
      expiresAt,
      fetchedAt: START,
      forcedAt: null,
      forcedCount: 0,
    });
    await store.release('before');
    await askPhone(aClient(simulator, store));
    expect(tokenCalls()).toBe(1);
  });

  it('waits for nobody who died while fetching', async () => {
    await store.tryLease('dead', START + 20 * SECOND, START);
    const instance = aClient(simulator, store);
    const asked = askPhone(instance);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(tokenCalls()).toBe(0);
    simulator.control.advanceClock(20 * SECOND);
    await asked;
    expect(tokenCalls()).toBe(1);
  });

  it('lets the next caller try when a fetch has failed', async () => {
    const instance = aClient(simulator, store);
    simulator.control.addFault({ path: TOKEN, errcode: 40164 });
    await expect(askPhone(instance)).rejects.toMatchObject({ errcode: 40164, kind: 'C' });
    await askPhone(instance);
    expect(tokenCalls()).toBe(2);
  });

  it('is fetched again while WeChat is busy', async () => {
    simulator.control.addFault({ path: TOKEN, errcode: -1, times: 2 });
    await askPhone(aClient(simulator, store));
    expect(tokenCalls()).toBe(3);
  });
});

describe('a forced renewal', () => {
  /** Refuses whatever token comes, `times` times: the normal mode answers the same token meanwhile. */
  const refuseTokens = (times: number) => simulator.control.addFault({ path: PHONE, errcode: 40001, times });

  it('is not made for a token that is refused once', async () => {
    const instance = aClient(simulator, store);
    refuseTokens(1);
    await askPhone(instance);
    expect(await store.read()).toMatchObject({ forcedAt: null, forcedCount: 0 });
  });

  it('is made when the same token comes back and is refused again', async () => {
    const instance = aClient(simulator, store);
    await askPhone(instance);
    const before = (await store.read())?.token;
    refuseTokens(2);
    await askPhone(instance);
    expect(await store.read()).toMatchObject({ forcedAt: START, forcedCount: 1 });
    expect((await store.read())?.token).not.toBe(before);
    expect(tokenCalls()).toBe(3);
  });

  it('is made once within thirty seconds, for all instances together', async () => {
    const [first, second] = [aClient(simulator, store), aClient(simulator, store)];
    refuseTokens(2);
    await askPhone(first);
    simulator.control.advanceClock(30 * SECOND - 1);
    refuseTokens(2);
    await expect(askPhone(second)).rejects.toMatchObject({ errcode: 40001, kind: 'T' });
    expect(await store.read()).toMatchObject({ forcedCount: 1 });
    simulator.control.advanceClock(1);
    refuseTokens(2);
    await askPhone(second);
    expect(await store.read()).toMatchObject({ forcedCount: 2 });
  });

  it('is made at most twenty times on one Beijing day', async () => {
    const instance = aClient(simulator, store);
    for (let i = 0; i < 20; i++) {
      refuseTokens(2);
      await askPhone(instance);
      simulator.control.advanceClock(31 * SECOND);
    }
    refuseTokens(2);
    await expect(askPhone(instance)).rejects.toMatchObject({ errcode: 40001, kind: 'T' });
    expect(await store.read()).toMatchObject({ forcedCount: 20 });

    simulator.control.advanceClock(DAY);
    await askPhone(instance);
    refuseTokens(2);
    await askPhone(instance);
    expect(await store.read()).toMatchObject({ forcedCount: 1 });
  });

  it('does not go on for ever', async () => {
    const instance = aClient(simulator, store);
    refuseTokens(100);
    await expect(askPhone(instance)).rejects.toMatchObject({ errcode: 40001, kind: 'T' });
    expect(simulator.control.counters()[PHONE]).toBeLessThanOrEqual(4);
    expect(await store.read()).toMatchObject({ forcedCount: 1 });
  });
});
