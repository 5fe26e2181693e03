import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import { a11y } from '@/lib/a11y';
import type { ApiError } from '@/lib/api';

import { classes } from './classes';
import { Icon } from './icon';
import './result.scss';

interface ResultProps {
  kind: 'ok' | 'warn' | 'danger' | 'info';
  title: string;
  text?: ReactNode;
  /** What to do next: a Link or a Button. */
  action?: ReactNode;
}

const icons = { ok: 'checkc', warn: 'alert', danger: 'xc', info: 'info' } as const;

/** How an act ended, said where it was done. It stays until something else is done; nothing pops up or fades. */
export function Result({ kind, title, text, action }: ResultProps) {
  return (
    <View className={classes('result', kind)} {...a11y({ role: kind === 'danger' ? 'alert' : 'status' })}>
      <Icon name={icons[kind]} className="result-icon" />
      <View className="grow">
        <View className="result-title">{title}</View>
        {text && <View className="sub">{text}</View>}
        {action && <View className="result-action">{action}</View>}
      </View>
    </View>
  );
}

/** A refused act: the server's own sentence. Draws nothing while there is no error. */
export function Refusal({
  error,
  title = '没有办成',
  action,
}: {
  error: ApiError | undefined;
  title?: string;
  action?: ReactNode;
}) {
  if (!error) return null;
  return (
    <Result
      kind={error.answered ? 'warn' : 'danger'}
      title={title}
      text={error.text}
      {...(action ? { action } : {})}
    />
  );
}
