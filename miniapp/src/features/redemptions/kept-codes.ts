import type { RedemptionView } from '@linli/shared/redemptions';
import Taro from '@tarojs/taro';

import { session } from '@/lib/session';

/**
 * Codes that wait to be collected, kept on this phone: a counter in a cellar has no signal. They belong to the account
 * that loaded them, and leave the phone with it: whoever has a code and its name can ask for the gift.
 */
interface Kept {
  accountId: string;
  /** When they were last loaded, in ms. */
  at: number;
  held: RedemptionView[];
}

const storageKey = 'kept-codes';

function account(): string | undefined {
  return session.get()?.me.accountId;
}

/** What this account last loaded, or undefined. */
export function keptCodes(): Kept | undefined {
  const kept = Taro.getStorageSync<Kept | ''>(storageKey) || undefined;
  return kept && kept.accountId === account() ? kept : undefined;
}

/** Remembers the whole list of what waits. */
export function keepCodes(held: RedemptionView[]): void {
  const accountId = account();
  if (accountId) Taro.setStorageSync(storageKey, { accountId, at: Date.now(), held } satisfies Kept);
}

/** Remembers one code, or forgets it once it is no longer waiting. */
export function keepCode(view: RedemptionView): void {
  const others = (keptCodes()?.held ?? []).filter((one) => one.id !== view.id);
  keepCodes(view.state === 'held' ? [view, ...others] : others);
}

session.subscribe(() => {
  if (!keptCodes()) Taro.removeStorageSync(storageKey);
});
