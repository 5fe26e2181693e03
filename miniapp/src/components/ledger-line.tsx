import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import { signed } from '@/lib/format';

import { BadgeIcon } from './badge-icon';
import { Item } from './card';
import { classes } from './classes';
import type { IconName } from './icons';
import './ledger-line.scss';

interface LedgerLineProps {
  icon: IconName;
  title: ReactNode;
  /** When and how: `12月14日 入账`. */
  detail: ReactNode;
  amount: number;
  /** Below the amount: `余 121`, `21日入账`. */
  note?: string;
  /** Not posted yet: gold. */
  waiting?: boolean;
  /** Taken back by a later line: struck out; `note` or `detail` names that line. */
  reversed?: boolean;
  onTap?: () => void;
}

/** One line of the passbook: in (+, green), out (−, ink), waiting (+, gold), reversed (struck). Never red. */
export function LedgerLine({ icon, title, detail, amount, note, waiting, reversed, onTap }: LedgerLineProps) {
  const kind = reversed ? 'reversed' : waiting ? 'wait' : amount > 0 ? 'in' : 'out';
  return (
    <Item
      badge={<BadgeIcon name={icon} tone={waiting ? 'gold' : 'neutral'} />}
      title={title}
      lines={[detail]}
      {...(onTap ? { onTap } : {})}
      side={
        <View className="amount-box">
          <View className={classes('amount num', kind)}>{amount === 0 ? '0' : signed(amount)}</View>
          {note && <View className="cap num">{note}</View>}
        </View>
      }
    />
  );
}
