import { getMe, signIn, signOut as signOutRow } from '@linli/shared/accounts';
import { getDemoCode } from '@linli/shared/demo';
import Taro from '@tarojs/taro';

import { ApiError, send } from './api';
import { queryClient } from './query';
import { session } from './session';

/** Trades a WeChat login code for our session. What the last person saw is forgotten first. */
async function signInWithCode(code: string): Promise<void> {
  const view = await send(signIn, { code, device: deviceName() }, { anonymous: true });
  queryClient.clear();
  session.set({ accessToken: view.accessToken, refreshToken: view.refreshToken, me: view.me });
}

/** WeChat only: asks WeChat who this is. */
export async function signInWithWechat(): Promise<void> {
  const { code } = await Taro.login();
  await signInWithCode(code);
}

/** H5 demo only: signs in as one of the people the server offers (`listDemoPeople`). */
export async function signInAs(demoPerson: string): Promise<void> {
  const { code } = await send(getDemoCode, { key: demoPerson }, { anonymous: true });
  await signInWithCode(code);
}

/** Ends the session here even when the server cannot be told. */
export async function signOut(): Promise<void> {
  try {
    await send(signOutRow, {});
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  } finally {
    session.set(undefined);
    queryClient.clear();
  }
}

/** Asks the server again who I am: after linking, or when a role may have changed. */
export async function refreshMe(): Promise<void> {
  const me = await send(getMe, {});
  const current = session.get();
  if (current) session.set({ ...current, me });
}

function deviceName(): string {
  if (process.env.TARO_ENV === 'h5') return '浏览器';
  const { brand, model } = Taro.getDeviceInfo();
  return `${brand} ${model}`.slice(0, 80);
}
