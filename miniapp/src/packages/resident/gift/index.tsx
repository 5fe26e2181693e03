import type { OutputOf } from '@linli/shared/call';
import type { getGift } from '@linli/shared/gifts';
import { useQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';
import Taro, { useRouter } from '@tarojs/taro';
import { useState } from 'react';

import { Answer } from '@/components/answer';
import { Art } from '@/components/art';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { FactList } from '@/components/facts';
import { Stepper } from '@/components/field';
import { Page } from '@/components/page';
import { ReadAloud } from '@/components/read-aloud';
import { Skeleton } from '@/components/state';
import { Tag } from '@/components/tag';
import { openLink } from '@/features/accounts/verify-card';
import { useActingFor } from '@/features/family/acting-for';
import { WhoseSwitch } from '@/features/family/whose-switch';
import { giftQuery } from '@/features/gifts/gifts.api';
import { OpeningWords } from '@/features/gifts/opening-words';
import { ProxyFields, proxyProblems, useProxyDraft } from '@/features/redemptions/proxy-fields';
import { useRedeem } from '@/features/redemptions/redemptions.api';
import { heading } from '@/lib/a11y';
import { day } from '@/lib/format';
import { useElder } from '@/lib/elder';
import { useMe } from '@/lib/session';

import { Asking } from './asking';
import './gift.scss';

export type Gift = OutputOf<typeof getGift>;

export default function GiftPage() {
  const { id = '' } = useRouter().params;
  const { principal } = useActingFor('redeem');
  const who = useMe()?.resident?.id ?? 'visitor';
  const query = useQuery(giftQuery(id, who, principal?.residentId));
  if (query.data) return <Loaded gift={query.data} />;
  return (
    <Page title="礼品">
      <Answer
        query={query}
        what="礼品"
        safe="您的积分没有变化。"
        skeleton={<Skeleton shape="page" rows={2} />}
      >
        {() => null}
      </Answer>
    </Page>
  );
}

function Loaded({ gift }: { gift: Gift }) {
  const me = useMe();
  const { elder } = useElder();
  const { principal, offered, choose } = useActingFor('redeem');
  const [wanted, setWanted] = useState(1);
  const [asking, setAsking] = useState(false);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const proxy = useProxyDraft(
    `proxy:${gift.id}`,
    principal && me?.resident ? { name: me.resident.name, relation: principal.relation } : undefined,
  );
  const redeeming = useRedeem();
  const most = Math.max(1, gift.maxQuantity);
  const quantity = Math.min(wanted, most);
  const cost = gift.price * quantity;

  const ask = () => {
    const found = proxyProblems(proxy.value);
    setProblems(found);
    redeeming.forget();
    if (!Object.keys(found).length) setAsking(true);
  };
  const redeem = async () => {
    const code = await redeeming.run({
      giftId: gift.id,
      quantity,
      price: gift.price,
      ...(principal ? { residentId: principal.residentId } : {}),
      ...(proxy.chosen ? { proxy: proxy.chosen } : {}),
    });
    if (!code) return;
    proxy.clear();
    setAsking(false);
    await Taro.redirectTo({ url: `/packages/resident/pickup/index?id=${code.id}` });
  };

  const short = gift.balance !== null && cost > gift.balance ? `还差 ${cost - gift.balance} 分` : undefined;
  return (
    <Page
      title="礼品"
      foot={
        me?.resident ? (
          <Button
            kind={asking ? 'plain' : 'main'}
            size="big"
            block
            off={gift.can.redeem ? short : gift.stateText}
            onTap={ask}
          >
            我要兑换
          </Button>
        ) : (
          <Button kind="main" size="big" block onTap={openLink}>
            认证居民后兑换
          </Button>
        )
      }
    >
      <Card className="gift-sheet">
        <View className="gift-hero">
          <Art name={gift.drawing} className="gift-hero-art" />
          {gift.isService && <Tag tone="ok">服务</Tag>}
        </View>
        <View className="gift-title" {...heading(2)}>
          {gift.name}
        </View>
        <View className="gift-cost">
          <View className="num gift-figure">{gift.price}</View>
          <View>分一{gift.unit}</View>
        </View>
        {gift.about && <View className="sub">{gift.about}</View>}
      </Card>
      {offered.length > 0 && (
        <View className="gift-row">
          <WhoseSwitch verb="兑换" offered={offered} value={principal} onChange={choose} />
        </View>
      )}
      <Card>
        <FactList facts={factsOf(gift, principal?.name)} />
      </Card>
      {me?.resident && gift.can.redeem && (
        <Card>
          <View className="gift-quantity">
            <View className="grow">
              <View className="strong">要几{gift.unit}</View>
              <View className="sub">
                {most > 1 ? `现在最多 ${most} ${gift.unit}` : `现在能兑 1 ${gift.unit}`}
              </View>
            </View>
            <Stepper label="数量" value={quantity} max={most} unit={gift.unit} onChange={setWanted} />
          </View>
          <View className="gift-proxy">
            <ProxyFields draft={proxy} problems={{ ...problems, ...redeeming.error?.fields }} />
          </View>
        </Card>
      )}
      {elder && <ReadAloud block text={spoken(gift)} />}
      <Asking
        open={asking}
        gift={gift}
        quantity={quantity}
        whose={principal?.name}
        collector={proxy.chosen?.name}
        error={redeeming.error}
        onYes={redeem}
        onClose={() => setAsking(false)}
      />
    </Page>
  );
}

function factsOf(gift: Gift, whose: string | undefined) {
  const { store, unit, balance, nextPrice, monthlyLimit, takenThisMonth, state, stateText, left } = gift;
  const person = whose ?? '您';
  const limit = `每人每月最多 ${monthlyLimit} ${unit}`;
  return [
    ...(balance === null ? [] : [{ term: whose ? `${whose}可用` : '可用积分', fact: `${balance} 分` }]),
    {
      term: '还有多少',
      fact:
        state === 'fewLeft'
          ? `剩 ${left} ${unit}`
          : state === 'soldOut' || state === 'notForYou'
            ? stateText
            : '有货',
    },
    {
      term: '限兑',
      fact: takenThisMonth > 0 ? `${limit}，${person}这个月兑了 ${takenThisMonth} ${unit}` : limit,
    },
    ...(nextPrice ? [{ term: '要调价', fact: `${day(nextPrice.from)}起 ${nextPrice.price} 分` }] : []),
    { term: '在哪里领', fact: `${store.name}，${store.place}` },
    {
      term: '几点开门',
      fact: [
        store.openNow ? store.todayText : store.nextOpening && `下次 ${store.nextOpening}`,
        ...store.hours,
      ]
        .filter(Boolean)
        .map((line) => (
          <View key={line}>
            <OpeningWords text={line} />
          </View>
        )),
    },
  ];
}

function spoken({ name, price, unit, balance, stateText, store }: Gift): string {
  return [
    `${name}，${price} 分一${unit}，${stateText}。`,
    balance !== null && `您现在有 ${balance} 分。`,
    `到${store.name}领，${store.place}，${store.hours.join('，')}。`,
  ]
    .filter(Boolean)
    .join('');
}
