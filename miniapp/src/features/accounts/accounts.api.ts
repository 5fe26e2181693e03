import { getMyLinkRequest, linkByPhone, requestLink } from '@linli/shared/accounts';
import type { InputOf } from '@linli/shared/call';
import { listDemoPeople } from '@linli/shared/demo';
import { queryOptions } from '@tanstack/react-query';

import { refreshMe } from '@/lib/account';
import { send } from '@/lib/api';
import { queryClient } from '@/lib/query';
import { useAct } from '@/lib/use-act';

/** My newest request to be recognised, and how it stands. */
export const linkRequestQuery = () =>
  queryOptions({
    queryKey: ['link-request'],
    queryFn: ({ signal }) => send(getMyLinkRequest, {}, { signal }),
  });

/** The people of the demo district; the call does not exist where real people sign in. */
export const demoPeopleQuery = () =>
  queryOptions({
    queryKey: ['demo-people'],
    queryFn: ({ signal }) => send(listDemoPeople, {}, { signal, anonymous: true }),
    enabled: process.env.TARO_ENV === 'h5',
    staleTime: Infinity,
    retry: false,
  });

/** Links by the phone number WeChat has verified. Takes how the code comes, since each code is good only once. */
export function useLinkByPhone() {
  return useAct(async (phoneCode: () => Promise<string>) => {
    await send(linkByPhone, { phoneCode: await phoneCode() });
    await becameSomebody();
    return true;
  });
}

export type LinkForm = Omit<InputOf<typeof requestLink>, 'requestKey'>;

export function useRequestLink() {
  return useAct(async (form: LinkForm, requestKey) => {
    const request = await send(requestLink, { ...form, requestKey });
    queryClient.setQueryData(linkRequestQuery().queryKey, { request });
    return request;
  });
}

/** Everything asked as a visitor is asked again as the resident. */
export async function becameSomebody(): Promise<void> {
  await refreshMe();
  await queryClient.invalidateQueries();
}
