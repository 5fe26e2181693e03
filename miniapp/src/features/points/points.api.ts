import { getPoints, listEntries, listRules } from '@linli/shared/points';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { send } from '@/lib/api';

/** Balance, year's score and lots; of somebody one helps when `residentId` is given. */
export const pointsQuery = (residentId?: string) =>
  queryOptions({
    queryKey: ['points', residentId ?? 'me'],
    // Balance and lines are read side by side: neither may be older than the other.
    staleTime: 0,
    queryFn: ({ signal }) => send(getPoints, { residentId }, { signal }),
  });

/** The ledger, newest first, page by page. */
export const entriesQuery = (residentId?: string) =>
  infiniteQueryOptions({
    queryKey: ['entries', residentId ?? 'me'],
    staleTime: 0,
    queryFn: ({ pageParam, signal }) =>
      send(listEntries, { residentId, cursor: pageParam, size: 30 }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });

export const rulesQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['rules', communityId],
    queryFn: ({ signal }) => send(listRules, { communityId }, { signal }),
    enabled: communityId !== '',
    staleTime: 300_000,
  });
