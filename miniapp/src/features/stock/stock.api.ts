import { listStock } from '@linli/shared/gifts';
import { queryOptions } from '@tanstack/react-query';

import { send } from '@/lib/api';

/** Stock of a store by gift and batch. */
export const stockQuery = (storeId: string) =>
  queryOptions({
    queryKey: ['stock', storeId],
    queryFn: ({ signal }) => send(listStock, { storeId }, { signal }),
    enabled: storeId !== '',
  });
