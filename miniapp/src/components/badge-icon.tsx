import { View } from '@tarojs/components';

import { classes } from './classes';
import { Icon } from './icon';
import type { IconName } from './icons';
import type { AlertLevel, Tone } from './tag';
import './badge-icon.scss';

/** A 44 dp tile: neutral, red = waits for me, gold = running, ok, info, warn, or an alert level. */
export function BadgeIcon({ name, tone = 'neutral' }: { name: IconName; tone?: Tone | AlertLevel }) {
  return (
    <View className={classes('badge-ic', tone)}>
      <Icon name={name} />
    </View>
  );
}
