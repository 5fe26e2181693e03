import { Text, View } from '@tarojs/components';
import type { PropsWithChildren } from 'react';

import { heading } from '@/lib/a11y';

import { Icon } from './icon';
import { Pressable } from './pressable';
import './section.scss';

interface SectionProps {
  title: string;
  /** Grey words after the title: `2 件`, `7 分，还没到账`. */
  remark?: string;
  /** The way to all of it, at the right. */
  more?: { text?: string; onTap: () => void };
}

/** A titled part of a page. */
export function Section({ title, remark, more, children }: PropsWithChildren<SectionProps>) {
  return (
    <View className="sec">
      <View className="sec-head">
        <View className="sec-title" {...heading(2)}>
          {title}
          {remark && <Text className="sec-remark">{remark}</Text>}
        </View>
        {more && (
          <Pressable
            className="more"
            role="link"
            label={`${title}，${more.text ?? '全部'}`}
            onTap={more.onTap}
          >
            <Text>{more.text ?? '全部'}</Text>
            <Icon name="right" size={16} />
          </Pressable>
        )}
      </View>
      {children}
    </View>
  );
}
