import { onlineManager } from '@tanstack/react-query';
import { Text, View } from '@tarojs/components';

import { a11y } from '@/lib/a11y';
import { hasNetwork } from '@/lib/network';

import { Icon } from './icon';
import { Pressable } from './pressable';
import './offline-strip.scss';

/** Under the bar while there is no network. What was loaded stays readable; what is typed is kept. */
export function OfflineStrip() {
  const look = async () => {
    onlineManager.setOnline(await hasNetwork());
  };
  return (
    <View className="offline" {...a11y({ role: 'status' })}>
      <Icon name="offline" size={20} />
      <Text className="grow">没有网络，正在等信号</Text>
      <Pressable className="offline-again" onTap={() => void look()}>
        重连
      </Pressable>
    </View>
  );
}
