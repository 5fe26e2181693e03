import type { Me } from '@linli/shared/accounts';
import { useQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';
import Taro, { useDidShow } from '@tarojs/taro';

import { BadgeIcon } from '@/components/badge-icon';
import { Button } from '@/components/button';
import { Card, Item, List } from '@/components/card';
import { PageTitle } from '@/components/page-title';
import { Section } from '@/components/section';
import { Sep } from '@/components/sep';
import { Skeleton, State } from '@/components/state';
import { hostedQuery } from '@/features/attendance/attendance.api';
import { calledWords } from '@/features/attendance/attendance.words';
import { deskPath, desksOf } from '@/features/workbench/menu';
import { WorkPage } from '@/features/workbench/work-page';
import { heading } from '@/lib/a11y';
import { ApiError } from '@/lib/api';
import { refreshMe } from '@/lib/account';
import { clock, dayAndWeekday, daysFrom } from '@/lib/format';
import { useMe } from '@/lib/session';
import { useWide } from '@/lib/wide';

import { useWaiting, type Waiting } from './use-waiting';

import './index.scss';

export default function Workbench() {
  const me = useMe();
  const wide = useWide();
  useDidShow(() => {
    // A role may have been given or taken since this phone last asked. Silence keeps what it knew.
    if (me)
      void refreshMe().catch((error: unknown) => error instanceof ApiError || Promise.reject(error as Error));
  });
  return (
    <WorkPage title="工作台" desk="index" remark={wide && me && postsOf(me)}>
      {me && <Today me={me} />}
    </WorkPage>
  );
}

function Today({ me }: { me: Me }) {
  const wide = useWide();
  const groups = desksOf(me);
  const waiting = useWaiting(me);
  if (groups.length === 0) {
    return (
      <State
        kind="empty"
        title="您还没有工作岗位"
        text="当活动主持人、网格员或店员的，这里会有要办的事。想帮忙，可以跟网格员说一声。"
        action={<Button onTap={() => void Taro.switchTab({ url: '/pages/home/index' })}>回首页</Button>}
      />
    );
  }
  return (
    <>
      {!wide && (
        <PageTitle
          title={me.roles[0]?.orgUnitName ?? me.resident?.communityName ?? '我的工作'}
          text={postsOf(me)}
        />
      )}
      {(me.hosting || me.permissions.includes('attendance.confirm')) && <Hosted />}
      <View className="workbench-groups">
        {groups.map((group) => {
          const desks = group.desks.filter(({ name }) => name !== 'attendance');
          return (
            desks.length > 0 && (
              <Section title={group.title} key={group.title}>
                <List>
                  {desks.map((desk) => {
                    const waits = waiting[desk.name];
                    return (
                      <Item
                        key={desk.name}
                        badge={<BadgeIcon name={desk.icon} tone={toneOf(waits)} />}
                        title={desk.text}
                        lines={[waits?.text ?? desk.about]}
                        onTap={() => void Taro.navigateTo({ url: deskPath(desk.name) })}
                      />
                    );
                  })}
                </List>
              </Section>
            )
          );
        })}
      </View>
    </>
  );
}

/** What somebody does where: `社区主任，超市库管`; with the unit where it is another than the first. */
function postsOf({ roles }: Me): string {
  const unit = roles[0]?.orgUnitName;
  if (!unit) return '活动主持人';
  return roles
    .map(({ orgUnitName, roleText }) => (orgUnitName === unit ? roleText : `${orgUnitName}${roleText}`))
    .join('，');
}

/** Red waits for me, gold is under way; the words beside it say the same. */
function toneOf(waits: Waiting | undefined) {
  return waits?.urgent ? 'red' : 'neutral';
}

/** Activities of today, and earlier ones nobody has confirmed yet. */
function Hosted() {
  const { data, isError } = useQuery(hostedQuery());
  const open = deskPath('attendance');
  if (!data) {
    return (
      <Section title="确认到场">
        {isError ? (
          <List>
            <Item
              badge={<BadgeIcon name="checkc" />}
              title="没查到您的活动"
              lines={['点进去再试一次']}
              onTap={() => void Taro.navigateTo({ url: open })}
            />
          </List>
        ) : (
          <Skeleton rows={1} />
        )}
      </Section>
    );
  }
  const now = data.items.filter(({ startsAt, confirmedCount, signedUpCount, phase }) => {
    return daysFrom(startsAt) === 0 || (phase !== 'upcoming' && confirmedCount < signedUpCount);
  });
  return (
    <Section title="确认到场" remark="由您来确认" more={{ onTap: () => void Taro.navigateTo({ url: open }) }}>
      {now.length === 0 ? (
        <List>
          <Item
            badge={<BadgeIcon name="checkc" tone="ok" />}
            title="今天没有要确认的"
            lines={['30 天内的活动都确认过了，或者还没开始']}
          />
        </List>
      ) : (
        <View className="workbench-hosted">
          {now.slice(0, 3).map((activity) => (
            <Card key={activity.id}>
              <View className="workbench-host">
                <BadgeIcon name="broom" tone="gold" />
                <View className="grow">
                  <View className="workbench-host-title" {...heading(3)}>
                    {activity.title}
                  </View>
                  <View className="sub">
                    {daysFrom(activity.startsAt) === 0 ? '今天' : dayAndWeekday(activity.startsAt)}{' '}
                    {clock(activity.startsAt)}
                    <Sep />
                    {activity.place}
                  </View>
                </View>
              </View>
              <View className="workbench-call">
                <View className="sub workbench-called">{calledWords(activity)}</View>
                <Button
                  label={`逐个点名，${activity.title}`}
                  onTap={() =>
                    void Taro.navigateTo({ url: `${deskPath('attendance-sheet')}?id=${activity.id}` })
                  }
                >
                  逐个点名
                </Button>
              </View>
            </Card>
          ))}
        </View>
      )}
    </Section>
  );
}
