import { donorPurposes, type StockRow, stockSources } from '@linli/shared/gifts';
import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';

import { Button } from '@/components/button';
import { SidePanel } from '@/components/desk-shell';
import { FactList } from '@/components/facts';
import { Result } from '@/components/result';
import { Tag } from '@/components/tag';
import { PanelPart } from '@/features/workbench/form';
import { day } from '@/lib/format';

/** A gift as staff see it; `stateText` only where the batches are not theirs to see. */
export type ShelfGift = StockRow & { stateText?: string };

interface GiftPanelProps {
  gift: ShelfGift;
  keeps: boolean;
  manages: boolean;
  said: string | undefined;
  refusal: ReactNode;
  onReceive: () => void;
  onPrice: () => void;
  onShelve: (onShelf: boolean) => Promise<void>;
  onClose: () => void;
}

/** One gift: how much there is, batch by batch, and what can be done about it. */
export function GiftPanel(props: GiftPanelProps) {
  const { gift, keeps, manages, said, refusal, onReceive, onPrice, onShelve, onClose } = props;
  return (
    <SidePanel
      overline={gift.onShelf ? '在架上' : '下架了'}
      title={gift.name}
      side={<View className="strong num">{gift.price} 分</View>}
      onClose={onClose}
      acts={
        <>
          {manages && <Button onTap={onPrice}>改价</Button>}
          {keeps && (
            <Button kind="main" icon="plus" onTap={onReceive}>
              进货
            </Button>
          )}
        </>
      }
    >
      {said && <Result kind="ok" title={said} />}
      {refusal}
      {keeps && (
        <>
          <PanelPart>
            <FactList
              facts={[
                { term: '能兑', fact: `${gift.available} ${gift.unit}` },
                { term: '留着等领', fact: `${gift.heldCount} ${gift.unit}` },
              ]}
            />
          </PanelPart>
          <PanelPart>
            {gift.batches.length === 0 && <View className="sub">还没有进过货。</View>}
            {gift.batches.map((batch) => (
              <View className="stock-batch" key={batch.id}>
                <View className="stock-batch-head">
                  <Text className="strong">
                    {stockSources[batch.source]}，{day(batch.receivedOn)}进 {batch.quantity}，还剩{' '}
                    {batch.remaining}
                  </Text>
                  {batch.expiringSoon && batch.remaining > 0 && (
                    <Tag tone="warn" icon="clock">
                      快到期
                    </Tag>
                  )}
                </View>
                <View className="sub">
                  {[
                    batch.donor,
                    batch.source !== 'bought' && donorPurposes[batch.purpose],
                    batch.expiresOn ? `${day(batch.expiresOn)}到期` : '没有保质期',
                  ]
                    .filter(Boolean)
                    .join('，')}
                </View>
              </View>
            ))}
          </PanelPart>
        </>
      )}
      {manages && (
        <View className="stock-shelve">
          {/* Off the list nobody can order it; what is ordered already can still be collected. */}
          <Button kind="text" busyText="正在改" onTap={() => onShelve(!gift.onShelf)}>
            {gift.onShelf ? '下架，居民看不到' : '上架，居民看得到'}
          </Button>
        </View>
      )}
    </SidePanel>
  );
}
