import type { Me } from '@linli/shared/accounts';
import { endHelper, listMyFamily } from '@linli/shared/residents';
import { queryOptions } from '@tanstack/react-query';

import { refreshMe } from '@/lib/account';
import { send } from '@/lib/api';
import { useAct } from '@/lib/use-act';

export type Helper = Me['helpers'][number];

/** The people one can sign up: oneself, the household, and those one helps. */
export const familyQuery = () =>
  queryOptions({
    queryKey: ['family'],
    queryFn: ({ signal }) => send(listMyFamily, {}, { signal }),
    staleTime: 300_000,
  });

/** Somebody acts for me no longer, from now on. */
export function useEndHelper() {
  return useAct(async (id: string) => {
    await send(endHelper, { id });
    await refreshMe();
    return true;
  });
}
