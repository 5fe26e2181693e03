import type { Me } from '@linli/shared/accounts';
import type { HelperScope } from '@linli/shared/residents';

import { useMe } from '@/lib/session';
import { createStore, useStore } from '@/lib/store';

export type Principal = Me['principals'][number];

/** Whom the person is acting for in the store and its pages; forgotten when the app closes. */
const chosen = createStore<string | undefined>(undefined);

/**
 * Acting for oneself (`principal` undefined) or for somebody one helps. Only people who agreed to this `scope` are
 * offered, and a choice that no longer holds falls back to oneself.
 */
export function useActingFor(scope: HelperScope) {
  const all = useMe()?.principals ?? [];
  const offered = all.filter((one) => one.scopes.includes(scope));
  const id = useStore(chosen);
  return { principal: offered.find((one) => one.residentId === id), offered, choose: chosen.set };
}
