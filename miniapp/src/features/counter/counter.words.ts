import type { FailureCode } from '@/lib/api';

/** What is wrong with a code, in a few words; the server's sentence says the rest. */
const titles: Partial<Record<FailureCode, string>> = {
  PICKUP_CODE_UNKNOWN: '没有这个码',
  COUNTER_LOCKED: '先停十分钟',
  PICKUP_CODE_OF_OTHER_STORE: '不是这家店的码',
  REDEMPTION_ALREADY_SETTLED: '已经领走了',
  REDEMPTION_CANCELLED: '已经取消了',
  REDEMPTION_EXPIRED: '过期了',
  CLERK_IS_PARTY: '要请另一位店员来办',
  OFFLINE: '没有连上网',
};

export function codeTitle(code: FailureCode | undefined, otherwise: string): string {
  return (code && titles[code]) ?? otherwise;
}
