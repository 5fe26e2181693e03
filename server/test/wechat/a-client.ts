import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from '../../src/simulator/simulator.js';
import type { AccessTokenStore } from '../../src/platform/wechat/access-token-store.js';
import { InMemoryTokenStore } from './in-memory-token-store.js';
import { WechatClient, type WechatClientOptions } from '../../src/platform/wechat/wechat-client.js';
import type { WechatFailure } from '../../src/platform/wechat/wechat-http.js';

export const APPID = 'wx0123456789abcdef';
export const SECRET = '0123456789abcdef0123456789abcdef';

export interface TestClient {
  client: WechatClient;
  /** How long the client wanted to wait, each time; the wait itself is cut short. */
  waits: number[];
  failures: WechatFailure[];
}

/** A client of `simulator` that shares its clock and hardly waits. */
export function aClient(
  simulator: Simulator,
  tokenStore: AccessTokenStore = new InMemoryTokenStore(),
  options: Partial<WechatClientOptions> = {},
): TestClient {
  const waits: number[] = [];
  const failures: WechatFailure[] = [];
  const client = new WechatClient({
    appid: APPID,
    secret: SECRET,
    tokenStore,
    baseUrl: simulator.url,
    clock: simulator.control,
    onFailure: (failure) => failures.push(failure),
    pause: (ms) => {
      waits.push(ms);
      return sleep(Math.min(ms, 2));
    },
    random: () => 0.5,
    ...options,
  });
  return { client, waits, failures };
}
