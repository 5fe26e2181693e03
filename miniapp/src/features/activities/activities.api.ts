import {
  cancelSignUp,
  getActivity,
  type ActivityView,
  listActivities,
  listMyActivities,
  signUp,
} from '@linli/shared/activities';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { send } from '@/lib/api';
import { queryClient } from '@/lib/query';
import { useAct } from '@/lib/use-act';

export type ActivityList = 'upcoming' | 'past' | 'mine';

interface Paged {
  page: number;
  size: number;
  total: number;
}
const nextPage = ({ page, size, total }: Paged) => (page * size < total ? page + 1 : undefined);

/** Activities of a community, or one's own, page by page. */
export const activitiesQuery = (communityId: string, list: ActivityList) =>
  infiniteQueryOptions({
    queryKey: ['activities', list === 'mine' ? 'mine' : communityId, list],
    queryFn: ({ pageParam, signal }) =>
      list === 'mine'
        ? send(listMyActivities, { page: pageParam, size: 20 }, { signal })
        : send(listActivities, { communityId, when: list, page: pageParam, size: 20 }, { signal }),
    initialPageParam: 1,
    getNextPageParam: nextPage,
    enabled: list === 'mine' || communityId !== '',
  });

/** The next few, for the home page. */
export const comingActivitiesQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['activities', communityId, 'coming'],
    queryFn: ({ signal }) => send(listActivities, { communityId, when: 'upcoming', size: 10 }, { signal }),
    enabled: communityId !== '',
  });

export const activityQuery = (id: string) =>
  queryOptions({
    queryKey: ['activity', id],
    queryFn: ({ signal }) => send(getActivity, { id }, { signal }),
  });

/** All of these people or none; a tap after a lost reply asks with the same key. */
export function useSignUp(id: string) {
  return useAct(async (residentIds: string[], requestKey) => {
    try {
      return remember(await send(signUp, { id, residentIds, requestKey }));
    } catch (error) {
      void queryClient.invalidateQueries({ queryKey: ['activity', id] });
      throw error;
    }
  });
}

export function useCancelSignUp(id: string) {
  return useAct(async (residentId: string) => remember(await send(cancelSignUp, { id, residentId })));
}

function remember(view: ActivityView): ActivityView {
  queryClient.setQueryData(activityQuery(view.id).queryKey, view);
  void queryClient.invalidateQueries({ queryKey: ['activities'] });
  return view;
}
