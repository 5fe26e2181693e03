import { QueryClientProvider } from '@tanstack/react-query';
import { useDidHide, useDidShow } from '@tarojs/taro';
import type { PropsWithChildren } from 'react';

import { queryClient, setAppFocused, watchNetwork } from '@/lib/query';

import '@/styles/theme.scss';
import '@/styles/base.scss';

watchNetwork();

export default function App({ children }: PropsWithChildren) {
  useDidShow(() => setAppFocused(true));
  useDidHide(() => setAppFocused(false));
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>;
}
