import { confirmAttendance, findWalkIns, getAttendanceSheet, listHosted } from '@linli/shared/activities';
import { queryOptions } from '@tanstack/react-query';

import { send } from '@/lib/api';
import { queryClient } from '@/lib/query';
import { useAct } from '@/lib/use-act';

/** Activities whose attendance the caller can confirm. */
export const hostedQuery = () =>
  queryOptions({
    queryKey: ['hosted'],
    queryFn: ({ signal }) => send(listHosted, {}, { signal }),
  });

export const sheetQuery = (id: string) =>
  queryOptions({
    queryKey: ['attendance', id],
    queryFn: ({ signal }) => send(getAttendanceSheet, { id }, { signal }),
  });

export const walkInsQuery = (id: string, search: string) =>
  queryOptions({
    queryKey: ['walk-ins', id, search],
    queryFn: ({ signal }) => send(findWalkIns, { id, search }, { signal }),
    enabled: search !== '',
  });

/** Confirms who came. Sent again after a lost reply it answers the same and posts nothing twice. */
export function useConfirm(id: string) {
  return useAct(async (people: { residentId: string; minutes: number }[], requestKey) => {
    try {
      return await send(confirmAttendance, { id, people, requestKey });
    } finally {
      // Confirmed or refused: what this phone shows of the list is old now.
      void queryClient.invalidateQueries({ queryKey: ['attendance', id] });
      void queryClient.invalidateQueries({ queryKey: ['hosted'] });
    }
  });
}
