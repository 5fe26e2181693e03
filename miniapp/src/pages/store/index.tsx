import {
  giftCategories,
  type GiftCategory,
  giftStates,
  type GiftView,
  type StoreView,
} from '@linli/shared/gifts';
import { useQuery } from '@tanstack/react-query';
import { Text, View } from '@tarojs/components';
import Taro, { useDidShow } from '@tarojs/taro';
import { useState } from 'react';

import { Answer } from '@/components/answer';
import { Button } from '@/components/button';
import { Chips } from '@/components/chips';
import { useContentAge } from '@/components/content-age';
import { ElderExit } from '@/components/elder-offer';
import { PickerField } from '@/components/field';
import { FilterBar } from '@/components/filter-bar';
import { GiftCard, GiftGrid } from '@/components/gift-card';
import { Icon } from '@/components/icon';
import { Page } from '@/components/page';
import { Pressable } from '@/components/pressable';
import { Skeleton, State } from '@/components/state';
import { usePlace } from '@/features/accounts/place';
import { useActingFor } from '@/features/family/acting-for';
import { WhoseSwitch } from '@/features/family/whose-switch';
import { giftsQuery, storesQuery } from '@/features/gifts/gifts.api';
import { useElder } from '@/lib/elder';
import { refreshStale } from '@/lib/refresh';
import { useMe } from '@/lib/session';

import { Opening } from './opening';
import './store.scss';

export default function Store() {
  const { place, query: places } = usePlace();
  const stores = useQuery(storesQuery(place?.id ?? ''));
  useDidShow(refreshStale);
  return (
    <Page title="党群服务超市" tab="store">
      {place ? (
        <Answer
          query={stores}
          what="超市"
          safe="您的积分没有变化。"
          skeleton={<Skeleton shape="gifts" rows={4} />}
        >
          {({ items }) =>
            items.length ? (
              <Shelf stores={items} />
            ) : (
              <State
                kind="empty"
                title="这个社区还没有超市"
                text="开了门就在这里。想知道什么时候开，可以问居委会。"
                action={
                  <Button onTap={() => void Taro.switchTab({ url: '/pages/home/index' })}>回首页</Button>
                }
              />
            )
          }
        </Answer>
      ) : (
        <Answer query={places} what="超市">
          {() => null}
        </Answer>
      )}
      <ElderExit />
    </Page>
  );
}

function Shelf({ stores }: { stores: StoreView[] }) {
  const [storeId, setStoreId] = useState<string>();
  const store = stores.find(({ id }) => id === storeId) ?? (stores[0] as StoreView);
  const { principal, offered, choose } = useActingFor('redeem');
  const who = useMe()?.resident?.id ?? 'visitor';
  const gifts = useQuery(giftsQuery(store.id, who, principal?.residentId));
  const age = useContentAge(gifts);
  return (
    <>
      {stores.length > 1 && (
        <View className="store-row">
          <Chips
            label="哪家超市"
            options={stores.map(({ id, name }) => ({ value: id, text: name }))}
            value={store.id}
            onChange={setStoreId}
          />
        </View>
      )}
      <Opening store={store} />
      {offered.length > 0 && (
        <View className="store-row">
          <WhoseSwitch verb="兑换" offered={offered} value={principal} onChange={choose} />
        </View>
      )}
      <Answer
        query={gifts}
        what="礼品"
        safe="您的积分没有变化。"
        skeleton={<Skeleton shape="gifts" rows={4} />}
      >
        {({ items, balance }) => <Gifts items={items} balance={balance} whose={principal?.name} age={age} />}
      </Answer>
    </>
  );
}

type Kind = GiftCategory | 'all';

interface GiftsProps {
  items: GiftView[];
  /** Null for people not recognised as residents. */
  balance: number | null;
  whose: string | undefined;
  age: string | undefined;
}

function Gifts({ items, balance, whose, age }: GiftsProps) {
  const { elder } = useElder();
  const [kind, setKind] = useState<Kind>('all');
  const [searching, setSearching] = useState(false);
  const [words, setWords] = useState('');
  const present = (Object.keys(giftCategories) as GiftCategory[]).filter((name) =>
    items.some((gift) => gift.category === name),
  );
  const options = [
    { value: 'all' as Kind, text: '全部' },
    ...present.map((name) => ({ value: name as Kind, text: giftCategories[name] })),
  ];
  const found = items.filter(
    (gift) => (kind === 'all' || gift.category === kind) && gift.name.includes(words.trim()),
  );
  const showAll = () => {
    setKind('all');
    setWords('');
  };
  if (!items.length) {
    return (
      <State kind="empty" title="货架还是空的" text="礼品正在备货。到货了就在这里，您的积分会一直留着。" />
    );
  }
  return (
    <>
      <View className="store-points">
        <Text>
          {balance === null ? (
            '认证居民后，能看到自己的分'
          ) : (
            <>
              {whose ? `${whose} 可用 ` : '可用 '}
              <Text className="store-sum num">{balance}</Text> 分
            </>
          )}
          {age && <Text className="sub store-age">{age}</Text>}
        </Text>
        <Pressable
          className="store-find"
          expanded={searching}
          onTap={() => {
            setSearching(!searching);
            setWords('');
          }}
        >
          <Icon name={searching ? 'x' : 'search'} size={20} />
          <Text>{searching ? '不找了' : '找礼品'}</Text>
        </Pressable>
      </View>
      {searching && <FilterBar search={{ label: '礼品的名字', value: words, onChange: setWords }} />}
      {elder ? (
        <PickerField label="看哪一类" options={options} value={kind} onChange={setKind} />
      ) : (
        <Chips label="类别" options={options} value={kind} onChange={setKind} />
      )}
      {found.length ? (
        <View className="store-gifts">
          <GiftGrid>
            {found.map((gift) => (
              <GiftCard
                key={gift.id}
                name={gift.name}
                price={gift.price}
                drawing={gift.drawing}
                stateText={gift.stateText === giftStates.soldOut ? '等补货' : gift.stateText}
                soldOut={gift.state === 'soldOut'}
                service={gift.isService}
                onTap={() => void Taro.navigateTo({ url: `/packages/resident/gift/index?id=${gift.id}` })}
              />
            ))}
          </GiftGrid>
        </View>
      ) : (
        <State
          kind="empty"
          title="没有找到这样的礼品"
          text="换个说法再找找，或看看全部礼品。"
          action={<Button onTap={showAll}>看全部礼品</Button>}
        />
      )}
    </>
  );
}
