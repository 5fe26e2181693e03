import type { StockRow } from '@linli/shared/gifts';

/** Batches that still hold something and lapse soon. */
export function expiring(row: StockRow) {
  return row.batches.filter(({ expiringSoon, remaining }) => expiringSoon && remaining > 0);
}

/** Views of the stock list. */
export const stockViews = {
  all: { text: '全部', holds: () => true },
  empty: { text: '兑完了', holds: (row: StockRow) => row.onShelf && row.available === 0 },
  soon: { text: '快到期', holds: (row: StockRow) => expiring(row).length > 0 },
  donated: {
    text: '捐赠的',
    holds: (row: StockRow) =>
      row.batches.some(({ source, remaining }) => source === 'donated' && remaining > 0),
  },
  off: { text: '下架的', holds: (row: StockRow) => !row.onShelf },
} as const;
export type StockViewName = keyof typeof stockViews;
export const stockViewNames = Object.keys(stockViews) as StockViewName[];
