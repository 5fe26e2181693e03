import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import { BadgeIcon } from './badge-icon';
import { classes } from './classes';
import { Icon } from './icon';
import type { IconName } from './icons';
import { Pressable } from './pressable';
import type { AlertLevel } from './tag';
import './banner.scss';

interface BannerProps {
  tone: AlertLevel | 'warn' | 'info';
  icon: IconName;
  title: ReactNode;
  text?: ReactNode;
  onTap?: () => void;
}

/** A relayed alert or a message about the whole page. */
export function Banner({ tone, icon, title, text, onTap }: BannerProps) {
  const body = (
    <>
      <BadgeIcon name={icon} tone={tone} />
      <View className="grow">
        <View className="banner-title">{title}</View>
        {text && <View className="banner-text">{text}</View>}
      </View>
      {onTap && <Icon name="right" size={20} className="banner-arrow" />}
    </>
  );
  const name = classes('banner', tone);
  return onTap ? (
    <Pressable className={name} onTap={onTap}>
      {body}
    </Pressable>
  ) : (
    <View className={name}>{body}</View>
  );
}
