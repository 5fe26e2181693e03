import type { CommunityView } from '@linli/shared/org-units';
import { useQuery } from '@tanstack/react-query';
import Taro from '@tarojs/taro';
import { useState } from 'react';

import { communitiesQuery } from '@/features/accounts/place';
import { useMe } from '@/lib/session';

const storageKey = 'workbench:community';

/**
 * The community somebody works for. Staff of one community have no choice to make; whoever works for several
 * (a district) chooses, and the choice is kept on this phone.
 */
export function useCommunity() {
  const me = useMe();
  const query = useQuery(communitiesQuery());
  const [chosen, setChosen] = useState(() => Taro.getStorageSync<string>(storageKey));
  const units = me?.roles.map((role) => role.orgUnitId) ?? [];
  const all = query.data?.items ?? [];
  const wide =
    me?.roles.some((role) => role.role === 'districtAdmin' || role.role === 'streetStaff') ?? false;
  const direct = all.filter(({ id }) => units.includes(id));
  const own = all.filter(({ id }) => id === me?.resident?.communityId);
  // A grid worker's unit is below a community; they live or are registered where they work.
  const options: CommunityView[] = wide ? all : direct.length ? direct : own;
  const community = options.find(({ id }) => id === chosen) ?? options[0];
  return {
    query,
    options,
    community,
    choose(id: string) {
      Taro.setStorageSync(storageKey, id);
      setChosen(id);
    },
  };
}
