import type { ActivityCard } from '@linli/shared/activities';
import Taro from '@tarojs/taro';

import { Button } from '@/components/button';
import { DateBadge, Item } from '@/components/card';
import { Tag } from '@/components/tag';
import { useElder } from '@/lib/elder';
import { clock, day, partsOf, spokenClock } from '@/lib/format';

export function openActivity(id: string): void {
  void Taro.navigateTo({ url: `/packages/resident/activity/index?id=${id}` });
}

/** One activity in a list: day, what, when, where, and 我要参加 while there is a place. `dated` writes the month out. */
export function ActivityItem({ activity, dated }: { activity: ActivityCard; dated?: boolean }) {
  const { elder } = useElder();
  const { id, title, place, startsAt, endsAt } = activity;
  const { day: date, weekday } = partsOf(startsAt);
  const open = () => openActivity(id);
  return (
    <Item
      {...(elder ? {} : { badge: <DateBadge day={date} weekday={weekday} /> })}
      title={title}
      lines={
        elder
          ? [`${day(startsAt)} ${weekday} ${spokenClock(startsAt)}`, place]
          : [`${dated ? `${day(startsAt)} ` : ''}${clock(startsAt)}–${clock(endsAt)}`, place]
      }
      onTap={open}
      {...deed(activity, open)}
    />
  );
}

function deed(activity: ActivityCard, open: () => void) {
  const { title, state, phase, signedUp, capacity, taken } = activity;
  if (state === 'cancelled') return { side: <Tag icon="x">已取消</Tag> };
  if (signedUp && phase === 'past') return { side: <Tag icon="check">报过名</Tag> };
  if (signedUp) return { side: <Tag tone="ok" icon="check">已报名</Tag> };
  if (phase === 'past') return {};
  if (phase === 'running') return { side: <Tag tone="gold" icon="clock">正在办</Tag> };
  if (capacity !== null && taken >= capacity) return { side: <Tag>名额满了</Tag> };
  return {
    action: (
      <Button kind="line-red" size="small" label={`我要参加，${title}`} onTap={open}>
        我要参加
      </Button>
    ),
  };
}
