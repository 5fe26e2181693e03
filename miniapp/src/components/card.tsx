import { Text, View } from '@tarojs/components';
import type { PropsWithChildren, ReactNode } from 'react';

import { a11y } from '@/lib/a11y';

import { classes } from './classes';
import { Icon } from './icon';
import { Pressable } from './pressable';
import './card.scss';

/** A sheet of paper with a hairline and no shadow. Cards stand below each other, never inside each other. */
export function Card({ children, className }: PropsWithChildren<{ className?: string }>) {
  return <View className={classes('card', className)}>{children}</View>;
}

/** A card of items. `tight` is for facts, not choices. */
export function List({ children, tight }: PropsWithChildren<{ tight?: boolean }>) {
  return <View className={classes('card list', tight && 'tight')}>{children}</View>;
}

export interface ItemProps {
  /** What stands left: a BadgeIcon, a date, a drawing. */
  badge?: ReactNode;
  title: ReactNode;
  /** One or two lines: when, where. */
  lines?: ReactNode[];
  /** One action, a Button or a Link; in elder mode it takes a line of its own. */
  action?: ReactNode;
  /** A fact at the right edge: an amount, a tag; in elder mode below the words. */
  side?: ReactNode;
  /** Opens more: the words become one target, with an arrow unless something else stands at the right. */
  onTap?: () => void;
  /** For the arrow's target, when title and lines are not plain text. */
  label?: string;
}

/** One row: what, when, where, what to do. */
export function Item({ badge, title, lines, action, side, onTap, label }: ItemProps) {
  const words = (
    <>
      {badge}
      <View className="grow">
        <View className="item-title">{title}</View>
        {lines?.filter(Boolean).map((line, index) => (
          <View className="item-line" key={index}>
            {line}
          </View>
        ))}
      </View>
    </>
  );
  return (
    <View className="item">
      {onTap ? (
        <Pressable className="item-main" {...(label ? { label } : {})} onTap={onTap}>
          {words}
          {!action && !side && <Icon name="right" size={20} className="item-arrow" />}
        </Pressable>
      ) : (
        <View className="item-main">{words}</View>
      )}
      {side && <View className="item-side">{side}</View>}
      {action && <View className="item-action">{action}</View>}
    </View>
  );
}

/** A day in the margin of a row: the number large, the weekday below. */
export function DateBadge({ day, weekday }: { day: number | string; weekday: string }) {
  return (
    <View className="date-badge">
      <Text className="date-badge-day num">{day}</Text>
      <Text className="date-badge-week">{weekday}</Text>
    </View>
  );
}

/** A person without a portrait: the family name in a round field. The whole name stands beside it. */
export function Face({ name }: { name: string }) {
  return (
    <View className="face" {...a11y({ hidden: true })}>
      {Array.from(name)[0]}
    </View>
  );
}
