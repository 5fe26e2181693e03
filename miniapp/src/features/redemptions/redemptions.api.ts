import type { InputOf } from '@linli/shared/call';
import {
  cancelRedemption,
  getRedemption,
  listRedemptions,
  redeem,
  type RedemptionView,
  setProxy,
} from '@linli/shared/redemptions';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { send } from '@/lib/api';
import { queryClient } from '@/lib/query';
import { useAct } from '@/lib/use-act';

import { keepCode, keepCodes, keptCodes } from './kept-codes';

/** What waits to be collected, mine and what I ordered for others. Answers from this phone while there is no network. */
export const heldQuery = () =>
  queryOptions({
    queryKey: ['redemptions', 'held'],
    queryFn: async ({ signal }) => {
      const { items } = await send(listRedemptions, { state: 'held', size: 50 }, { signal });
      keepCodes(items);
      return items;
    },
    initialData: () => keptCodes()?.held,
    initialDataUpdatedAt: () => keptCodes()?.at,
  });

/** All orders, waiting ones first, page by page. */
export const ordersQuery = () =>
  infiniteQueryOptions({
    queryKey: ['redemptions', 'all'],
    queryFn: ({ pageParam, signal }) => send(listRedemptions, { page: pageParam, size: 20 }, { signal }),
    initialPageParam: 1,
    getNextPageParam: ({ page, size, total }) => (page * size < total ? page + 1 : undefined),
  });

/** One order with its code; the last known one while there is no network. */
export const redemptionQuery = (id: string) =>
  queryOptions({
    queryKey: ['redemption', id],
    queryFn: async ({ signal }) => learn(await send(getRedemption, { id }, { signal })),
    initialData: () => keptCodes()?.held.find((one) => one.id === id),
    initialDataUpdatedAt: () => keptCodes()?.at,
    // Handed over at the counter: the page in the resident's hand should say so by itself.
    refetchInterval: ({ state }) => (state.data?.state === 'held' ? 10_000 : false),
  });

export type RedeemInput = Omit<InputOf<typeof redeem>, 'requestKey'>;

/** Exchanges points for a gift. A tap after a lost reply asks with the same key and gets the same code. */
export function useRedeem() {
  return useAct(async (input: RedeemInput, requestKey) => {
    try {
      return remember(await send(redeem, { ...input, requestKey }));
    } catch (error) {
      // Whatever was refused, price, stock or points are not what this screen shows: ask again.
      void refreshShelf();
      throw error;
    }
  });
}

export function useCancelRedemption(id: string) {
  return useAct(async (_: void, requestKey) => remember(await send(cancelRedemption, { id, requestKey })));
}

export type ProxyInput = InputOf<typeof setProxy>['proxy'];

export function useSetProxy(id: string) {
  return useAct(async (proxy: ProxyInput) => remember(await send(setProxy, { id, proxy })));
}

function learn(view: RedemptionView): RedemptionView {
  keepCode(view);
  return view;
}

/** Puts a new state of an order where screens look for it, and asks again for what it moved. */
function remember(view: RedemptionView): RedemptionView {
  learn(view);
  queryClient.setQueryData(redemptionQuery(view.id).queryKey, view);
  void queryClient.invalidateQueries({ queryKey: ['redemptions'] });
  void refreshShelf();
  return view;
}

async function refreshShelf(): Promise<void> {
  await Promise.all(
    ['points', 'entries', 'gifts', 'gift'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })),
  );
}
