import { pickupDays } from '@linli/shared/redemptions';
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';

import { Button } from '@/components/button';
import { Refusal } from '@/components/result';
import { Confirm, Sheet } from '@/components/sheet';
import type { ApiError } from '@/lib/api';

import type { Gift } from './index';

/** Refusals that another tap cannot mend. */
const final = new Set([
  'POINTS_NOT_ENOUGH',
  'GIFT_OUT_OF_STOCK',
  'GIFT_NOT_ON_SHELF',
  'GIFT_LIMIT_REACHED',
  'ACCOUNT_CLOSED',
  'NOT_A_HELPER',
]);

interface AskingProps {
  open: boolean;
  gift: Gift;
  quantity: number;
  whose: string | undefined;
  collector: string | undefined;
  error: ApiError | undefined;
  onYes: () => Promise<unknown>;
  onClose: () => void;
}

/** Says what will be held before it is. A refusal is shown here, where the eye is; a new price is asked again. */
export function Asking({ open, gift, quantity, whose, collector, error, onYes, onClose }: AskingProps) {
  const { name, unit, price, balance } = gift;
  const cost = price * quantity;
  if (error && final.has(error.code)) {
    return (
      <Sheet open={open} title="没有兑成" onClose={onClose}>
        <Refusal error={error} title={`${name}，${quantity} ${unit}`} />
        <View className="sheet-acts">
          <Button size="big" onTap={onClose}>
            知道了
          </Button>
          <Button size="big" onTap={() => void Taro.switchTab({ url: '/pages/store/index' })}>
            看别的礼品
          </Button>
        </View>
      </Sheet>
    );
  }
  return (
    <Confirm
      open={open}
      title={`${whose ? `替 ${whose} ` : ''}兑换${name}`}
      text={
        <>
          <View className="gift-sum">
            {quantity} {unit}，{cost ? `用 ${cost} 分` : '不用积分'}
            {balance !== null && `，余 ${balance - cost} 分`}
          </View>
          <View>
            {pickupDays} 天内到超市领{collector ? `，${collector}代领` : ''}。
            {cost > 0 && '不来领，积分会退回。'}
          </View>
        </>
      }
      yes={error?.code === 'OFFLINE' ? '再试一次' : '兑换'}
      onYes={onYes}
      onNo={onClose}
    >
      <Refusal error={error} title={error?.code === 'PRICE_CHANGED' ? '价格变了，还没有兑' : '还没有兑成'} />
    </Confirm>
  );
}
