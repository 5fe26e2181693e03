import type { UseQueryResult } from '@tanstack/react-query';
import Taro from '@tarojs/taro';
import type { ReactNode } from 'react';

import { ApiError } from '@/lib/api';

import { Button } from './button';
import { CallContact, Failed, Skeleton, State } from './state';

interface AnswerProps<T> {
  query: UseQueryResult<T>;
  /** What is being opened: `明细`; used in 没能打开明细. */
  what: string;
  /** What is safe when it fails: `您的积分没有变化。` */
  safe?: string;
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}

/**
 * Shows one question to the server in whichever state it is: loading, refused, offline, failed, or its data.
 * Data once loaded stays on screen when a later try fails. Emptiness is the screen's to say: it knows why.
 */
export function Answer<T>({ query, what, safe = '什么都没有丢。', skeleton, children }: AnswerProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  const again = () => query.refetch();
  if (query.isError) {
    const { error } = query;
    // A fault of the page itself is no state of the list; it flies on to where faults are reported.
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'OFFLINE') return <Offline what={what} onRetry={again} />;
    if (error.status === 401) return <SignInFirst />;
    // 400: an address somebody mistyped or an old link; trying again cannot help.
    if ([400, 403, 404].includes(error.status)) return <Refused text={error.text} />;
    return (
      <Failed
        what={what}
        text={`${safe}请再试一次，还不行就打电话给网格员。`}
        requestId={error.requestId}
        onRetry={again}
      />
    );
  }
  // The query library does not even ask while there is no network.
  if (query.fetchStatus === 'paused') return <Offline what={what} onRetry={again} />;
  return <>{skeleton ?? <Skeleton />}</>;
}

function Offline({ what, onRetry }: { what: string; onRetry: () => unknown }) {
  return (
    <State
      kind="offline"
      title="没有网络"
      text={`连上网以后，${what}会自己出来。填过的内容都在手机里。`}
      action={
        <Button icon="refresh" busyText="正在试" onTap={onRetry}>
          再试一次
        </Button>
      }
    />
  );
}

function SignInFirst() {
  return (
    <State
      kind="refused"
      title="请先登录"
      text="登录以后，就能看到您自己的内容。"
      action={
        <Button kind="main" onTap={() => void Taro.navigateTo({ url: '/packages/resident/link/index' })}>
          去登录
        </Button>
      }
    />
  );
}

function Refused({ text }: { text: string }) {
  return (
    <State
      kind="refused"
      title="这里没有您能看的内容"
      text={text.replace('这里没有您能看的内容。', '')}
      other={<CallContact />}
      action={<Button onTap={() => void Taro.switchTab({ url: '/pages/home/index' })}>回首页</Button>}
    />
  );
}
