import { Text } from '@tarojs/components';

import { clock, daysFrom, nearDay } from '@/lib/format';
import { useOnline } from '@/lib/network';

interface Asked {
  dataUpdatedAt: number;
  isError: boolean;
  data: unknown;
}

/** `8:55 的内容` when what is shown could not be asked for again: no network, or the last try failed. Else undefined. */
export function useContentAge({ data, dataUpdatedAt, isError }: Asked): string | undefined {
  const online = useOnline();
  if (data === undefined || !dataUpdatedAt || (online && !isError)) return undefined;
  const day = daysFrom(dataUpdatedAt) === 0 ? '' : `${nearDay(dataUpdatedAt)} `;
  return `${day}${clock(dataUpdatedAt)} 的内容`;
}

/** The same as a grey line of its own, for screens without a section title to carry it. */
export function ContentAge({ query }: { query: Asked }) {
  const age = useContentAge(query);
  return age ? <Text className="sub">{age}</Text> : null;
}
