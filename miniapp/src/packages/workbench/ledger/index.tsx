import { type Verification, verifyLedger } from '@linli/shared/points';
import { useQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';

import { Answer } from '@/components/answer';
import { BadgeIcon } from '@/components/badge-icon';
import { Button } from '@/components/button';
import { Item, List } from '@/components/card';
import { ContentAge } from '@/components/content-age';
import { Result } from '@/components/result';
import { Section } from '@/components/section';
import { Skeleton } from '@/components/state';
import { WorkPage } from '@/features/workbench/work-page';
import { send } from '@/lib/api';
import { dateTime } from '@/lib/format';

import './ledger.scss';

export default function LedgerPage() {
  const query = useQuery({
    queryKey: ['verification'],
    queryFn: ({ signal }) => send(verifyLedger, {}, { signal, timeout: 120_000 }),
    // It reads every line of the books: only when somebody asks for it.
    staleTime: Infinity,
  });
  return (
    <WorkPage
      title="账目核对"
      desk="ledger"
      remark="对着现在的账一条一条核对，只看不改"
      actions={
        query.data && (
          <Button icon="refresh" busyText="正在核对" busy={query.isFetching} onTap={() => query.refetch()}>
            再核对一遍
          </Button>
        )
      }
    >
      <View className="work-column">
        <ContentAge query={query} />
        <Answer query={query} what="核对结果" safe="账目没有动。" skeleton={<Skeleton rows={5} />}>
          {(result) => <Checked result={result} />}
        </Answer>
      </View>
    </WorkPage>
  );
}

function Checked({ result }: { result: Verification }) {
  const wrong = result.checks.filter(({ faults }) => faults.length > 0);
  const faults = wrong.reduce((sum, one) => sum + one.faults.length, 0);
  return (
    <>
      {result.sound ? (
        <Result
          kind="ok"
          title="账都对得上"
          text={`${dateTime(result.at)} 核对了 ${result.checks.length} 项。`}
        />
      ) : (
        <Result
          kind="danger"
          title={`有 ${faults} 处对不上`}
          text={`${dateTime(result.at)} 核对。请先不要改账，把下面的字抄给系统管理员，居民的积分照常用。`}
        />
      )}
      <Section title="核对了什么">
        <List>
          {result.checks.map((check) => (
            <Item
              key={check.name}
              badge={
                <BadgeIcon
                  name={check.faults.length ? 'alert' : 'check'}
                  tone={check.faults.length ? 'danger' : 'ok'}
                />
              }
              title={check.title}
              lines={[
                check.faults.length
                  ? `看了 ${check.rowsRead} 条，${check.faults.length} 处对不上`
                  : `看了 ${check.rowsRead} 条，都对得上`,
                ...check.faults.map((fault) => (
                  <View className="ledger-fault" key={fault}>
                    {fault}
                  </View>
                )),
              ]}
            />
          ))}
        </List>
      </Section>
    </>
  );
}
