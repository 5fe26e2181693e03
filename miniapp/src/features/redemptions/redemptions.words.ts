import type { RedemptionView } from '@linli/shared/redemptions';

import type { SlipState } from '@/components/code-slip';
import { dateTime, day } from '@/lib/format';

/** What the slip shows. A code past its last moment is over even when the server could not be asked. */
export function slipState({ state, expiresAt }: RedemptionView, now = Date.now()): SlipState {
  switch (state) {
    case 'settled':
      return 'done';
    case 'cancelled':
      return 'cancelled';
    case 'released':
      return 'expired';
    case 'held':
      return Date.parse(expiresAt) < now ? 'expired' : 'waiting';
  }
}

/** The sentence in place of the code once it no longer counts. */
export function slipNote(view: RedemptionView): string {
  switch (slipState(view)) {
    case 'done':
      return view.settledAt ? `${dateTime(view.settledAt)} 领走的` : '已经领走了';
    case 'cancelled':
      return `不要了，${view.cost} 分已经退回`;
    case 'expired':
      return view.state === 'held'
        ? `${day(view.lastDay)}没有来领，${view.cost} 分会退回`
        : `${day(view.lastDay)}没有来领，${view.cost} 分已经退回`;
    case 'waiting':
      return '';
  }
}
