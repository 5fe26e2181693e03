import { type ActivityCard, activityStates, cancelActivity, listActivities } from '@linli/shared/activities';
import { pointsUnits } from '@linli/shared/points';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Text, View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useState } from 'react';

import { Answer } from '@/components/answer';
import { Button } from '@/components/button';
import { DateBadge, Item } from '@/components/card';
import { ContentAge } from '@/components/content-age';
import { SidePanel } from '@/components/desk-shell';
import { FactList } from '@/components/facts';
import { TextField } from '@/components/field';
import { Tabs } from '@/components/filter-bar';
import { Result } from '@/components/result';
import { Section } from '@/components/section';
import { State } from '@/components/state';
import { Table } from '@/components/table';
import { Tag } from '@/components/tag';
import { ActivityForm } from '@/features/activity-desk/activity-form';
import { PosterCode } from '@/features/activity-desk/poster-code';
import { activityQuery } from '@/features/activities/activities.api';
import { CommunityAnswer } from '@/features/workbench/community-answer';
import { FormPanel, PanelPart } from '@/features/workbench/form';
import { deskPath } from '@/features/workbench/menu';
import { Pager } from '@/features/workbench/pager';
import { WorkPage } from '@/features/workbench/work-page';
import { WorkSplit } from '@/features/workbench/work-split';
import { send } from '@/lib/api';
import { useDraft } from '@/lib/draft';
import { clock, dayAndWeekday, partsOf, period } from '@/lib/format';
import { queryClient } from '@/lib/query';
import { useAct } from '@/lib/use-act';

type Open = { show: 'activity' | 'change' | 'cancel'; id: string } | { show: 'new' };

export default function ActivitiesPage() {
  const [open, setOpen] = useState<Open>();
  return (
    <WorkPage
      title="办活动"
      desk="activities"
      detailOpen={Boolean(open)}
      actions={
        <Button icon="plus" onTap={() => setOpen({ show: 'new' })}>
          办一个活动
        </Button>
      }
    >
      <CommunityAnswer>
        {({ id }) => <Activities key={id} communityId={id} open={open} onOpen={setOpen} />}
      </CommunityAnswer>
    </WorkPage>
  );
}

interface ActivitiesProps {
  communityId: string;
  open: Open | undefined;
  onOpen: (open: Open | undefined) => void;
}

function Activities({ communityId, open, onOpen }: ActivitiesProps) {
  const [when, setWhen] = useState<'upcoming' | 'past'>('upcoming');
  const [page, setPage] = useState(1);
  const [said, setSaid] = useState<string>();
  const query = useQuery({
    queryKey: ['activities', communityId, 'desk', when, page],
    queryFn: ({ signal }) => send(listActivities, { communityId, when, page, size: 20 }, { signal }),
    placeholderData: keepPreviousData,
  });
  const show = ({ id }: { id: string }) => {
    setSaid(undefined);
    onOpen({ show: 'activity', id });
  };
  const done = (words: string, id: string) => {
    setSaid(words);
    onOpen({ show: 'activity', id });
  };
  return (
    <WorkSplit
      openKey={open && JSON.stringify(open)}
      list={
        <>
          <Tabs
            label="活动"
            tabs={[
              { value: 'upcoming', text: '还没办的' },
              { value: 'past', text: '办过的' },
            ]}
            value={when}
            onChange={(next) => {
              setWhen(next);
              setPage(1);
            }}
          />
          <ContentAge query={query} />
          <Answer query={query} what="活动">
            {({ items, total, size }) => (
              <>
                <Table
                  label={when === 'upcoming' ? '还没办的活动' : '办过的活动'}
                  rows={items}
                  keyOf={({ id }) => id}
                  nameOf={({ title, startsAt }) => `${title}，${dayAndWeekday(startsAt)}`}
                  openKey={open && 'id' in open ? open.id : undefined}
                  onOpen={show}
                  columns={[
                    {
                      title: '活动',
                      grow: 1.5,
                      render: ({ title }) => <Text className="strong">{title}</Text>,
                    },
                    { title: '什么时候', grow: 1.9, render: (row) => period(row.startsAt, row.endsAt) },
                    ...(open
                      ? []
                      : [{ title: '地点', grow: 1.3, render: ({ place }: ActivityCard) => place }]),
                    { title: '报名', grow: 0.8, number: true, render: takenWords },
                    ...(open
                      ? []
                      : [
                          {
                            title: '积分',
                            grow: 0.9,
                            number: true,
                            render: (row: ActivityCard) => `${row.points} 分/${pointsUnits[row.unit]}`,
                          },
                        ]),
                    { title: '留意', grow: 0.9, render: (row) => <Mark row={row} /> },
                  ]}
                  phone={(row) => (
                    <Item
                      badge={
                        <DateBadge day={partsOf(row.startsAt).day} weekday={partsOf(row.startsAt).weekday} />
                      }
                      title={row.title}
                      lines={[
                        `${partsOf(row.startsAt).month}月${partsOf(row.startsAt).day}日 ${clock(row.startsAt)}–${clock(row.endsAt)}`,
                        `${row.place}，报名 ${takenWords(row)}`,
                        <Mark row={row} key="mark" />,
                      ]}
                      onTap={() => show(row)}
                    />
                  )}
                  empty={
                    when === 'upcoming' ? (
                      <State
                        kind="empty"
                        title="还没有要办的活动"
                        text="办一个，居民就能在首页看到并报名。"
                      />
                    ) : (
                      <State kind="empty" title="还没有办过活动" text="办过的活动会留在这里。" />
                    )
                  }
                />
                <Pager page={page} size={size} total={total} unit="个" onPage={setPage} />
              </>
            )}
          </Answer>
        </>
      }
      detail={
        open &&
        (open.show === 'new' ? (
          <ActivityForm
            key="new"
            communityId={communityId}
            activity={undefined}
            onClose={() => onOpen(undefined)}
            onDone={done}
          />
        ) : (
          <Activity
            key={open.id}
            id={open.id}
            show={open.show}
            communityId={communityId}
            said={said}
            onShow={(next) => {
              setSaid(undefined);
              onOpen({ show: next, id: open.id });
            }}
            onDone={done}
            onClose={() => onOpen(undefined)}
          />
        ))
      }
    />
  );
}

function takenWords({ taken, capacity }: ActivityCard): string {
  return capacity === null ? `${taken} 人` : `${taken}/${capacity} 人`;
}

function Mark({ row }: { row: ActivityCard }) {
  if (row.state === 'cancelled') return <Tag icon="x">{activityStates.cancelled}</Tag>;
  if (row.phase === 'running') {
    return (
      <Tag tone="gold" icon="clock">
        正在办
      </Tag>
    );
  }
  if (row.phase === 'upcoming' && row.capacity !== null && row.taken >= row.capacity)
    return <Tag icon="users">名额满了</Tag>;
  return null;
}

interface ActivityProps {
  id: string;
  show: 'activity' | 'change' | 'cancel';
  communityId: string;
  said: string | undefined;
  onShow: (show: 'activity' | 'change' | 'cancel') => void;
  onDone: (said: string, id: string) => void;
  onClose: () => void;
}

function Activity({ id, show, communityId, said, onShow, onDone, onClose }: ActivityProps) {
  const query = useQuery(activityQuery(id));
  const activity = query.data;
  if (!activity) {
    return (
      <SidePanel title="活动" onClose={onClose}>
        <Answer query={query} what="这个活动">
          {() => null}
        </Answer>
      </SidePanel>
    );
  }
  if (show === 'change') {
    return (
      <ActivityForm
        communityId={communityId}
        activity={activity}
        onClose={() => onShow('activity')}
        onDone={onDone}
      />
    );
  }
  if (show === 'cancel')
    return <CancelForm activity={activity} onClose={() => onShow('activity')} onDone={onDone} />;
  return (
    <SidePanel
      overline={activity.communityName}
      title={activity.title}
      side={<Mark row={activity} />}
      onClose={onClose}
      acts={
        activity.can.edit ? (
          <>
            <Button onTap={() => onShow('cancel')}>不办了</Button>
            <Button kind="line-red" icon="edit" onTap={() => onShow('change')}>
              改活动
            </Button>
          </>
        ) : (
          activity.can.confirm && (
            <Button
              kind="main"
              icon="checkc"
              onTap={() => void Taro.navigateTo({ url: `${deskPath('attendance-sheet')}?id=${id}` })}
            >
              确认到场
            </Button>
          )
        )
      }
    >
      {said && <Result kind="ok" title={said} />}
      <PanelPart>
        <FactList
          facts={[
            { term: '什么时候', fact: period(activity.startsAt, activity.endsAt) },
            { term: '在哪里', fact: activity.place },
            { term: '主持人', fact: activity.host.name },
            { term: '报名', fact: takenWords(activity) },
            {
              term: '积分',
              fact: `${activity.ruleTitle}，每${pointsUnits[activity.unit]} ${activity.points} 分`,
            },
            ...(activity.capText ? [{ term: '上限', fact: activity.capText }] : []),
            ...(activity.bring ? [{ term: '要带', fact: activity.bring }] : []),
            ...(activity.about ? [{ term: '说明', fact: activity.about }] : []),
          ]}
        />
      </PanelPart>
      {activity.state === 'open' && activity.phase !== 'past' && (
        <Section title="海报">
          <PosterCode id={id} title={activity.title} />
        </Section>
      )}
    </SidePanel>
  );
}

interface CancelFormProps {
  activity: { id: string; title: string; taken: number };
  onDone: (said: string, id: string) => void;
  onClose: () => void;
}

function CancelForm({ activity, onDone, onClose }: CancelFormProps) {
  const { value, set, clear, savedAt } = useDraft(`cancel-activity:${activity.id}`, { reason: '' });
  const cancelling = useAct((_: void) => send(cancelActivity, { id: activity.id, reason: value.reason }));
  return (
    <FormPanel
      overline="不办了"
      title={activity.title}
      remark={
        <View>
          {activity.taken ? `已经有 ${activity.taken} 人报名，他们会看到取消和原因。` : '还没有人报名。'}
          取消以后不能恢复。
        </View>
      }
      error={cancelling.error}
      yes="取消这个活动"
      off={!value.reason.trim() && '先写原因'}
      savedAt={savedAt}
      onClose={onClose}
      onYes={async () => {
        if (!(await cancelling.run())) return;
        clear();
        void queryClient.invalidateQueries({ queryKey: ['activities'] });
        await queryClient.invalidateQueries({ queryKey: ['activity', activity.id] });
        onDone(`${activity.title}取消了`, activity.id);
      }}
    >
      <TextField
        label="原因"
        value={value.reason}
        placeholder="例如 下雨，改到下周五"
        onChange={(reason) => set({ reason })}
        error={cancelling.error?.fields.reason}
      />
    </FormPanel>
  );
}
