import type { DonorPurpose, GiftState } from '@linli/shared/gifts';
import { addDays, type Day } from '@linli/shared/time';

/** The price of a day: the newest that has begun. Prices in any order. */
export function priceOn(prices: readonly { price: number; effectiveFrom: Day }[], day: Day): number | null {
  const begun = prices.filter((row) => row.effectiveFrom <= day);
  return (
    begun.reduce<(typeof begun)[number] | null>(
      (newest, row) => (newest && newest.effectiveFrom > row.effectiveFrom ? newest : row),
      null,
    )?.price ?? null
  );
}

/** A price that is decided but has not begun: the soonest. */
export function nextPriceAfter(prices: readonly { price: number; effectiveFrom: Day }[], day: Day) {
  const later = prices
    .filter((row) => row.effectiveFrom > day)
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  return later[0] ? { price: later[0].price, from: later[0].effectiveFrom } : null;
}

/** First and last day of a day's calendar month. */
export function monthOf(day: Day): { first: Day; last: Day } {
  const first = `${day.slice(0, 7)}-01`;
  const nextMonth = addDays(first, 32).slice(0, 7);
  return { first, last: addDays(`${nextMonth}-01`, -1) };
}

/** Goods that may be given to this person today: not expired, and meant for them. */
export function mayTake(
  batch: { purpose: DonorPurpose; expiresOn: Day | null },
  isElder: boolean,
  today: Day,
): boolean {
  if (batch.expiresOn !== null && batch.expiresOn < today) return false;
  return batch.purpose === 'anyone' || isElder;
}

/** Shown with its exact number when this few are left. */
const fewLeftCount = 10;

export interface GiftStanding {
  left: number;
  leftForOthers: number;
  unit: string;
  monthlyLimit: number;
  takenThisMonth: number;
  price: number;
  /** Null: nobody is signed in. */
  balance: number | null;
}

/** What a gift's card says to this person, and how many they may take at once. */
export function standingOf(gift: GiftStanding): { state: GiftState; stateText: string; maxQuantity: number } {
  const { left, unit, monthlyLimit, takenThisMonth, price, balance } = gift;
  const allowance = Math.max(0, monthlyLimit - takenThisMonth);
  const affordable = balance === null || price === 0 ? allowance : Math.floor(balance / price);
  const maxQuantity = Math.max(0, Math.min(left, allowance, affordable, 20));
  if (left <= 0 && gift.leftForOthers > 0)
    return { state: 'notForYou', stateText: '留给 60 岁以上', maxQuantity: 0 };
  if (left <= 0) return { state: 'soldOut', stateText: '兑完了', maxQuantity: 0 };
  if (allowance === 0) return { state: 'hadThisMonth', stateText: '本月已兑', maxQuantity: 0 };
  if (balance !== null && balance < price) {
    return { state: 'pointsShort', stateText: `还差 ${price - balance} 分`, maxQuantity: 0 };
  }
  if (left <= fewLeftCount) return { state: 'fewLeft', stateText: `剩 ${left} ${unit}`, maxQuantity };
  return { state: 'available', stateText: '有货', maxQuantity };
}

/**
 * The same for a helper who may exchange but not see the points: says that they do not suffice, not by how much, and
 * the most pieces at once do not follow from them.
 */
export function discreetStandingOf(gift: GiftStanding): ReturnType<typeof standingOf> {
  const standing = standingOf(gift);
  if (standing.state === 'pointsShort') return { ...standing, stateText: '积分不够' };
  return standingOf({ ...gift, balance: null });
}
