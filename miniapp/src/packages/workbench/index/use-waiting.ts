import type { Me } from '@linli/shared/accounts';
import { useQuery } from '@tanstack/react-query';

import { calendarQuery } from '@/features/calendar/calendar.api';
import { counterStoresQuery } from '@/features/counter/counter.api';
import { storesQuery } from '@/features/gifts/gifts.api';
import { linkRequestsQuery } from '@/features/link-requests/link-requests.api';
import { budgetQuery, budgetWords } from '@/features/rules-desk/budget';
import { stockQuery } from '@/features/stock/stock.api';
import { useCommunity } from '@/features/workbench/use-community';
import { partsOf } from '@/lib/format';

/** What waits behind one entry of the workbench. */
export interface Waiting {
  text: string;
  urgent: boolean;
}

/** By entry: what waits there, asked only where this person may look. No row means nothing is known (yet). */
export function useWaiting(me: Me): Partial<Record<string, Waiting>> {
  const may = (permission: Me['permissions'][number]) => me.permissions.includes(permission);
  const { community } = useCommunity();
  const communityId = community?.id ?? '';
  const requests = useQuery({ ...linkRequestsQuery(), enabled: may('link.decide') });
  const counters = useQuery({ ...counterStoresQuery(), enabled: may('redemption.settle') });
  const stores = useQuery({
    ...storesQuery(communityId),
    enabled: communityId !== '' && may('stock.manage'),
  });
  const storeId = stores.data?.items[0]?.id ?? '';
  const stock = useQuery({ ...stockQuery(storeId), enabled: storeId !== '' && may('stock.manage') });
  const budget = useQuery({ ...budgetQuery(communityId), enabled: communityId !== '' && may('rule.manage') });
  const calendar = useQuery({ ...calendarQuery(partsOf(Date.now()).year), enabled: may('calendar.manage') });

  const waiting: Partial<Record<string, Waiting>> = {};
  if (requests.data) {
    const { total } = requests.data;
    waiting['link-requests'] = total
      ? { text: `${total} 条申请等您核对`, urgent: true }
      : { text: '没有等着核对的', urgent: false };
  }
  if (counters.data) {
    const count = counters.data.items.reduce((sum, store) => sum + store.waiting, 0);
    waiting.counter = { text: count ? `${count} 单等着来领` : '没有等着来领的', urgent: false };
  }
  if (stock.data) {
    const gone = stock.data.items.filter(({ onShelf, available }) => onShelf && available === 0).length;
    const soon = stock.data.items.filter(({ batches }) =>
      batches.some((one) => one.expiringSoon && one.remaining > 0),
    ).length;
    const words = [gone && `${gone} 样兑完了`, soon && `${soon} 样快到期`].filter(Boolean).join('，');
    waiting.stock = { text: words || '都有货，没有快到期的', urgent: Boolean(words) };
  }
  if (budget.data) waiting.rules = { text: budgetWords(budget.data), urgent: budget.data.nearlyUsed };
  if (calendar.data) {
    const { missing } = calendar.data;
    waiting.calendar = missing.length
      ? { text: `还没有 ${missing.join('、')} 年的放假安排，请录入`, urgent: true }
      : { text: '放假安排都录好了', urgent: false };
  }
  return waiting;
}
