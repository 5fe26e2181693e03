import type { RedemptionView } from '@linli/shared/redemptions';
import { relations } from '@linli/shared/residents';
import { useQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';
import Taro, { useRouter } from '@tarojs/taro';
import { useState } from 'react';

import { Answer } from '@/components/answer';
import { Button, Link } from '@/components/button';
import { Card, Item, List } from '@/components/card';
import { CodeSlip } from '@/components/code-slip';
import { useContentAge } from '@/components/content-age';
import { Icon } from '@/components/icon';
import { Page } from '@/components/page';
import { Refusal, Result } from '@/components/result';
import { Sep } from '@/components/sep';
import { Confirm } from '@/components/sheet';
import { Skeleton } from '@/components/state';
import { OpeningWords } from '@/features/gifts/opening-words';
import { redemptionQuery, useCancelRedemption } from '@/features/redemptions/redemptions.api';
import { slipNote, slipState } from '@/features/redemptions/redemptions.words';
import { heading } from '@/lib/a11y';
import { useElder } from '@/lib/elder';
import { day } from '@/lib/format';
import { useMe } from '@/lib/session';
import { callPhone } from '@/lib/wechat';

import { ProxySheet } from './proxy-sheet';
import './pickup.scss';

export default function Pickup() {
  const { id = '' } = useRouter().params;
  const query = useQuery(redemptionQuery(id));
  const age = useContentAge(query);
  if (query.data) return <Loaded view={query.data} age={age} />;
  return (
    <Page title="取货码">
      <Answer
        query={query}
        what="取货码"
        safe="礼品和积分都还给您留着。"
        skeleton={<Skeleton shape="page" rows={2} />}
      >
        {() => null}
      </Answer>
    </Page>
  );
}

function Loaded({ view, age }: { view: RedemptionView; age: string | undefined }) {
  const { elder } = useElder();
  const me = useMe()?.resident?.name;
  const [asking, setAsking] = useState(false);
  const [naming, setNaming] = useState(false);
  const cancelling = useCancelRedemption(view.id);
  const state = slipState(view);
  const { giftName, quantity, unit, cost, can, proxy, forName, placedByName } = view;
  const cancel = async () => {
    await cancelling.run();
    setAsking(false);
  };
  return (
    <Page
      title="取货码"
      {...(elder && can.setProxy && state === 'waiting'
        ? {
            foot: (
              <Button size="big" block icon="proxy" onTap={() => setNaming(true)}>
                {proxy ? '换个人代领' : '让家人代领'}
              </Button>
            ),
          }
        : {})}
    >
      {age && state === 'waiting' && (
        <Result kind="info" title="没有网也能领" text={`这是${age}，念数字给店员就行。`} />
      )}
      <CodeSlip
        name={giftName}
        drawing={view.drawing}
        facts={[
          `${quantity} ${unit}`,
          state === 'waiting' ? `已留 ${cost} 分` : `${cost} 分`,
          ...(forName === me && !placedByName
            ? []
            : [placedByName === me ? `替 ${forName} 兑换` : `${placedByName ?? forName}兑换`]),
        ]}
        code={view.code ?? ''}
        {...(view.qr ? { qr: view.qr } : {})}
        state={state}
        note={slipNote(view)}
      />
      {state === 'waiting' &&
        (elder ? <ElderFacts view={view} /> : <Facts view={view} onProxy={() => setNaming(true)} />)}
      <Refusal error={cancelling.error} title="没有退成" />
      {can.cancel && state === 'waiting' ? (
        <View className="pickup-end">
          <Button kind="text" onTap={() => setAsking(true)}>
            不要了，退回积分
          </Button>
        </View>
      ) : (
        state !== 'waiting' && (
          <View className="pickup-end">
            <Button onTap={() => void Taro.switchTab({ url: '/pages/store/index' })}>再去超市看看</Button>
          </View>
        )
      )}
      <Confirm
        open={asking}
        title={`不要${giftName}了？`}
        text={`留的 ${cost} 分马上退回，取货码就作废了。`}
        yes={`退回 ${cost} 分`}
        no="还是要"
        onYes={cancel}
        onNo={() => setAsking(false)}
      />
      <ProxySheet open={naming} view={view} onClose={() => setNaming(false)} />
    </Page>
  );
}

const opens = ({ nextOpening }: RedemptionView['store']) =>
  nextOpening ? `${nextOpening} 开门` : '现在开着门';

/** Whose phone or passbook the clerk compares. */
function useOwner({ forName }: RedemptionView): string {
  return forName === useMe()?.resident?.name ? '您' : forName;
}

function Facts({ view, onProxy }: { view: RedemptionView; onProxy: () => void }) {
  const { lastDay, daysLeft, store, proxy, checkText, can } = view;
  const owner = useOwner(view);
  const { phone } = store;
  return (
    <View className="pickup-facts">
      <List tight>
        <Item
          badge={<Icon name="clock" />}
          title={`${day(lastDay)} 前领`}
          lines={[daysLeft > 0 ? `还有 ${daysLeft} 天，过期积分退回` : '今天最后一天，过期积分退回']}
        />
        <Item
          badge={<Icon name="store" />}
          title={<OpeningWords text={opens(store)} />}
          lines={[
            <>
              {store.place}
              {store.hours.map((line) => (
                <View key={line}>
                  <OpeningWords text={line} />
                </View>
              ))}
            </>,
          ]}
          {...(phone
            ? {
                side: (
                  <Link label="打电话给超市" onTap={() => void callPhone(phone)}>
                    打电话
                  </Link>
                ),
              }
            : {})}
        />
        <Item
          badge={<Icon name="proxy" />}
          title={proxy ? `${relations[proxy.relation]} ${proxy.name} 代领` : '本人来领'}
          lines={[proxy ? `店员会核对${owner}${checkText}` : '来不了，可以让家人代领']}
          {...(can.setProxy
            ? {
                side: (
                  <Link label={proxy ? '更改代领人' : '让家人代领'} onTap={onProxy}>
                    {proxy ? '更改' : '让人代领'}
                  </Link>
                ),
              }
            : {})}
        />
      </List>
    </View>
  );
}

/** Elder mode: when, where and who in one card, in the words people use. */
function ElderFacts({ view }: { view: RedemptionView }) {
  const { lastDay, store, proxy, checkText } = view;
  const owner = useOwner(view);
  return (
    <View className="pickup-facts">
      <Card>
        <View className="item-title" {...heading(3)}>
          {day(lastDay)} 前领
        </View>
        <View>
          <OpeningWords text={opens(store)} />
        </View>
        <View>
          {store.place} {store.name}
        </View>
        {proxy && (
          <View>
            {relations[proxy.relation]} {proxy.name} 代领
            <Sep />
            店员会核对{owner}
            {checkText}
          </View>
        )}
      </Card>
    </View>
  );
}
