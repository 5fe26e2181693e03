import { useSyncExternalStore } from 'react';

const query = '(min-width: 1024px)';

/** Whether there is room for the desk layout: H5 from 1024 wide. A phone never asks for it. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, isWide, () => false);
}

function subscribe(listener: () => void) {
  if (!canAsk()) return () => undefined;
  const media = matchMedia(query);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
}

function isWide(): boolean {
  return canAsk() && matchMedia(query).matches;
}

function canAsk(): boolean {
  return process.env.TARO_ENV === 'h5' && typeof matchMedia === 'function';
}
