import Taro from '@tarojs/taro';

const storageKey = 'demo-offered';

export function demoWasOffered(): boolean {
  return Taro.getStorageSync<boolean | ''>(storageKey) === true;
}

/** Opens the people one can be, and remembers that it was done. */
export function offerDemo(): void {
  Taro.setStorageSync(storageKey, true);
  void Taro.navigateTo({ url: '/packages/resident/people/index' });
}
