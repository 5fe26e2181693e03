import { getGift, listGifts, listStores } from '@linli/shared/gifts';
import { queryOptions } from '@tanstack/react-query';

import { send } from '@/lib/api';

export const storesQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['stores', communityId],
    queryFn: ({ signal }) => send(listStores, { communityId }, { signal }),
    enabled: communityId !== '',
  });

/** What a store gives, with the limits of oneself or of somebody one helps. `who` keeps one person's answer from another's. */
export const giftsQuery = (storeId: string, who: string, residentId?: string) =>
  queryOptions({
    queryKey: ['gifts', storeId, residentId ?? who],
    queryFn: ({ signal }) => send(listGifts, { storeId, residentId }, { signal }),
    enabled: storeId !== '',
  });

export const giftQuery = (id: string, who: string, residentId?: string) =>
  queryOptions({
    queryKey: ['gift', id, residentId ?? who],
    queryFn: ({ signal }) => send(getGift, { id, residentId }, { signal }),
  });
