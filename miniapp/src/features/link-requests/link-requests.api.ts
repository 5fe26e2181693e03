import { listLinkRequests } from '@linli/shared/accounts';
import { queryOptions } from '@tanstack/react-query';

import { send } from '@/lib/api';

/** Requests that wait in the caller's communities, oldest first. */
export const linkRequestsQuery = (page = 1) =>
  queryOptions({
    queryKey: ['link-requests', page],
    queryFn: ({ signal }) => send(listLinkRequests, { page, size: 20 }, { signal }),
  });
