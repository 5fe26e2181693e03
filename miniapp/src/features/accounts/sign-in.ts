import Taro from '@tarojs/taro';

import { signInWithWechat } from '@/lib/account';

/** WeChat says who this is; in the browser demo one chooses a person instead. */
export async function signInHere(): Promise<void> {
  if (process.env.TARO_ENV === 'h5') await Taro.navigateTo({ url: '/packages/resident/people/index' });
  else await signInWithWechat();
}
