import { useQuery } from '@tanstack/react-query';
import Taro from '@tarojs/taro';

import { ActList } from '@/components/act-list';
import { BadgeIcon } from '@/components/badge-icon';
import { Button } from '@/components/button';
import { Item } from '@/components/card';
import { useContentAge } from '@/components/content-age';
import { Section } from '@/components/section';
import { comingActivitiesQuery } from '@/features/activities/activities.api';
import { openActivity } from '@/features/activities/activity-item';
import { hostedQuery } from '@/features/attendance/attendance.api';
import { heldQuery } from '@/features/redemptions/redemptions.api';
import { slipState } from '@/features/redemptions/redemptions.words';
import { useElder } from '@/lib/elder';
import { clock, day, dayAndWeekday, daysFrom, spokenClock } from '@/lib/format';
import { useMe } from '@/lib/session';

/** A gift without its size: 食用油 of 食用油 1.8 升. */
function plainName(giftName: string): string {
  return giftName.split(' ')[0] ?? giftName;
}

/** What waits for this person: gifts to collect, what they come to today, whom a host has to confirm. Gone when nothing waits. */
export function Waiting({ name }: { name: string }) {
  const { elder } = useElder();
  const held = useQuery(heldQuery());
  const me = useMe();
  const activities = useQuery(comingActivitiesQuery(me?.resident?.communityId ?? ''));
  const age = useContentAge(held);
  const codes = (held.data ?? []).filter((one) => slipState(one) === 'waiting');
  const today = (activities.data?.items ?? []).filter(
    ({ signedUp, attended, startsAt, state }) =>
      signedUp && !attended && state === 'open' && daysFrom(startsAt) === 0,
  );
  // Who hosts confirms who came; until then nobody's points are posted.
  const hosting = Boolean(me?.hosting) && Boolean(me?.permissions.includes('attendance.confirm'));
  const hosted = useQuery({ ...hostedQuery(), enabled: hosting });
  const unconfirmed = (hosted.data?.items ?? []).filter(
    (one) => one.phase !== 'upcoming' && one.confirmedCount === 0,
  );
  const count = codes.length + today.length + unconfirmed.length;
  if (!count) return null;
  return (
    <Section title="等您处理" {...(elder ? {} : { remark: age ?? `${count} 件` })}>
      <ActList>
        {today.map(({ id, title, startsAt, place }) => (
          <Item
            key={id}
            badge={<BadgeIcon name="cal" tone="red" />}
            title={title}
            lines={[`今天 ${elder ? spokenClock(startsAt) : clock(startsAt)}`, place]}
            action={
              <Button size="small" label={`看活动，${title}`} onTap={() => openActivity(id)}>
                看活动
              </Button>
            }
          />
        ))}
        {unconfirmed.map(({ id, title, startsAt, signedUpCount }) => (
          <Item
            key={`hosted-${id}`}
            badge={<BadgeIcon name="users" tone="red" />}
            title={`${title}到场`}
            lines={[dayAndWeekday(startsAt), `${signedUpCount} 人报名，等您确认`]}
            action={
              <Button
                size="small"
                label={`确认到场，${title}`}
                onTap={() =>
                  void Taro.navigateTo({ url: `/packages/workbench/attendance-sheet/index?id=${id}` })
                }
              >
                确认到场
              </Button>
            }
          />
        ))}
        {codes.map(({ id, giftName, forName, lastDay }, index) => (
          <Item
            key={id}
            badge={<BadgeIcon name="ticket" tone="gold" />}
            title={`${forName === name ? '' : `${forName}的`}${plainName(giftName)}待领取`}
            lines={[`${day(lastDay)}前，${elder ? '到' : ''}超市领`]}
            action={
              <Button
                size="small"
                kind={elder && index === 0 ? 'main' : 'plain'}
                label={`看取货码，${giftName}`}
                onTap={() => void Taro.navigateTo({ url: `/packages/resident/pickup/index?id=${id}` })}
              >
                看取货码
              </Button>
            }
          />
        ))}
      </ActList>
    </Section>
  );
}
