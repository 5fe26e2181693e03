import { getResident, listResidents } from '@linli/shared/residents';
import { queryOptions } from '@tanstack/react-query';

import { send } from '@/lib/api';

export const rosterPageSize = 20;

export const residentsQuery = (search: string, page: number) =>
  queryOptions({
    queryKey: ['residents', 'list', search, page],
    queryFn: ({ signal }) =>
      send(listResidents, { ...(search ? { search } : {}), page, size: rosterPageSize }, { signal }),
  });

export const residentQuery = (id: string) =>
  queryOptions({
    queryKey: ['resident', id],
    queryFn: ({ signal }) => send(getResident, { id }, { signal }),
  });
