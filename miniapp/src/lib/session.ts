import type { Me, SessionView } from '@linli/shared/accounts';
import Taro from '@tarojs/taro';

import { createStore, useStore } from './store';

/** What this phone holds while somebody is signed in. */
export type Session = Pick<SessionView, 'accessToken' | 'refreshToken' | 'me'>;

const storageKey = 'session';

const store = createStore<Session | undefined>(stored());

function stored(): Session | undefined {
  return Taro.getStorageSync<Session | ''>(storageKey) || undefined;
}

/** The session, kept in Taro storage so that it outlives the app. Only `api.ts` and `account.ts` write it. */
export const session = {
  get: store.get,
  subscribe: store.subscribe,
  set(next: Session | undefined) {
    if (next) Taro.setStorageSync(storageKey, next);
    else Taro.removeStorageSync(storageKey);
    store.set(next);
  },
  /** Another browser tab may have refreshed or ended it meanwhile. */
  reload(): Session | undefined {
    const next = stored();
    if (next?.accessToken !== store.get()?.accessToken) store.set(next);
    return next;
  },
};

/** The person signed in, as the server last described them; undefined for a visitor. */
export function useMe(): Me | undefined {
  return useStore(store)?.me;
}
