import { Text, View } from '@tarojs/components';

import { a11y } from '@/lib/a11y';
import { day } from '@/lib/format';

import { classes } from './classes';
import './lots-bar.scss';

export interface Lot {
  points: number;
  earnedYear: number;
  /** `YYYY-MM-DD` */
  lapsesOn: string;
  /** Lapses within 60 days. */
  soon: boolean;
}

/** One segment per lot, the one that lapses first at the left, gold when that is soon. */
export function LotsBar({ lots }: { lots: Lot[] }) {
  return (
    <View>
      <View className="lots" {...a11y({ hidden: true })}>
        {lots.map((lot) => (
          <View
            key={lot.lapsesOn + lot.earnedYear}
            className={classes('lot', lot.soon && 'soon')}
            style={{ flexGrow: lot.points }}
          />
        ))}
      </View>
      <View className="lots-words">
        {lots.map((lot) => (
          <View key={lot.lapsesOn + lot.earnedYear} className="lot-words">
            <View>
              <Text className="lot-points num">{lot.points}</Text> 分
            </View>
            <View className="cap">{lot.earnedYear} 年得的</View>
            {/* The year always stands here: which year it lapses is the very question. */}
            <View className="cap">{day(lot.lapsesOn, 0)}到期</View>
          </View>
        ))}
      </View>
    </View>
  );
}
