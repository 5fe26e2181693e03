import { queryClient } from './query';

/** Asks again for what is on screen and no longer fresh. Tab pages stay mounted, so each does this when it is shown. */
export function refreshStale(): void {
  void queryClient.refetchQueries({ type: 'active', stale: true });
}
