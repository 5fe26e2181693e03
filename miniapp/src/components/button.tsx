import { Text, View } from '@tarojs/components';
import { type PropsWithChildren, useRef, useState } from 'react';

import { classes } from './classes';
import { Icon } from './icon';
import type { IconName } from './icons';
import { Pressable } from './pressable';
import './button.scss';

export interface ButtonProps {
  /** `main`: filled red, at most one a screen. `solid` and `ghost` belong on the passbook card. */
  kind?: 'main' | 'plain' | 'line-red' | 'quiet' | 'text' | 'solid' | 'ghost' | 'chosen';
  size?: 'normal' | 'big' | 'small';
  /** Full width. */
  block?: boolean;
  icon?: IconName;
  /** Under way; also set by itself while the promise of `onTap` is open. Taps are ignored meanwhile. */
  busy?: boolean;
  busyText?: string;
  /** Why it cannot be done now, in few words: they stand on the button instead of its own. */
  off?: string | false | undefined;
  /** For a screen reader, when several buttons carry the same words. */
  label?: string;
  onTap?: () => unknown;
}

/** A button. A second tap while the first is under way does nothing. */
export function Button(props: PropsWithChildren<ButtonProps>) {
  const {
    kind = 'plain',
    size = 'normal',
    block,
    icon,
    busyText = '正在办',
    off,
    label,
    onTap,
    children,
  } = props;
  const [pending, setPending] = useState(false);
  // A ref beside the state: two taps in one frame both see the old state.
  const locked = useRef(false);
  const busy = Boolean(props.busy) || pending;

  const tap = () => {
    if (off || busy || locked.current) return;
    const outcome = onTap?.();
    if (!(outcome instanceof Promise)) return;
    locked.current = true;
    setPending(true);
    void outcome.finally(() => {
      locked.current = false;
      setPending(false);
    });
  };

  return (
    <Pressable
      className={classes(
        'btn',
        kind,
        size !== 'normal' && size,
        block && 'block',
        busy && 'busy',
        off && 'off',
      )}
      {...(label && !off ? { label } : {})}
      disabled={Boolean(off)}
      busy={busy}
      onTap={tap}
    >
      <View className="btn-words">
        {icon && !off && <Icon name={icon} size={20} />}
        <Text>{off || children}</Text>
      </View>
      {busy && (
        <View className="btn-busy">
          <Icon name="refresh" size={20} turning />
          <Text>{busyText}</Text>
        </View>
      )}
    </Pressable>
  );
}

/** Buttons side by side, two at most; one below the other in elder mode. */
export function Buttons({ children, center }: PropsWithChildren<{ center?: boolean }>) {
  return <View className={classes('btns', center && 'center')}>{children}</View>;
}

/** An action inside a line of text: red words with a full-size hit area. */
export function Link({ onTap, label, children }: PropsWithChildren<{ onTap?: () => void; label?: string }>) {
  return (
    <Pressable className="link" role="link" {...(label ? { label } : {})} {...(onTap ? { onTap } : {})}>
      {children}
    </Pressable>
  );
}
