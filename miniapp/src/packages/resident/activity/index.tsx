import type { ActivityView } from '@linli/shared/activities';
import { useQuery } from '@tanstack/react-query';
import { Text, View } from '@tarojs/components';
import Taro, { useRouter } from '@tarojs/taro';
import { type ReactNode, useState } from 'react';

import { Answer } from '@/components/answer';
import { Button, Link } from '@/components/button';
import { Card, Item, List } from '@/components/card';
import { ContentAge } from '@/components/content-age';
import { FactList } from '@/components/facts';
import { Check } from '@/components/field';
import { Page } from '@/components/page';
import { PageTitle } from '@/components/page-title';
import { ReadAloud } from '@/components/read-aloud';
import { Refusal, Result } from '@/components/result';
import { Section } from '@/components/section';
import { Confirm } from '@/components/sheet';
import { Skeleton } from '@/components/state';
import { Tag } from '@/components/tag';
import { openLink } from '@/features/accounts/verify-card';
import { activityQuery, useCancelSignUp, useSignUp } from '@/features/activities/activities.api';
import { familyQuery } from '@/features/family/family.api';
import { worth } from '@/features/points/points.words';
import { useElder } from '@/lib/elder';
import { dayAndWeekday, period, spokenClock } from '@/lib/format';
import { useMe } from '@/lib/session';
import { callPhone } from '@/lib/wechat';

import './activity.scss';

export default function ActivityPage() {
  const { id = '' } = useRouter().params;
  const query = useQuery(activityQuery(id));
  if (query.data) return <Loaded activity={query.data} age={<ContentAge query={query} />} />;
  return (
    <Page title="活动">
      <Answer query={query} what="活动" skeleton={<Skeleton shape="page" rows={2} />}>
        {() => null}
      </Answer>
    </Page>
  );
}

function Loaded({ activity, age }: { activity: ActivityView; age: ReactNode }) {
  const me = useMe();
  const { elder } = useElder();
  const { id, title, place, startsAt, endsAt, about, mySignUps, can, cannotSignUp } = activity;
  const signingUp = useSignUp(id);
  const own = me?.resident?.id;
  const family = useQuery({ ...familyQuery(), enabled: Boolean(own) && can.signUp });
  const missing = (family.data?.items ?? []).filter(
    (one) => !mySignUps.some(({ residentId }) => residentId === one.id),
  );
  // Oneself is ticked until the person says otherwise.
  const [ticks, setTicks] = useState<Record<string, boolean>>({});
  const chosen = missing.map((one) => one.id).filter((one) => ticks[one] ?? one === own);
  const [joined, setJoined] = useState(false);

  const join = async () => {
    setJoined(false);
    if (!(await signingUp.run(chosen))) return;
    setTicks({});
    setJoined(true);
  };
  const when = elder ? `${dayAndWeekday(startsAt)} ${spokenClock(startsAt)}` : period(startsAt, endsAt);
  return (
    <Page title="活动" {...footOf()}>
      <PageTitle title={title} />
      <View className="activity-tags">
        <Standing activity={activity} />
      </View>
      {age}
      {joined && <Result kind="ok" title="报名好了，谢谢您" text={`${when}，${place}`} />}
      <Card>
        <FactList facts={factsOf(activity, when)} />
      </Card>
      {about && (
        <Section title="做什么">
          <Card>
            <View className="activity-about">{about}</View>
          </Card>
        </Section>
      )}
      {mySignUps.length > 0 && <Coming activity={activity} />}
      {can.signUp && own && missing.length > 0 && (
        <Section title={mySignUps.length ? '还有谁来' : '谁来参加'}>
          <Card>
            {missing.map((one) => (
              <Check
                key={one.id}
                label={`${one.name}，${one.relation}`}
                checked={chosen.includes(one.id)}
                onChange={(checked) => setTicks({ ...ticks, [one.id]: checked })}
              >
                {one.name}
                <View className="sub">{one.isMinor ? `${one.relation}，未成年` : one.relation}</View>
              </Check>
            ))}
          </Card>
        </Section>
      )}
      <Refusal error={signingUp.error} title="没有报上名" />
      {own && !can.signUp && !mySignUps.length && cannotSignUp && (
        <Result kind="info" title="现在不能报名" text={cannotSignUp} />
      )}
      {can.confirm && (
        <View className="activity-confirm">
          <Button
            block
            icon="users"
            onTap={() => void Taro.navigateTo({ url: `/packages/workbench/attendance-sheet/index?id=${id}` })}
          >
            去确认到场
          </Button>
        </View>
      )}
      {elder && (
        <View className="activity-confirm">
          <ReadAloud
            block
            text={`${title}。${when}，在${place}。${about}${activity.bring ? `请带${activity.bring}。` : ''}`}
          />
        </View>
      )}
    </Page>
  );

  function footOf() {
    if (activity.phase === 'past' || activity.state === 'cancelled') return {};
    if (!own) {
      return {
        foot: (
          <Button kind="main" size="big" block onTap={openLink}>
            认证居民后报名
          </Button>
        ),
      };
    }
    if (!can.signUp || (family.data && !missing.length)) return {};
    // Who comes already need not be asked again; family can still be ticked.
    if (!chosen.length && mySignUps.length) return {};
    const others = chosen.filter((one) => one !== own).length;
    return {
      foot: (
        <Button
          kind="main"
          size="big"
          block
          busyText="正在报名"
          off={chosen.length ? undefined : '请先选谁来'}
          onTap={join}
        >
          {others ? `给 ${chosen.length} 个人报名` : '我要参加'}
        </Button>
      ),
    };
  }
}

function Standing({ activity }: { activity: ActivityView }) {
  const { state, phase, capacity, taken } = activity;
  if (state === 'cancelled')
    return (
      <Tag tone="warn" icon="x">
        已取消
      </Tag>
    );
  if (phase === 'past') return <Tag icon="check">办过了</Tag>;
  if (phase === 'running')
    return (
      <Tag tone="gold" icon="clock">
        正在办
      </Tag>
    );
  if (capacity !== null && taken >= capacity)
    return (
      <Tag tone="warn" icon="users">
        名额满了
      </Tag>
    );
  return (
    <Tag tone="ok" icon="check">
      可以报名
    </Tag>
  );
}

function factsOf(
  { place, host, bring, capacity, taken, points, unit, capText, ruleTitle }: ActivityView,
  when: string,
) {
  const { phone } = host;
  return [
    { term: '什么时候', fact: when },
    { term: '在哪里', fact: place },
    {
      term: '谁主持',
      fact: phone ? (
        <View className="activity-host">
          <Text>{host.name}</Text>
          <Link label={`打电话给${host.name}`} onTap={() => void callPhone(phone)}>
            打电话
          </Link>
        </View>
      ) : (
        host.name
      ),
    },
    ...(bring ? [{ term: '带什么', fact: bring }] : []),
    {
      term: '多少人',
      fact: capacity === null ? `已报名 ${taken} 人，不限名额` : `已报名 ${taken} 人，共 ${capacity} 个名额`,
    },
    { term: '积分', fact: [worth({ points, unit }), capText].filter(Boolean).join('，') },
    { term: '按哪条', fact: `${ruleTitle}，主持人确认到场以后入账` },
  ];
}

/** Those one signed up, and the way out for each. */
function Coming({ activity }: { activity: ActivityView }) {
  const own = useMe()?.resident?.id;
  const cancelling = useCancelSignUp(activity.id);
  const [leaving, setLeaving] = useState<{ residentId: string; name: string }>();
  const leave = async () => {
    if (leaving) await cancelling.run(leaving.residentId);
    setLeaving(undefined);
  };
  const past = activity.phase === 'past';
  return (
    <Section title={past ? '报过名的' : '已经报名的'}>
      <List tight>
        {activity.mySignUps.map((one) => (
          <Item
            key={one.residentId}
            title={one.residentId === own ? `${one.name}（自己）` : one.name}
            {...(activity.can.cancel
              ? {
                  side: (
                    <Link label={`${one.name}不来了`} onTap={() => setLeaving(one)}>
                      不来了
                    </Link>
                  ),
                }
              : {})}
          />
        ))}
      </List>
      <Refusal error={cancelling.error} title="没有取消成" />
      <Confirm
        open={Boolean(leaving)}
        title={`${leaving?.name ?? ''}不来了？`}
        text="名额会让给别人。想来的话，有空位还可以再报名。"
        yes="不来了"
        no="还是来"
        onYes={leave}
        onNo={() => setLeaving(undefined)}
      />
    </Section>
  );
}
