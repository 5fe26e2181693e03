import type { EntryView, PointsSummary } from '@linli/shared/points';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Text, View } from '@tarojs/components';
import Taro, { useRouter } from '@tarojs/taro';

import { Answer } from '@/components/answer';
import { Button, Link } from '@/components/button';
import { Card, List } from '@/components/card';
import { useContentAge } from '@/components/content-age';
import { ElderExit } from '@/components/elder-offer';
import { Icon } from '@/components/icon';
import { LedgerLine } from '@/components/ledger-line';
import { LotsBar } from '@/components/lots-bar';
import { Page } from '@/components/page';
import { PageTitle } from '@/components/page-title';
import { ReadAloud } from '@/components/read-aloud';
import { Section } from '@/components/section';
import { Sep } from '@/components/sep';
import { Skeleton, State } from '@/components/state';
import { useContact } from '@/features/accounts/contact';
import { entriesQuery, pointsQuery } from '@/features/points/points.api';
import { entryIcon } from '@/features/points/points.words';
import { useElder } from '@/lib/elder';
import { day, partsOf } from '@/lib/format';
import { useMe } from '@/lib/session';
import { callPhone } from '@/lib/wechat';

import './statement.scss';

/** One's own passbook, or with `?residentId=` that of somebody one helps. */
export default function Statement() {
  const { residentId } = useRouter().params;
  const { elder } = useElder();
  const principal = useMe()?.principals.find((one) => one.residentId === residentId);
  const summary = useQuery(pointsQuery(residentId));
  const entries = useInfiniteQuery(entriesQuery(residentId));
  const age = useContentAge(entries);
  return (
    <Page title="积分明细">
      <Answer query={summary} what="明细" safe="您的积分没有变化。" skeleton={<Skeleton shape="page" />}>
        {(points) => (
          <>
            {(principal ?? elder) && <PageTitle title={principal ? `${principal.name}的积分` : '积分明细'} />}
            <Summary points={points} />
            {elder && (
              <View className="statement-read">
                <ReadAloud block text={spoken(points)} />
              </View>
            )}
            <Answer query={entries} what="明细" safe="积分没有变化。">
              {({ pages }) => (
                <Ledger
                  entries={pages.flatMap((page) => page.items)}
                  age={age}
                  more={entries.hasNextPage ? () => entries.fetchNextPage() : undefined}
                />
              )}
            </Answer>
          </>
        )}
      </Answer>
      <ElderExit />
    </Page>
  );
}

function Summary({ points }: { points: PointsSummary }) {
  const { balance, held, annualScore, year, lots } = points;
  const soon = lots.find((lot) => lot.soon);
  return (
    <>
      <View className="duo card">
        <View className="duo-half">
          <View className="sub">可用积分</View>
          <View className="duo-figure duo-main num">{balance}</View>
          <View className="cap">{held > 0 ? `另有 ${held} 分留给礼品` : '能在超市兑换'}</View>
        </View>
        <View className="duo-half">
          <View className="sub">{year} 年度积分</View>
          <View className="duo-figure num">{annualScore}</View>
          <View className="cap">兑换不会减少</View>
        </View>
      </View>
      {lots.length > 0 && (
        <Card>
          {soon && (
            <View className="lapse">
              <View className="c-warn">
                <Icon name="glass" />
              </View>
              <View className="grow strong">
                {soon.points} 分{soon.daysLeft > 0 ? `还有 ${soon.daysLeft} 天到期` : '今天到期'}
              </View>
              <Button
                kind="line-red"
                size="small"
                onTap={() => void Taro.switchTab({ url: '/pages/store/index' })}
              >
                去兑换
              </Button>
            </View>
          )}
          <LotsBar lots={lots} />
        </Card>
      )}
    </>
  );
}

interface LedgerProps {
  entries: EntryView[];
  age: string | undefined;
  /** Loads earlier lines; undefined when there are none. */
  more: (() => Promise<unknown>) | undefined;
}

function Ledger({ entries, age, more }: LedgerProps) {
  if (!entries.length) {
    return (
      <State
        kind="empty"
        title="还没有积分记录"
        text="参加一次周五大扫除，主持人确认到场以后，就会出现在这里。"
        action={
          <Button
            kind="main"
            onTap={() => void Taro.navigateTo({ url: '/packages/resident/activities/index' })}
          >
            看看这周的活动
          </Button>
        }
      />
    );
  }
  return (
    <>
      {byMonth(entries).map(({ month, lines }, index) => (
        <Section key={month} title={month} {...(age && index === 0 ? { remark: age } : {})}>
          <List>
            {lines.map((entry) => (
              <Line key={entry.id} entry={entry} />
            ))}
          </List>
        </Section>
      ))}
      {more && (
        <Button kind="text" block onTap={more}>
          再看早一些的
        </Button>
      )}
      <Doubt />
    </>
  );
}

function Line({ entry }: { entry: EntryView }) {
  const { title, detail, amount, balanceAfter, at, reversed } = entry;
  return (
    <LedgerLine
      icon={entryIcon(entry)}
      title={title}
      detail={
        <>
          {day(at)}
          {detail && (
            <>
              <Sep />
              {detail}
            </>
          )}
          {reversed && (
            <>
              <Sep />
              已冲正
            </>
          )}
        </>
      }
      amount={amount}
      note={`余 ${balanceAfter}`}
      reversed={reversed}
    />
  );
}

/** Where to go when a line looks wrong. */
function Doubt() {
  const contact = useContact();
  return (
    <View className="statement-doubt sub">
      <Text>觉得不对？</Text>
      {contact && (
        <>
          <Link label={`打电话给${contact.name}`} onTap={() => void callPhone(contact.phone)}>
            打电话问
          </Link>
          <Sep />
        </>
      )}
      <Text>也可到超市柜台问</Text>
    </View>
  );
}

/** Lines by the Shanghai month they were written in, order kept. */
function byMonth(entries: EntryView[]): { month: string; lines: EntryView[] }[] {
  const thisYear = partsOf(Date.now()).year;
  const months: { month: string; lines: EntryView[] }[] = [];
  for (const entry of entries) {
    const { year, month } = partsOf(entry.at);
    const name = year === thisYear ? `${month} 月` : `${year} 年 ${month} 月`;
    const last = months[months.length - 1];
    if (last?.month === name) last.lines.push(entry);
    else months.push({ month: name, lines: [entry] });
  }
  return months;
}

function spoken({ balance, held, annualScore, lots }: PointsSummary): string {
  const soon = lots.find((lot) => lot.soon);
  return [
    `可以用的积分有 ${balance} 分。`,
    held > 0 && `另外有 ${held} 分，留给了还没领的礼品。`,
    `今年一共攒了 ${annualScore} 分。`,
    soon && `其中 ${soon.points} 分，${soon.daysLeft} 天以后到期，可以先用掉。`,
  ]
    .filter(Boolean)
    .join('');
}
