import type { AttendanceSheet, confirmAttendance } from '@linli/shared/activities';
import type { OutputOf } from '@linli/shared/call';
import { pointsUnits } from '@linli/shared/points';
import { useQuery } from '@tanstack/react-query';
import { Text, View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';

import { Answer } from '@/components/answer';
import { Button } from '@/components/button';
import { Item, List } from '@/components/card';
import { ContentAge } from '@/components/content-age';
import { Check, Stepper } from '@/components/field';
import { PageTitle } from '@/components/page-title';
import { Refusal, Result } from '@/components/result';
import { Section } from '@/components/section';
import { Skeleton, State } from '@/components/state';
import { BatchBar, Table } from '@/components/table';
import { Tag } from '@/components/tag';
import { lengthWords } from '@/features/attendance/length-words';
import { sheetQuery, useConfirm } from '@/features/attendance/attendance.api';
import { useTicks } from '@/features/attendance/use-ticks';
import { WalkInSearch } from '@/features/attendance/walk-in-search';
import { WorkPage } from '@/features/workbench/work-page';
import { clock, period } from '@/lib/format';
import { useOnline } from '@/lib/network';
import { useWide } from '@/lib/wide';

import './sheet.scss';

export default function SheetPage() {
  const { id = '' } = useRouter().params;
  const wide = useWide();
  const online = useOnline();
  const query = useQuery(sheetQuery(id));
  const sheet = query.data;
  const ticks = useTicks(id, sheet?.plannedMinutes ?? 60, sheet?.attendees ?? []);
  const confirming = useConfirm(id);
  const [outcome, setOutcome] = useState<Confirmed>();

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
    <WorkPage title="到场名单" desk="attendance" actions={!wide && button}>
      <ContentAge query={query} />
      <Answer
        query={query}
        what="名单"
        safe="勾好的名字都在手机里。"
        skeleton={<Skeleton shape="list" rows={6} />}
      >
        {(data) => (
          <>
            <RollCall sheet={data} ticks={ticks} outcome={outcome} />
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
          </>
        )}
      </Answer>
    </WorkPage>
  );
}

type Confirmed = OutputOf<typeof confirmAttendance>;
type Ticks = ReturnType<typeof useTicks>;

/** One person who can be ticked, from the list of sign-ups or added on the spot. */
interface Person {
  id: string;
  name: string;
  address: string;
  marks: string[];
  locked: string;
  addedHere: boolean;
}

function RollCall({
  sheet,
  ticks,
  outcome,
}: {
  sheet: AttendanceSheet;
  ticks: Ticks;
  outcome: Confirmed | undefined;
}) {
  const { activity, attendees, byTime, can, cannotConfirm } = sheet;
  const wide = useWide();
  const people: Person[] = [
    ...attendees
      .filter(({ confirmed }) => !confirmed)
      .map((one) => ({
        id: one.residentId,
        name: one.name,
        address: one.address,
        marks: [one.isMinor && '孩子', one.walkIn && '现场加的'].filter((mark) => mark !== false),
        locked: one.locked,
        addedHere: false,
      })),
    ...ticks.walkIns.map(({ residentId, name, address }) => ({
      id: residentId,
      name,
      address,
      marks: ['现场加的'],
      locked: '',
      addedHere: true,
    })),
  ];
  const confirmed = attendees.filter((one) => one.confirmed);
  return (
    <>
      <PageTitle
        title={activity.title}
        text={`${period(activity.startsAt, activity.endsAt)}，${activity.place}`}
      />
      <View className="sub">
        每{pointsUnits[activity.unit]} {activity.points} 分{byTime && '，按来了多久算'}
      </View>
      {outcome && <Outcome {...outcome} />}
      {!can.confirm && cannotConfirm && <Result kind="info" title="现在不能确认" text={cannotConfirm} />}
      <Section title="谁来了" remark={people.length ? `${people.length} 人没确认` : ''}>
        {people.length === 0 ? (
          attendees.length === 0 ? (
            <State kind="empty" title="没有人报名" text="来了没报名的，在下面找到名字，加进名单。" />
          ) : (
            <View className="sub">报名的都确认过了。还有没报名也来的，在下面加。</View>
          )
        ) : wide ? (
          <Table
            label="到场名单"
            rows={people}
            keyOf={({ id }) => id}
            nameOf={({ name, address }) => `${name}，${address}`}
            chosen={ticks.ticked}
            onChoose={ticks.choose}
            lockedOf={({ locked }) => locked || undefined}
            columns={[
              { title: '姓名', render: ({ name }) => <Text className="strong">{name}</Text> },
              { title: '住在', grow: 1.4, render: ({ address }) => address },
              ...(byTime
                ? [
                    {
                      title: '来了多久',
                      grow: 1.6,
                      render: (person: Person) =>
                        ticks.ticked.has(person.id) ? <Minutes person={person} ticks={ticks} /> : null,
                    },
                  ]
                : []),
              {
                title: '留意',
                grow: 1.6,
                render: (person) => <Marks person={person} onRemove={ticks.remove} />,
              },
            ]}
            phone={() => null}
          />
        ) : (
          <>
            <View className="roll-all">
              <Check label="全部勾上" checked={ticks.isAll} onChange={ticks.chooseAll} />
            </View>
            <List>
              {people.map((person) => (
                <View className="roll-row" key={person.id}>
                  <Check
                    label={person.name}
                    checked={ticks.ticked.has(person.id)}
                    onChange={() => ticks.toggle(person.id)}
                    locked={person.locked || undefined}
                  >
                    <View className="roll-name">{person.name}</View>
                    <View className="sub">{person.address}</View>
                  </Check>
                  <Marks person={person} onRemove={ticks.remove} />
                  {byTime && ticks.ticked.has(person.id) && <Minutes person={person} ticks={ticks} />}
                </View>
              ))}
            </List>
          </>
        )}
      </Section>
      {can.confirm && (
        <WalkInSearch
          activityId={activity.id}
          listed={new Set([...people.map(({ id }) => id), ...confirmed.map(({ residentId }) => residentId)])}
          onAdd={ticks.add}
        />
      )}
      {confirmed.length > 0 && (
        <Section title="已经确认" remark={`${confirmed.length} 人`}>
          <List tight>
            {confirmed.map(({ residentId, name, address, confirmed: came }) => (
              <Item
                key={residentId}
                title={name}
                lines={[
                  [address, byTime && came && lengthWords(came.minutes)].filter(Boolean).join('，'),
                  ...(came?.remark ? [came.remark] : []),
                ]}
                side={
                  <Tag tone="ok" icon="check">
                    {came?.points ?? 0} 分
                  </Tag>
                }
              />
            ))}
          </List>
        </Section>
      )}
    </>
  );
}

/** What came of it: the sum, and by name whoever got less than the rule says. */
function Outcome({ confirmed, pointsPosted, capped }: Confirmed) {
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

function Marks({ person, onRemove }: { person: Person; onRemove: (id: string) => void }) {
  if (person.locked) return <Tag icon="lock">{person.locked}</Tag>;
  return (
    <View className="roll-marks">
      {person.marks.map((mark) => (
        <Tag key={mark} tone="info">
          {mark}
        </Tag>
      ))}
      {person.addedHere && (
        <Button kind="text" size="small" label={`不加${person.name}`} onTap={() => onRemove(person.id)}>
          不加了
        </Button>
      )}
    </View>
  );
}

function Minutes({ person, ticks }: { person: Person; ticks: Ticks }) {
  const minutes = ticks.minutesOf(person.id);
  return (
    <View className="roll-minutes">
      <Stepper
        label={`${person.name}来了多久`}
        value={minutes}
        min={Math.min(30, minutes)}
        max={720}
        by={30}
        unit="分钟"
        onChange={(value) => ticks.setMinutes(person.id, value)}
      />
    </View>
  );
}
