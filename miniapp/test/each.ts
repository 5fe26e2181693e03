import { onlineManager } from '@tanstack/react-query';
import { cleanup } from '@testing-library/react';

import { refreshElder } from '@/lib/elder';
import { queryClient } from '@/lib/query';
import { session } from '@/lib/session';

import { resetTaro } from './taro/taro';

// Each test is a phone just bought: nothing stored, nobody signed in, online.
afterEach(() => {
  cleanup();
  queryClient.clear();
  session.set(undefined);
  resetTaro();
  refreshElder();
  onlineManager.setOnline(true);
});
