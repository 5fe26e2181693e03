import { QueryClientProvider } from '@tanstack/react-query';
import { useDidHide, useDidShow } from '@tarojs/taro';
import type { PropsWithChildren } from 'react';

import { queryClient, setAppFocused, watchNetwork } from '@/lib/query';
import { watchPages } from '@/lib/web-pages';

import '@/styles/theme.scss';
import '@/styles/base.scss';

watchNetwork();
if (process.env.TARO_ENV === 'h5') watchPages();

export default function App({ children }: PropsWithChildren) {
  useDidShow(() => setAppFocused(true));
  useDidHide(() => setAppFocused(false));
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>;
}
