import { listGifts, shelveGift, type StoreView } from '@linli/shared/gifts';
import { useQuery } from '@tanstack/react-query';
import { Text, View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useState } from 'react';

import { Answer } from '@/components/answer';
import { Art } from '@/components/art';
import { Button } from '@/components/button';
import { Item } from '@/components/card';
import { ContentAge } from '@/components/content-age';
import { PickerField } from '@/components/field';
import { FilterBar, Tabs } from '@/components/filter-bar';
import { Refusal, Result } from '@/components/result';
import { State } from '@/components/state';
import { Table } from '@/components/table';
import { Tag } from '@/components/tag';
import { storesQuery } from '@/features/gifts/gifts.api';
import { NewGiftForm, PriceForm, ReceiveForm } from '@/features/stock/gift-forms';
import { stockQuery } from '@/features/stock/stock.api';
import { expiring, type StockViewName, stockViewNames, stockViews } from '@/features/stock/stock.words';
import { CommunityAnswer } from '@/features/workbench/community-answer';
import { WorkPage } from '@/features/workbench/work-page';
import { WorkSplit } from '@/features/workbench/work-split';
import { send } from '@/lib/api';
import { dayAndWeekday } from '@/lib/format';
import { queryClient } from '@/lib/query';
import { useMe } from '@/lib/session';
import { useAct } from '@/lib/use-act';

import { GiftPanel, type ShelfGift } from './gift-panel';

import '@/features/stock/stock.scss';

const storeKey = 'stock:store';

/** What is open beside the list. */
export type Open = { form: 'gift' | 'receive' | 'price'; id: string } | { form: 'new' };

export default function StockPage() {
  const [open, setOpen] = useState<Open>();
  const manages = useMe()?.permissions.includes('gift.manage');
  return (
    <WorkPage
      title="礼品和库存"
      desk="stock"
      detailOpen={Boolean(open)}
      actions={
        manages && (
          <Button icon="plus" onTap={() => setOpen({ form: 'new' })}>
            加一样礼品
          </Button>
        )
      }
    >
      <CommunityAnswer>
        {({ id }) => <Stores key={id} communityId={id} open={open} onOpen={setOpen} />}
      </CommunityAnswer>
    </WorkPage>
  );
}

interface OpenProps {
  open: Open | undefined;
  onOpen: (open: Open | undefined) => void;
}

function Stores({ communityId, ...opening }: OpenProps & { communityId: string }) {
  const stores = useQuery(storesQuery(communityId));
  const [chosen, setChosen] = useState(() => Taro.getStorageSync<string>(storeKey));
  return (
    <Answer query={stores} what="超市">
      {({ items }) => {
        const store = items.find(({ id }) => id === chosen) ?? items[0];
        if (!store)
          return <State kind="empty" title="这个社区还没有超市" text="开了超市，礼品和库存会在这里。" />;
        return (
          <>
            {items.length > 1 && (
              <PickerField
                label="哪家店"
                options={items.map(({ id, name }) => ({ value: id, text: name }))}
                value={store.id}
                onChange={(id) => {
                  Taro.setStorageSync(storeKey, id);
                  setChosen(id);
                  opening.onOpen(undefined);
                }}
              />
            )}
            <Shelf key={store.id} store={store} {...opening} />
          </>
        );
      }}
    </Answer>
  );
}

/**
 * A keeper sees stock by batch; community staff, who set prices but count no goods, see the public list.
 * Both as the same rows, without batches for those who may not see them.
 */
function useShelf(storeId: string, keeps: boolean) {
  const stock = useQuery({ ...stockQuery(storeId), enabled: keeps });
  const gifts = useQuery({
    queryKey: ['gifts', storeId, 'staff'],
    queryFn: async ({ signal }) => {
      const { items } = await send(listGifts, { storeId }, { signal });
      return {
        items: items.map((gift): ShelfGift => ({
          giftId: gift.id,
          name: gift.name,
          unit: gift.unit,
          drawing: gift.drawing,
          price: gift.price,
          onShelf: true,
          available: gift.left,
          heldCount: 0,
          batches: [],
          stateText: gift.stateText,
        })),
      };
    },
    enabled: !keeps,
  });
  return keeps ? stock : gifts;
}

function Shelf({ store, open, onOpen }: OpenProps & { store: StoreView }) {
  const me = useMe();
  const keeps = me?.permissions.includes('stock.manage') ?? false;
  const manages = me?.permissions.includes('gift.manage') ?? false;
  const query = useShelf(store.id, keeps);
  const [view, setView] = useState<StockViewName>('all');
  const [search, setSearch] = useState('');
  const [said, setSaid] = useState<string>();
  const shelving = useAct((input: { id: string; onShelf: boolean }) => send(shelveGift, input));
  const done = (id: string, words: string) => {
    setSaid(words);
    onOpen({ form: 'gift', id });
  };

  return (
    <Answer query={query} what="库存" safe="货和账都没有变。">
      {({ items }: { items: ShelfGift[] }) => {
        const rows = items.filter((row) => stockViews[view].holds(row) && row.name.includes(search.trim()));
        const gift = open && 'id' in open ? items.find(({ giftId }) => giftId === open.id) : undefined;
        const close = () => {
          shelving.forget();
          onOpen(undefined);
        };
        const back = () => gift && onOpen({ form: 'gift', id: gift.giftId });
        const shelve = async (onShelf: boolean) => {
          if (!gift || !(await shelving.run({ id: gift.giftId, onShelf }))) return;
          for (const name of ['stock', 'gifts', 'gift'])
            void queryClient.invalidateQueries({ queryKey: [name] });
          setSaid(onShelf ? `${gift.name}上架了，居民看得到了` : `${gift.name}下架了，居民看不到了`);
        };
        return (
          <WorkSplit
            openKey={open ? JSON.stringify(open) : undefined}
            list={
              <>
                {said && <Result kind="ok" title={said} />}
                <ContentAge query={query} />
                {keeps && (
                  <Tabs
                    label="库存"
                    tabs={stockViewNames.map((name) => ({
                      value: name,
                      text: stockViews[name].text,
                      count: items.filter(stockViews[name].holds).length,
                    }))}
                    value={view}
                    onChange={setView}
                  />
                )}
                <FilterBar search={{ label: '找礼品', value: search, onChange: setSearch }} />
                <Table
                  label="礼品"
                  rows={rows}
                  keyOf={({ giftId }) => giftId}
                  nameOf={({ name }) => name}
                  openKey={gift?.giftId}
                  onOpen={({ giftId }) => {
                    setSaid(undefined);
                    shelving.forget();
                    onOpen({ form: 'gift', id: giftId });
                  }}
                  columns={[
                    {
                      title: '礼品',
                      grow: 2,
                      render: (row) => (
                        <View className="stock-name">
                          <Art name={row.drawing} size="thumb" />
                          <Text className="strong">{row.name}</Text>
                        </View>
                      ),
                    },
                    { title: '价格', grow: 0.7, number: true, render: ({ price }) => `${price} 分` },
                    ...(keeps
                      ? [
                          {
                            title: '能兑',
                            grow: 0.8,
                            number: true,
                            render: (row: ShelfGift) => `${row.available} ${row.unit}`,
                          },
                          {
                            title: '留着',
                            grow: 0.6,
                            number: true,
                            render: (row: ShelfGift) => row.heldCount,
                          },
                        ]
                      : []),
                    { title: '留意', grow: 2, render: (row) => <Marks row={row} /> },
                  ]}
                  phone={(row) => (
                    <Item
                      badge={<Art name={row.drawing} size="thumb" />}
                      title={row.name}
                      lines={[
                        keeps
                          ? `${row.price} 分，能兑 ${row.available} ${row.unit}${row.heldCount ? `，留着 ${row.heldCount}` : ''}`
                          : `${row.price} 分`,
                        <Marks row={row} key="marks" />,
                      ]}
                      onTap={() => {
                        setSaid(undefined);
                        onOpen({ form: 'gift', id: row.giftId });
                      }}
                    />
                  )}
                  empty={
                    items.length === 0 ? (
                      <State kind="empty" title="价目表还是空的" text="先加一样礼品，再进货。" />
                    ) : (
                      <State
                        kind="empty"
                        title="这里没有礼品"
                        text={search ? `没有叫「${search}」的。` : '这一类现在没有，是好事。'}
                      />
                    )
                  }
                />
              </>
            }
            detail={
              open?.form === 'new' ? (
                <NewGiftForm
                  storeId={store.id}
                  onClose={close}
                  onDone={(id) => done(id, '加到价目表了，进了货就能兑')}
                />
              ) : !gift ? undefined : open?.form === 'receive' ? (
                <ReceiveForm
                  row={gift}
                  onClose={() => back()}
                  onDone={(after) =>
                    done(gift.giftId, `进货记好了，现在能兑 ${after.available} ${after.unit}`)
                  }
                />
              ) : open?.form === 'price' ? (
                <PriceForm
                  gift={{ id: gift.giftId, name: gift.name, price: gift.price }}
                  onClose={() => back()}
                  onDone={(from) => done(gift.giftId, `新价格从 ${dayAndWeekday(from)} 起用`)}
                />
              ) : (
                <GiftPanel
                  gift={gift}
                  keeps={keeps}
                  manages={manages}
                  said={said}
                  refusal={<Refusal error={shelving.error} />}
                  onReceive={() => onOpen({ form: 'receive', id: gift.giftId })}
                  onPrice={() => onOpen({ form: 'price', id: gift.giftId })}
                  onShelve={shelve}
                  onClose={close}
                />
              )
            }
          />
        );
      }}
    </Answer>
  );
}

function Marks({ row }: { row: ShelfGift }) {
  const soon = expiring(row);
  const elders = row.batches.some(({ purpose, remaining }) => purpose === 'elders' && remaining > 0);
  return (
    <View className="work-tags">
      {!row.onShelf && <Tag icon="eye">下架</Tag>}
      {row.stateText ? (
        <Tag>{row.stateText}</Tag>
      ) : (
        row.onShelf &&
        row.available === 0 && (
          <Tag tone="warn" icon="alert">
            兑完了
          </Tag>
        )
      )}
      {soon[0]?.expiresOn && (
        <Tag tone="warn" icon="clock">
          {soon.reduce((sum, { remaining }) => sum + remaining, 0)} {row.unit}{' '}
          {dayAndWeekday(soon[0].expiresOn)}到期
        </Tag>
      )}
      {elders && (
        <Tag tone="info" icon="heart">
          有的只给 60 岁以上
        </Tag>
      )}
    </View>
  );
}
