import type { ErrorCode } from '@linli/shared/errors';

import { AppError } from '../../common/app-error.js';
import { WechatError } from '../../platform/wechat/wechat-errors.js';

const codes: Record<WechatError['kind'], ErrorCode> = {
  // One more tap of the person gives another code.
  U: 'WECHAT_CODE_INVALID',
  // Nobody can help this account here; the sentence names the counter and the telephone.
  P: 'WECHAT_BLOCKED',
  R: 'WECHAT_UNAVAILABLE',
  T: 'WECHAT_UNAVAILABLE',
  C: 'WECHAT_UNAVAILABLE',
};

/** What a failed call to WeChat means to the person who waits; a fault of ours stays what it is. */
export function refusalOf(error: unknown): unknown {
  return error instanceof WechatError ? new AppError(codes[error.kind]) : error;
}
