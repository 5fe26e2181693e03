import { type budgetView, getBudget } from '@linli/shared/points';
import { queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';

import { send } from '@/lib/api';

export const budgetQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['budget', communityId],
    queryFn: ({ signal }) => send(getBudget, { communityId }, { signal }),
    enabled: communityId !== '',
  });

/** How this year's budget stands, in one sentence. */
export function budgetWords({ total, issued, nearlyUsed }: z.output<typeof budgetView>): string {
  if (total > 0 && issued >= total) return '今年的积分预算用完了，新的积分不再入账';
  if (nearlyUsed) return `今年的积分预算只剩 ${total - issued} 分，用完就不再入账`;
  return `今年的积分预算还有 ${Math.max(0, total - issued)} 分`;
}
