import { Text, View } from '@tarojs/components';
import Taro from '@tarojs/taro';

import { a11y } from '@/lib/a11y';

import { classes } from './classes';
import { Icon } from './icon';
import type { IconName } from './icons';
import { Pressable } from './pressable';
import './tab-bar.scss';

export type TabName = 'home' | 'store' | 'topics' | 'inbox' | 'me';

const tabs: { name: TabName; text: string; icon: IconName }[] = [
  { name: 'home', text: '首页', icon: 'home' },
  { name: 'store', text: '超市', icon: 'store' },
  { name: 'topics', text: '议事', icon: 'council' },
  { name: 'inbox', text: '消息', icon: 'mail' },
  { name: 'me', text: '我的', icon: 'user' },
];

/** The five tabs, drawn by us so that their words grow with everything else. Only 消息 carries a count. */
export function TabBar({ current, unread = 0 }: { current: TabName; unread?: number }) {
  return (
    <View className="tabbar" {...a11y({ role: 'navigation', label: '主导航' })}>
      {tabs.map(({ name, text, icon }) => (
        <Pressable
          key={name}
          className={classes('tab', name === current && 'on')}
          role="link"
          current={name === current}
          onTap={() => void (name === current || Taro.switchTab({ url: `/pages/${name}/index` }))}
        >
          <Icon name={icon} size={26} />
          <Text>{text}</Text>
          {name === 'inbox' && unread > 0 && (
            <View className="tab-count num" {...a11y({ role: 'img', label: `${unread} 条没看` })}>
              {unread > 99 ? '99+' : unread}
            </View>
          )}
        </Pressable>
      ))}
    </View>
  );
}
