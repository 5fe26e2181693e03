import { Text, View } from '@tarojs/components';
import { type ReactNode, useEffect, useState } from 'react';

import { a11y, heading } from '@/lib/a11y';
import { clock } from '@/lib/format';
import { useMe } from '@/lib/session';
import { callPhone } from '@/lib/wechat';

import { Art } from './art';
import { Button, Buttons } from './button';
import { classes } from './classes';
import { Sep } from './sep';
import './card.scss';
import './gift-card.scss';
import './state.scss';

interface StateProps {
  kind: 'empty' | 'error' | 'offline' | 'refused';
  title: string;
  /** One sentence: why, and what is safe. */
  text: string;
  /** The one way on. */
  action?: ReactNode;
  /** A second one, outlined, to its left. */
  other?: ReactNode;
  /** For staff: what the server's log calls this. */
  requestId?: string | undefined;
}

/** A page or a list that has nothing to show: drawing, one sentence, one way on. */
export function State({ kind, title, text, action, other, requestId }: StateProps) {
  return (
    <View className="state" {...a11y(kind === 'error' ? { role: 'alert' } : {})}>
      <Art name={`state-${kind}`} size="scene" />
      <View className="state-title" {...heading(2)}>
        {title}
      </View>
      <View className="state-text">{text}</View>
      {(action || other) && (
        <Buttons center>
          {other}
          {action}
        </Buttons>
      )}
      {requestId && (
        <View className="state-code">
          错误号 {requestId.slice(0, 8)}
          <Sep />
          {clock(Date.now())}
        </View>
      )}
    </View>
  );
}

interface FailedProps {
  /** What could not be opened: `明细`. */
  what: string;
  text: string;
  requestId?: string | undefined;
  onRetry: () => unknown;
}

/** Our own fault: says what is safe, offers another try and a person to call. */
export function Failed({ what, text, requestId, onRetry }: FailedProps) {
  return (
    <State
      kind="error"
      title={`没能打开${what}`}
      text={text}
      requestId={requestId}
      other={<CallContact />}
      action={
        <Button kind="main" icon="refresh" busyText="正在试" onTap={onRetry}>
          再试一次
        </Button>
      }
    />
  );
}

/** Calls the grid worker or committee of whoever is signed in; nothing when nobody is known. */
export function CallContact() {
  const phone = useMe()?.contact?.phone;
  if (!phone) return null;
  return (
    <Button icon="phone" onTap={() => callPhone(phone)}>
      打电话
    </Button>
  );
}

interface SkeletonProps {
  /** The same height as what will come: rows of a list, a card, gifts, a form. */
  shape?: 'list' | 'card' | 'gifts' | 'page';
  rows?: number;
}

/** Grey shapes where content will be. They appear after 300 ms, so a quick answer never flickers, and do not shimmer. */
export function Skeleton({ shape = 'list', rows = 3 }: SkeletonProps) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <View
      className={classes('skeleton', !late && 'early')}
      {...a11y({ role: 'status', label: '正在打开', busy: true })}
    >
      {(shape === 'card' || shape === 'page') && (
        <View className="card">
          <View className="sk sk-word" />
          <View className="sk sk-sum" />
          <View className="sk sk-half" />
        </View>
      )}
      {shape === 'page' && <View className="sk sk-title" />}
      {(shape === 'list' || shape === 'page') && (
        <View className="card list">
          {Array.from({ length: rows }, (_, row) => (
            <View className="item" key={row}>
              <View className="sk sk-tile" />
              <View className="grow">
                <View className="sk sk-line" />
                <View className="sk sk-short" />
              </View>
              <View className="sk sk-end" />
            </View>
          ))}
        </View>
      )}
      {shape === 'gifts' && (
        <View className="gifts">
          {Array.from({ length: rows }, (_, row) => (
            <View className="gift" key={row}>
              <View className="sk sk-pic" />
              <View className="gift-words">
                <View className="sk sk-line" />
                <View className="sk sk-short" />
              </View>
            </View>
          ))}
        </View>
      )}
      <Text className="skeleton-words">正在打开…</Text>
    </View>
  );
}
