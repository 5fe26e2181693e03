import { Text, View } from '@tarojs/components';
import type { PropsWithChildren } from 'react';

import { classes } from './classes';
import { Icon } from './icon';
import type { IconName } from './icons';
import './tag.scss';

export type Tone = 'neutral' | 'ok' | 'warn' | 'info' | 'gold' | 'red' | 'danger';
/** Official warning levels, only for relayed alerts; the level is also written in words. */
export type AlertLevel = 'alert-red' | 'alert-orange' | 'alert-yellow' | 'alert-blue';

/** A state or a kind in two to six words. A state carries an icon as well. */
export function Tag({
  tone = 'neutral',
  icon,
  children,
}: PropsWithChildren<{ tone?: Tone | AlertLevel; icon?: IconName }>) {
  return (
    <View className={classes('tag', tone)}>
      {icon && <Icon name={icon} size={14} />}
      <Text>{children}</Text>
    </View>
  );
}
