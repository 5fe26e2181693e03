import { type CommunityView, listCommunities } from '@linli/shared/org-units';
import { queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query';
import Taro from '@tarojs/taro';

import { send } from '@/lib/api';
import { useMe } from '@/lib/session';
import { createStore, useStore } from '@/lib/store';

const storageKey = 'place';
const chosen = createStore<string | undefined>(undefined);

export const communitiesQuery = () =>
  queryOptions({
    queryKey: ['communities'],
    queryFn: ({ signal }) => send(listCommunities, {}, { signal }),
    staleTime: 3_600_000,
  });

/** The community whose pages are shown. */
export interface Place {
  id: string;
  name: string;
  /** The committee's telephone, when it is known here. */
  phone: string | null;
}

export interface PlaceChoice {
  place: Place | undefined;
  /** Every community, for the switch; empty for a resident, who has one. */
  all: CommunityView[];
  choose(id: string): void;
  query: UseQueryResult<{ items: CommunityView[] }>;
}

/** A resident sees their own community; a visitor the one they chose on this phone, or the first. */
export function usePlace(): PlaceChoice {
  const resident = useMe()?.resident;
  const query = useQuery(communitiesQuery());
  const choice = useStore(chosen) ?? (Taro.getStorageSync<string>(storageKey) || undefined);
  const all = query.data?.items ?? [];
  const choose = (id: string) => {
    Taro.setStorageSync(storageKey, id);
    chosen.set(id);
  };
  if (resident) {
    const phone = all.find((one) => one.id === resident.communityId)?.phone ?? null;
    return {
      place: { id: resident.communityId, name: resident.communityName, phone },
      all: [],
      choose,
      query,
    };
  }
  return { place: all.find((one) => one.id === choice) ?? all[0], all, choose, query };
}
