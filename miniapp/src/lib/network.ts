import { onlineManager } from '@tanstack/react-query';
import Taro from '@tarojs/taro';
import { useSyncExternalStore } from 'react';

/** Whether the phone has a network, as WeChat or the browser tells it. */
export function useOnline(): boolean {
  return useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
    () => true,
  );
}

/**
 * Whether there is a network now. On H5 the browser is asked itself: Taro's answer there needs `navigator.connection`,
 * which most browsers lack or never change.
 */
export async function hasNetwork(): Promise<boolean> {
  if (process.env.TARO_ENV === 'h5') return navigator.onLine;
  return (await Taro.getNetworkType()).networkType !== 'none';
}

/** Tells `listener` whenever the network comes or goes; the answer ends that. */
export function onNetworkChange(listener: (online: boolean) => void): () => void {
  if (process.env.TARO_ENV === 'h5') {
    const changed = () => listener(navigator.onLine);
    window.addEventListener('online', changed);
    window.addEventListener('offline', changed);
    return () => {
      window.removeEventListener('online', changed);
      window.removeEventListener('offline', changed);
    };
  }
  const heard = (state: { isConnected: boolean }) => listener(state.isConnected);
  Taro.onNetworkStatusChange(heard);
  return () => Taro.offNetworkStatusChange(heard);
}
