import { listMyFamily } from '@linli/shared/residents';
import { queryOptions } from '@tanstack/react-query';

import { send } from '@/lib/api';

/** The people one can sign up: oneself, the household, and those one helps. */
export const familyQuery = () =>
  queryOptions({
    queryKey: ['family'],
    queryFn: ({ signal }) => send(listMyFamily, {}, { signal }),
    staleTime: 300_000,
  });
