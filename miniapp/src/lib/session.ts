import Taro from '@tarojs/taro';

import { createStore, type Store, useStore } from './store';

/** What this phone holds while somebody is signed in. */
export interface Session {
  accessToken: string;
  refreshToken: string;
}

const storageKey = 'session';

/** The session, kept in Taro storage so that it outlives the app. */
export const sessionStore: Store<Session | undefined> = persisted(storageKey);

function persisted(key: string): Store<Session | undefined> {
  const store = createStore<Session | undefined>(Taro.getStorageSync<Session>(key) || undefined);
  return {
    ...store,
    set(session) {
      if (session) Taro.setStorageSync(key, session);
      else Taro.removeStorageSync(key);
      store.set(session);
    },
  };
}

export function useSession(): Session | undefined {
  return useStore(sessionStore);
}
export async function refreshSession(_stale: string): Promise<string | undefined> {
  return undefined;
}
