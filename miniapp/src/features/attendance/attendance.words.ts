import type { listHosted } from '@linli/shared/activities';
import type { OutputOf } from '@linli/shared/call';

export type Hosted = OutputOf<typeof listHosted>['items'][number];

/** Begun, and somebody who signed up is not confirmed yet. */
export function isOpen({ phase, confirmedCount, signedUpCount }: Hosted): boolean {
  return phase !== 'upcoming' && confirmedCount < signedUpCount;
}

/** How far the roll call is: `已点到 18 人，6 人没确认`. */
export function calledWords(activity: Hosted): string {
  const { phase, signedUpCount, confirmedCount } = activity;
  if (phase === 'upcoming') return `报名 ${signedUpCount} 人，还没开始`;
  if (isOpen(activity)) return `已点到 ${confirmedCount} 人，${signedUpCount - confirmedCount} 人没确认`;
  return confirmedCount ? `${confirmedCount} 人都确认了` : '没有人报名，来了的可以现场加';
}
