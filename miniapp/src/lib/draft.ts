import Taro from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';

interface Kept<T> {
  value: T;
  /** When it was last typed, in ms. */
  at: number;
}

const prefix = 'draft:';

/**
 * Keeps what was typed on this phone, so that a lost connection, a phone call or a closed page loses nothing.
 * `key` names the form and, where there is one, the thing it is about: `claim`, `minutes:<id>`.
 */
export function useDraft<T>(key: string, empty: T) {
  const [kept, setKept] = useState<Kept<T> | undefined>(
    () => Taro.getStorageSync<Kept<T>>(prefix + key) || undefined,
  );
  const first = useRef(true);

  useEffect(() => {
    // The first run has nothing new to write.
    if (first.current) first.current = false;
    else if (kept) Taro.setStorageSync(prefix + key, kept);
    else Taro.removeStorageSync(prefix + key);
  }, [key, kept]);

  return {
    value: kept ? kept.value : empty,
    set: (change: Partial<T>) =>
      setKept((last) => ({ value: { ...(last ? last.value : empty), ...change }, at: Date.now() })),
    clear: () => setKept(undefined),
    savedAt: kept?.at,
  };
}
