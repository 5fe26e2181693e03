import Taro from '@tarojs/taro';

import { createStore, useStore } from './store';

export type ElderChoice = 'elder' | 'standard';

const storageKey = 'elder-choice';
/** Elder mode never draws smaller than this; nothing draws larger than the upper end (mockups are checked there). */
const elderFloor = 1.3;
const largest = 1.75;
/** From here on somebody has asked WeChat itself for large type, so we follow without asking. */
const systemElder = 1.3;

export interface Elder {
  elder: boolean;
  /** Factor for text and icons, 1 to 1.75. */
  scale: number;
  /** Whether the person has chosen neither version yet. */
  undecided: boolean;
}

/** The font factor WeChat is set to: 1 on H5, and wherever the platform does not say. */
function systemScale(): number {
  if (process.env.TARO_ENV === 'h5') return 1;
  const info = Taro.getAppBaseInfo() as { fontSizeScaleFactor?: number; fontSizeSetting?: number };
  const factor = info.fontSizeScaleFactor ?? (info.fontSizeSetting ?? 16) / 16;
  return Number.isFinite(factor) ? factor : 1;
}

/** From the person's choice and the system's factor to what is drawn. */
export function elderOf(choice: ElderChoice | undefined, system: number): Elder {
  const elder = choice === 'elder' || (choice === undefined && system >= systemElder);
  const scale = Math.min(largest, Math.max(elder ? elderFloor : 1, system));
  return { elder, scale: Math.round(scale * 100) / 100, undecided: choice === undefined };
}

/**
 * H5 only: `?elder=1` or `?elder=0` in the address decides, and `?fs=1.75` stands in for WeChat's font setting,
 * so that tests and pictures can ask for what a phone would say.
 */
function fromAddress(): { choice?: ElderChoice; system?: number } {
  if (process.env.TARO_ENV !== 'h5') return {};
  const query = /[?&]elder=([01])/.exec(location.href);
  const size = /[?&]fs=([\d.]+)/.exec(location.href);
  return {
    ...(query ? { choice: query[1] === '1' ? 'elder' : 'standard' } : {}),
    ...(size ? { system: Number(size[1]) } : {}),
  };
}

function read(): Elder {
  const address = fromAddress();
  const stored = Taro.getStorageSync<ElderChoice | ''>(storageKey) || undefined;
  return elderOf(address.choice ?? stored, address.system ?? systemScale());
}

const store = createStore<Elder>(read());

export function useElder(): Elder {
  return useStore(store);
}

/** Reads the stored choice and WeChat's factor again; each page does so when it is shown. */
export function refreshElder(): Elder {
  const next = read();
  const last = store.get();
  if (last.elder === next.elder && last.scale === next.scale && last.undecided === next.undecided)
    return last;
  store.set(next);
  return next;
}

/** Keeps what the person chose, for this phone. */
export function chooseElder(choice: ElderChoice): void {
  Taro.setStorageSync(storageKey, choice);
  refreshElder();
}
