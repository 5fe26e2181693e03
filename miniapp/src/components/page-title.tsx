import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import { heading } from '@/lib/a11y';

import './page-title.scss';

interface PageTitleProps {
  title: ReactNode;
  /** A grey line below. */
  text?: ReactNode;
  /** One button at the right. */
  side?: ReactNode;
}

/** What the page is about, large: the greeting at home, a topic, a notice; in elder mode wherever the bar is too small. */
export function PageTitle({ title, text, side }: PageTitleProps) {
  return (
    <View className="page-title">
      <View className="grow">
        <View className="page-title-words" {...heading(1)}>
          {title}
        </View>
        {text && <View className="sub">{text}</View>}
      </View>
      {side}
    </View>
  );
}
