import {
  capPeriods,
  type EntryView,
  type PointsCategory,
  pointsUnits,
  type RuleView,
} from '@linli/shared/points';

import type { IconName } from '@/components/icons';

export const categoryIcons: Record<PointsCategory, IconName> = {
  deliberation: 'council',
  neighbourHelp: 'hand',
  civility: 'scale',
  volunteering: 'heart',
  environment: 'broom',
  safety: 'shield',
  culture: 'file',
};

const kindIcons: Record<EntryView['kind'], IconName> = {
  earn: 'plus',
  adjust: 'edit',
  deduct: 'minus',
  hold: 'ticket',
  settle: 'bag',
  release: 'refresh',
  expire: 'glass',
  carryOver: 'cal',
  reverse: 'edit',
};

/** What was done, as a picture: the category for points earned, else how they moved. */
export function entryIcon({ kind, category }: Pick<EntryView, 'kind' | 'category'>): IconName {
  return kind === 'earn' && category ? categoryIcons[category] : kindIcons[kind];
}

/** `4 分一次`, `3 分一小时`. */
export function worth({ points, unit }: Pick<RuleView, 'points' | 'unit'>): string {
  return `${points} 分一${pointsUnits[unit]}`;
}

/** `每月最多 16 分`, `没有上限`. */
export function cap({ capPoints, capPeriod }: Pick<RuleView, 'capPoints' | 'capPeriod'>): string {
  return capPoints === null || capPeriod === 'none'
    ? '没有上限'
    : `${capPeriods[capPeriod]}最多 ${capPoints} 分`;
}
