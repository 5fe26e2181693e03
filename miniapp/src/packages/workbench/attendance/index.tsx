import { useQuery } from '@tanstack/react-query';
import { Text } from '@tarojs/components';
import Taro from '@tarojs/taro';

import { Answer } from '@/components/answer';
import { BadgeIcon } from '@/components/badge-icon';
import { Button } from '@/components/button';
import { Item } from '@/components/card';
import { ContentAge } from '@/components/content-age';
import { State } from '@/components/state';
import { Table } from '@/components/table';
import { Tag } from '@/components/tag';
import { hostedQuery } from '@/features/attendance/attendance.api';
import { calledWords, type Hosted, isOpen } from '@/features/attendance/attendance.words';
import { deskPath } from '@/features/workbench/menu';
import { WorkPage } from '@/features/workbench/work-page';
import { period } from '@/lib/format';

export default function Attendance() {
  const hosted = useQuery(hostedQuery());
  const open = ({ id }: Hosted) => void Taro.navigateTo({ url: `${deskPath('attendance-sheet')}?id=${id}` });
  return (
    <WorkPage title="确认到场" desk="attendance" remark="最近 30 天由您确认的活动，没确认完的在前面">
      <ContentAge query={hosted} />
      <Answer query={hosted} what="活动" safe="确认过的到场都在。">
        {({ items }) => (
          <Table
            label="由我确认到场的活动"
            rows={items}
            keyOf={(row) => row.id}
            nameOf={(row) => row.title}
            onOpen={open}
            columns={[
              { title: '活动', grow: 1.6, render: (row) => <Text className="strong">{row.title}</Text> },
              { title: '什么时候', grow: 1.8, render: (row) => period(row.startsAt, row.endsAt) },
              { title: '在哪里', grow: 1.4, render: (row) => row.place },
              { title: '报名', grow: 0.6, number: true, render: (row) => row.signedUpCount },
              { title: '已确认', grow: 0.7, number: true, render: (row) => row.confirmedCount },
              { title: '还要做什么', grow: 1.2, render: (row) => <Progress row={row} /> },
            ]}
            phone={(row) => (
              <Item
                badge={<BadgeIcon name="broom" tone={isOpen(row) ? 'gold' : 'neutral'} />}
                title={row.title}
                lines={[period(row.startsAt, row.endsAt), row.place, calledWords(row)]}
                onTap={() => open(row)}
              />
            )}
            empty={
              <State
                kind="empty"
                title="没有要您确认的活动"
                text="您主持的活动开始以后，会出现在这里。最近 30 天没有。"
                action={
                  <Button onTap={() => void Taro.redirectTo({ url: deskPath('index') })}>回工作台</Button>
                }
              />
            }
          />
        )}
      </Answer>
    </WorkPage>
  );
}

function Progress({ row }: { row: Hosted }) {
  if (row.phase === 'upcoming') return <Tag icon="clock">还没开始</Tag>;
  if (isOpen(row))
    return (
      <Tag tone="gold" icon="edit">
        还有 {row.signedUpCount - row.confirmedCount} 人
      </Tag>
    );
  if (row.confirmedCount === 0) return <Tag>没人报名</Tag>;
  return (
    <Tag tone="ok" icon="check">
      确认完了
    </Tag>
  );
}
