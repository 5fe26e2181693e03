import { Text, View } from '@tarojs/components';
import type { PropsWithChildren } from 'react';

import { Art } from './art';
import { classes } from './classes';
import { Pressable } from './pressable';
import { Tag } from './tag';
import './gift-card.scss';

interface GiftCardProps {
  name: string;
  price: number;
  /** Name of a drawing in src/art. */
  drawing: string;
  /** What matters now, by the server: 剩 6 袋, 本月已兑, 还差 34 分, 22日到货, 周六可约. */
  stateText: string;
  soldOut?: boolean;
  service?: boolean;
  onTap: () => void;
}

const grounds = ['a', 'b', 'c', 'd'];

/** One ground colour per drawing, the same on every screen. */
function groundOf(drawing: string): string {
  const sum = Array.from(drawing).reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return grounds[sum % grounds.length] as string;
}

/** A gift on the shelf: in stock, few left, had this month, not enough points, sold out, or a service. */
export function GiftCard({ name, price, drawing, stateText, soldOut, service, onTap }: GiftCardProps) {
  const mark = soldOut ? '兑完了' : service ? '服务' : undefined;
  return (
    <Pressable
      className={classes('gift', soldOut && 'out')}
      label={[mark, name, `${price} 分`, stateText].filter(Boolean).join('，')}
      onTap={onTap}
    >
      <View className={classes('gift-pic', service ? 'b' : groundOf(drawing))}>
        <Art name={drawing} />
        {mark && (
          <View className="gift-mark">
            <Tag tone={soldOut ? 'warn' : 'ok'}>{mark}</Tag>
          </View>
        )}
      </View>
      <View className="gift-words">
        <View className="gift-name">{name}</View>
        <View className="gift-line">
          <View className="gift-price">
            <Text className="num">{price}</Text>
            <Text className="gift-unit">分</Text>
          </View>
          <Text className="gift-state">{stateText}</Text>
        </View>
      </View>
    </Pressable>
  );
}

/** Two gifts in a row; one in elder mode. */
export function GiftGrid({ children }: PropsWithChildren) {
  return <View className="gifts">{children}</View>;
}
