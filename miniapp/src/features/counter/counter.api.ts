import { listCounterStores, listHandedOver } from '@linli/shared/redemptions';
import { queryOptions } from '@tanstack/react-query';

import { send } from '@/lib/api';

/** Stores the caller works in, and how many orders wait in each. */
export const counterStoresQuery = () =>
  queryOptions({
    queryKey: ['counter', 'stores'],
    queryFn: ({ signal }) => send(listCounterStores, {}, { signal }),
  });

/** What this store handed over, newest first. */
export const handedOverQuery = (storeId: string) =>
  queryOptions({
    queryKey: ['counter', 'handed-over', storeId],
    queryFn: ({ signal }) => send(listHandedOver, { storeId, size: 50 }, { signal }),
    enabled: storeId !== '',
  });
