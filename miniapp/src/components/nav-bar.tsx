import { Text, View } from '@tarojs/components';
import Taro from '@tarojs/taro';

import { a11y, heading } from '@/lib/a11y';
import { capsule } from '@/lib/wechat';

import { Art } from './art';
import { Icon } from './icon';
import { Pressable } from './pressable';
import './nav-bar.scss';

/** Back one page, or home when this page was opened directly. */
export function goBack(): void {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack();
  else void Taro.switchTab({ url: '/pages/home/index' });
}

/** The bar with title and way back. WeChat draws its own, so this one is for H5. */
export function NavBar({ title, back }: { title: string; back: boolean }) {
  return (
    <View className="navbar" {...a11y({ role: 'banner' })}>
      {back && (
        <Pressable className="navbar-back" label="返回" onTap={goBack}>
          <Icon name="left" />
        </Pressable>
      )}
      <View className="navbar-title" {...heading(1)}>
        {title}
      </View>
    </View>
  );
}

interface HomeBarProps {
  /** Name of the community. */
  place: string;
  /** Lets the person switch to another place; without it there is nothing to switch. */
  onSwitch?: () => void;
}

/** The home page's own bar: mark and place name, kept clear of WeChat's capsule. Page config: `navigationStyle: 'custom'`. */
export function HomeBar({ place, onSwitch }: HomeBarProps) {
  const box = capsule();
  const style = box && {
    paddingTop: `${box.statusBar}px`,
    height: `${box.height + 2 * (box.top - box.statusBar)}px`,
    paddingRight: `${box.right}px`,
  };
  const words = (
    <>
      <Art name="brand" size="logo" />
      <Text className="homebar-name">{place}</Text>
      {onSwitch && <Icon name="down" size={16} />}
    </>
  );
  return (
    <View className="homebar" {...(style ? { style } : {})} {...a11y({ role: 'banner' })}>
      {onSwitch ? (
        <Pressable className="homebar-place" label={`${place}，换一个社区`} onTap={onSwitch}>
          {words}
        </Pressable>
      ) : (
        <View className="homebar-place">{words}</View>
      )}
    </View>
  );
}
