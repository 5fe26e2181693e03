import { focusManager, onlineManager, QueryClient } from '@tanstack/react-query';

import { ApiError } from './api';
import { hasNetwork, onNetworkChange } from './network';

/** The one memory of what the server said. Old content stays readable for a day while there is no network. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 24 * 3_600_000,
      // A refusal stays a refusal; only silence and our own faults are worth asking again.
      retry: (count, error) => count < 1 && error instanceof ApiError && error.status >= 500,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});

/** Pages stay mounted under the stack, so the query library hears from `useDidShow`, not from the window. */
export function setAppFocused(focused: boolean) {
  focusManager.setFocused(focused);
}

/** Tells the query library about the network; called once by the app. */
export function watchNetwork() {
  onlineManager.setEventListener((setOnline) => {
    void hasNetwork().then(setOnline);
    return onNetworkChange(setOnline);
  });
}
