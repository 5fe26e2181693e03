import { getDemoPhoneCode } from '@linli/shared/demo';
import Taro from '@tarojs/taro';

import { send } from './api';

/**
 * What only WeChat can do, each with an honest stand-in on H5. Branches on the build target and never on a failure:
 * in H5 production builds Taro's missing functions resolve as if they had worked.
 */
const inWechat = process.env.TARO_ENV === 'weapp';

/** Whether this phone can scan. Where it cannot, the screen offers typing and says so. */
export const canScan = inWechat;

/** Opens the camera; answers what the code says, or undefined when the person turned back. */
export async function scan(): Promise<string | undefined> {
  if (!inWechat) return undefined;
  try {
    const { result } = await Taro.scanCode({ onlyFromCamera: true, scanType: ['qrCode', 'barCode'] });
    return result;
  } catch {
    // WeChat rejects when the person closes the camera; it has no other foreseen failure.
    return undefined;
  }
}

/** Dials after the system's own question. */
export async function callPhone(phone: string): Promise<void> {
  if (!inWechat) {
    location.href = `tel:${phone}`;
    return;
  }
  // Turning back at the system's question rejects; that is an answer, not a fault.
  await Taro.makePhoneCall({ phoneNumber: phone }).catch(() => undefined);
}

/** H5 demo only: the phone code of the signed-in demo person. */
export async function demoPhoneCode(): Promise<string> {
  return (await send(getDemoPhoneCode, {})).code;
}

/** Whether this phone can read aloud: the browser's voice. WeChat has none without a plugin, so there we say so. */
export function canSpeak(): boolean {
  return !inWechat && typeof speechSynthesis !== 'undefined';
}

/** Reads `text` aloud; the answer stops it. `slow` is for codes and for people who ask again. */
export function speak(
  text: string,
  { slow = false, onEnd }: { slow?: boolean; onEnd?: () => void } = {},
): () => void {
  if (!canSpeak()) return () => undefined;
  speechSynthesis.cancel();
  const words = new SpeechSynthesisUtterance(text);
  words.lang = 'zh-CN';
  words.rate = slow ? 0.6 : 0.9;
  if (onEnd) {
    words.onend = onEnd;
    words.onerror = onEnd;
  }
  speechSynthesis.speak(words);
  return () => speechSynthesis.cancel();
}

/** Where WeChat's own capsule sits on a page with its own bar, in px; undefined elsewhere. */
export function capsule(): { top: number; height: number; right: number; statusBar: number } | undefined {
  if (!inWechat) return undefined;
  const box = Taro.getMenuButtonBoundingClientRect();
  const { windowWidth, statusBarHeight = 20 } = Taro.getWindowInfo();
  return { top: box.top, height: box.height, right: windowWidth - box.left, statusBar: statusBarHeight };
}
