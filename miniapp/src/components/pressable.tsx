import { View } from '@tarojs/components';
import type { CSSProperties, PropsWithChildren } from 'react';

import { a11y } from '@/lib/a11y';

import { classes } from './classes';
import './pressable.scss';

type Role = 'button' | 'link' | 'tab' | 'checkbox' | 'radio' | 'switch' | 'option';

export interface PressableProps {
  onTap?: () => void;
  role?: Role;
  /** What a screen reader says, when the words inside are not enough. */
  label?: string;
  disabled?: boolean;
  checked?: boolean;
  selected?: boolean;
  expanded?: boolean;
  current?: boolean;
  busy?: boolean;
  className?: string;
  style?: CSSProperties;
}

/** Anything that can be tapped: has a role, takes the keyboard on H5, and does nothing while disabled. */
export function Pressable({
  onTap,
  role = 'button',
  className,
  style,
  children,
  ...words
}: PropsWithChildren<PressableProps>) {
  const press = (event: { stopPropagation?: () => void }) => {
    event.stopPropagation?.();
    if (!words.disabled) onTap?.();
  };
  // Taro's View does not name keyboard events, though the browser's element under it has them.
  const keyboard =
    process.env.TARO_ENV === 'h5'
      ? {
          onKeyDown: (event: KeyboardEvent) => {
            if (event.key !== 'Enter' && !(event.key === ' ' && role !== 'link')) return;
            event.preventDefault();
            press(event);
          },
        }
      : {};
  return (
    <View
      className={classes('press', words.disabled && 'disabled', className)}
      hoverClass={words.disabled ? 'none' : 'pressed'}
      hoverStayTime={80}
      {...(style ? { style } : {})}
      onClick={press}
      {...keyboard}
      {...a11y({ role, focusable: true, ...words })}
    >
      {children}
    </View>
  );
}
