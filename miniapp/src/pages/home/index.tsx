import { useQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';
import Taro, { useDidShow } from '@tarojs/taro';
import { useEffect, useState } from 'react';

import { Answer } from '@/components/answer';
import { Button } from '@/components/button';
import { Item, List } from '@/components/card';
import { useContentAge } from '@/components/content-age';
import { ElderExit, ElderOffer } from '@/components/elder-offer';
import { HomeBar } from '@/components/nav-bar';
import { Page } from '@/components/page';
import { PageTitle } from '@/components/page-title';
import { PassbookCard } from '@/components/passbook-card';
import { ReadAloud } from '@/components/read-aloud';
import { Section } from '@/components/section';
import { Sheet } from '@/components/sheet';
import { Skeleton } from '@/components/state';
import { demoPeopleQuery } from '@/features/accounts/accounts.api';
import { ContactSection } from '@/features/accounts/contact';
import { demoWasOffered, offerDemo } from '@/features/accounts/demo-offer';
import { usePlace } from '@/features/accounts/place';
import { VerifyCard } from '@/features/accounts/verify-card';
import { pointsQuery } from '@/features/points/points.api';
import { chooseElder, useElder } from '@/lib/elder';
import { dayAndWeekday, greeting } from '@/lib/format';
import { refreshStale } from '@/lib/refresh';
import { useMe } from '@/lib/session';

import { Coming } from './coming';
import { useSpokenHome } from './spoken-home';
import { Waiting } from './waiting';
import './home.scss';

const openStore = () => void Taro.switchTab({ url: '/pages/store/index' });
const open = (page: string) => () => void Taro.navigateTo({ url: `/packages/resident/${page}/index` });

export default function Home() {
  const me = useMe();
  const { place, all, choose, query: places } = usePlace();
  const [switching, setSwitching] = useState(false);
  useDidShow(refreshStale);
  useDemoOffer(!me);
  return (
    <Page
      title="首页"
      tab="home"
      bar={
        <HomeBar
          place={place?.name ?? '邻里'}
          {...(all.length > 1 ? { onSwitch: () => setSwitching(true) } : {})}
        />
      }
    >
      <Greeting name={me?.resident?.name} />
      {(!me || me.resident?.isElder) && <ElderOffer />}
      {me?.resident ? <Passbook /> : <VerifyCard />}
      {me?.resident && <Waiting name={me.resident.name} />}
      {place ? (
        <>
          <Section title="通知">
            <List>
              <Item title="还没有通知" lines={['停水停电、活动安排，有了就在这里。']} />
            </List>
          </Section>
          <Coming communityId={place.id} />
        </>
      ) : (
        <Answer query={places} what="社区">
          {() => null}
        </Answer>
      )}
      {!me?.resident && <OpenToAll />}
      <ContactSection />
      <ElderExit />
      <Sheet open={switching} title="换一个社区" onClose={() => setSwitching(false)}>
        {all.map(({ id, name, streetName }) => (
          <Item
            key={id}
            title={name}
            lines={[streetName]}
            onTap={() => {
              choose(id);
              setSwitching(false);
            }}
          />
        ))}
      </Sheet>
    </Page>
  );
}

function Greeting({ name }: { name: string | undefined }) {
  const { elder } = useElder();
  const hello = name ? `${name}，${greeting()}` : greeting();
  const spoken = useSpokenHome(hello);
  if (elder) return <PageTitle title={hello} side={<ReadAloud text={spoken} words="听" />} />;
  return (
    <PageTitle
      title={hello}
      text={dayAndWeekday(Date.now())}
      side={
        <View className="home-elder">
          <Button size="small" icon="text" onTap={() => chooseElder('elder')}>
            长辈版
          </Button>
        </View>
      }
    />
  );
}

function Passbook() {
  const query = useQuery(pointsQuery());
  const age = useContentAge(query);
  return (
    <Answer query={query} what="积分" safe="您的积分没有变化。" skeleton={<Skeleton shape="card" />}>
      {({ balance, annualScore, lots }) => (
        <>
          <PassbookCard
            balance={balance}
            annualScore={annualScore}
            lapse={lots.find((lot) => lot.soon)}
            onRedeem={openStore}
            onStatement={open('statement')}
          />
          {age && <View className="home-age sub">{age}</View>}
        </>
      )}
    </Answer>
  );
}

/** What anybody may read without being recognised. */
function OpenToAll() {
  return (
    <Section title="不认证也能看">
      <List>
        <Item title="超市有什么" lines={['礼品、要几分、几点开门']} onTap={openStore} />
        <Item title="积分怎么得" lines={['做什么事得几分，最多得多少']} onTap={open('rules')} />
      </List>
    </Section>
  );
}

/** Browser demo: on the very first visit the people one can be are shown, once. */
function useDemoOffer(visitor: boolean) {
  const wanted = visitor && process.env.TARO_ENV === 'h5' && !demoWasOffered();
  const { data } = useQuery({ ...demoPeopleQuery(), enabled: wanted });
  useEffect(() => {
    if (wanted && data?.people.length) offerDemo();
  }, [wanted, data]);
}
