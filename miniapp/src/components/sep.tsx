import { View } from '@tarojs/components';

import './sep.scss';

/** The thin dot between two facts of one line. */
export function Sep() {
  return <View className="sep" />;
}
