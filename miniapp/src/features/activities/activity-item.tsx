import type { ActivityCard } from '@linli/shared/activities';
import Taro from '@tarojs/taro';
import type { ReactNode } from 'react';

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
  const tag = standing(activity);
  const join = (
    <Button kind="line-red" size="small" label={`我要参加，${title}`} onTap={open}>
      我要参加
    </Button>
  );
  return (
    <Item
      {...(elder ? {} : { badge: <DateBadge day={date} weekday={weekday} /> })}
      title={title}
      lines={
        elder
          ? [`${day(startsAt)} ${weekday}`, spokenClock(startsAt), place, tag]
          : [`${dated ? `${day(startsAt)} ` : ''}${clock(startsAt)}–${clock(endsAt)}`, place]
      }
      onTap={open}
      {...(tag ? (elder ? {} : { side: tag }) : joinable(activity) ? { action: join } : {})}
    />
  );
}

/** What there is to say about it besides when and where; in elder mode it stands below them, not beside. */
function standing({ state, phase, signedUp, capacity, taken }: ActivityCard): ReactNode {
  if (state === 'cancelled') return <Tag icon="x">已取消</Tag>;
  if (signedUp) {
    return phase === 'past' ? (
      <Tag icon="check">报过名</Tag>
    ) : (
      <Tag tone="ok" icon="check">
        已报名
      </Tag>
    );
  }
  if (phase === 'running') {
    return (
      <Tag tone="gold" icon="clock">
        正在办
      </Tag>
    );
  }
  return phase === 'upcoming' && capacity !== null && taken >= capacity ? <Tag>名额满了</Tag> : undefined;
}

const joinable = ({ phase }: ActivityCard) => phase === 'upcoming';
