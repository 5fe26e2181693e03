import { Text, View } from '@tarojs/components';

import { a11y } from '@/lib/a11y';
import { useElder } from '@/lib/elder';

import { Button } from './button';
import { roofs } from './passbook-roofs';
import './passbook-card.scss';

interface PassbookCardProps {
  /** Points that can be spent now. */
  balance: number;
  /** Points of this year; spending does not lower them. */
  annualScore: number;
  /** The lot that lapses next, when it does within 60 days. */
  lapse?: { points: number; daysLeft: number } | undefined;
  onRedeem: () => void;
  onStatement: () => void;
}

/** The passbook: the only large red surface, on the home page only. */
export function PassbookCard({ balance, annualScore, lapse, onRedeem, onStatement }: PassbookCardProps) {
  const { elder } = useElder();
  return (
    <View className="passbook" {...a11y({ role: 'region', label: '积分' })}>
      <View className="passbook-head">
        <View className="passbook-roofs" style={{ backgroundImage: roofs }} {...a11y({ hidden: true })} />
        <View className="passbook-label">可用积分</View>
        <View className="passbook-sum">
          <Text className="num">{balance}</Text>
          <Text className="passbook-unit">分</Text>
        </View>
      </View>
      {/* Elder mode keeps the ground line of the houses and leaves the small print to the statement. */}
      <View className="passbook-ground">
        {!elder && (
          <>
            <View>
              今年攒了 <Text className="passbook-figure num">{annualScore}</Text> 分
            </View>
            {lapse && (
              <View>
                <Text className="passbook-figure num">{lapse.points}</Text> 分{' '}
                {lapse.daysLeft > 0 ? `${lapse.daysLeft} 天后到期` : '今天到期'}
              </View>
            )}
          </>
        )}
      </View>
      <View className="passbook-acts">
        <Button kind="solid" onTap={onRedeem}>
          我要兑换
        </Button>
        <Button kind="ghost" onTap={onStatement}>
          看明细
        </Button>
      </View>
    </View>
  );
}
