import type { AttendanceSheet, confirmAttendance } from '@linli/shared/activities';
import type { OutputOf } from '@linli/shared/call';
import { pointsUnits } from '@linli/shared/points';
import { useQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';

import { Answer } from '@/components/answer';
import { Button } from '@/components/button';
import { ContentAge } from '@/components/content-age';
import { PageTitle } from '@/components/page-title';
import { Refusal, Result } from '@/components/result';
import { Skeleton } from '@/components/state';
import { BatchBar } from '@/components/table';
import { sheetQuery, useConfirm } from '@/features/attendance/attendance.api';
import { useTicks } from '@/features/attendance/use-ticks';
import { WalkInSearch } from '@/features/attendance/walk-in-search';
import { WorkPage } from '@/features/workbench/work-page';
import { clock, period } from '@/lib/format';
import { useOnline } from '@/lib/network';
import { useWide } from '@/lib/wide';

import { Confirmed, RollCall } from './roll-call';

import './sheet.scss';

export default function SheetPage() {
  const { id = '' } = useRouter().params;
  const wide = useWide();
  const online = useOnline();
  const query = useQuery(sheetQuery(id));
  const sheet = query.data;
  const ticks = useTicks(id, sheet?.plannedMinutes ?? 60, sheet?.attendees ?? []);
  const confirming = useConfirm(id);
  const [outcome, setOutcome] = useState<Done>();

  const confirm = async () => {
    setOutcome(undefined);
    const answer = await confirming.run(ticks.people);
    if (!answer) return;
    ticks.clear();
    setOutcome(answer);
  };
  const count = ticks.people.length;
  const button = sheet && (
    <Button
      kind="main"
      size="big"
      busyText="正在入账"
      off={!sheet.can.confirm ? '现在不能确认' : count === 0 && '先勾到场的人'}
      onTap={confirm}
    >
      确认 {count} 人到场
    </Button>
  );
  const hint = !online
    ? '没有网络，勾好的先存在手机里'
    : ticks.savedAt
      ? `勾好的 ${clock(ticks.savedAt)} 已存在手机里`
      : undefined;
  return (
    <WorkPage
      title={(wide && sheet?.activity.title) || '到场名单'}
      desk="attendance"
      remark={wide && sheet && factWords(sheet)}
      actions={!wide && button}
    >
      <ContentAge query={query} />
      <Answer
        query={query}
        what="名单"
        safe="勾好的名字都在手机里。"
        skeleton={<Skeleton shape="list" rows={6} />}
      >
        {(data) => (
          <>
            {!wide && <PageTitle title={data.activity.title} text={factWords(data)} />}
            {outcome && <Outcome {...outcome} />}
            {!data.can.confirm && data.cannotConfirm && (
              <Result kind="info" title="现在不能确认" text={data.cannotConfirm} />
            )}
            <View className="roll-columns">
              <View className="roll-main">
                <RollCall sheet={data} ticks={ticks} />
                <Refusal
                  error={confirming.error}
                  title={confirming.error?.answered === false ? '还不知道成没成' : '没有确认成'}
                />
                {wide ? (
                  <BatchBar text={count ? `已勾 ${count} 人` : '还没勾人'} {...(hint ? { hint } : {})}>
                    {button}
                  </BatchBar>
                ) : (
                  hint && <View className="sub roll-hint">{hint}</View>
                )}
              </View>
              <View className="roll-side">
                {data.can.confirm && (
                  <WalkInSearch
                    activityId={id}
                    listed={
                      new Set([...data.attendees, ...ticks.walkIns].map(({ residentId }) => residentId))
                    }
                    onAdd={ticks.add}
                  />
                )}
                <Confirmed sheet={data} />
              </View>
            </View>
          </>
        )}
      </Answer>
    </WorkPage>
  );
}

/** When, where and what it is worth. */
function factWords({ activity, byTime }: AttendanceSheet): string {
  const worth = `每${pointsUnits[activity.unit]} ${activity.points} 分${byTime ? '，按来了多久算' : ''}`;
  return [period(activity.startsAt, activity.endsAt), activity.place, worth].join('，');
}

type Done = OutputOf<typeof confirmAttendance>;

/** What came of it: the sum, and by name whoever got less than the rule says. */
function Outcome({ confirmed, pointsPosted, capped }: Done) {
  return (
    <Result
      kind="ok"
      title={`${confirmed} 人的到场确认好了`}
      text={
        <>
          <View>一共入账 {pointsPosted} 分。</View>
          {capped.length > 0 && (
            <View>
              到了上限，分少一些：{capped.map(({ name, points }) => `${name}（${points} 分）`).join('、')}
              。到场照样记着。
            </View>
          )}
        </>
      }
    />
  );
}
