import { useQuery } from '@tanstack/react-query';

import { comingActivitiesQuery } from '@/features/activities/activities.api';
import { usePlace } from '@/features/accounts/place';
import { pointsQuery } from '@/features/points/points.api';
import { heldQuery } from '@/features/redemptions/redemptions.api';
import { dayAndWeekday, spokenClock } from '@/lib/format';
import { useMe } from '@/lib/session';

/** The home page in sentences, for reading aloud. */
export function useSpokenHome(hello: string): string {
  const linked = Boolean(useMe()?.resident);
  const { place } = usePlace();
  const points = useQuery({ ...pointsQuery(), enabled: linked }).data;
  const held = useQuery({ ...heldQuery(), enabled: linked }).data ?? [];
  const next = useQuery(comingActivitiesQuery(place?.id ?? '')).data?.items.find(
    ({ state }) => state === 'open',
  );
  return [
    `${hello}。今天是${dayAndWeekday(Date.now())}。`,
    points && `您可以用的积分，有 ${points.balance} 分。`,
    ...held.map(({ giftName, lastDay }) => `${giftName}等您去领，${dayAndWeekday(lastDay)}以前都可以。`),
    next &&
      `${dayAndWeekday(next.startsAt)}${spokenClock(next.startsAt)}，有${next.title}，在${next.place}。`,
  ]
    .filter(Boolean)
    .join('');
}
