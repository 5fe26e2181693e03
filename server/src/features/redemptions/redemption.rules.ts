import { randomInt } from 'node:crypto';

import { pickupDays } from '@linli/shared/redemptions';
import { addDays, dayOf, daysBetween, momentOf, type Day } from '@linli/shared/time';

/** Six digits; not 000000–000999, which people read as typing errors. */
export function newPickupCode(): string {
  return String(randomInt(1000, 1_000_000)).padStart(6, '0');
}

/** The last day a code is good for, and the moment it stops: the end of that day in Shanghai. */
export function pickupDeadline(heldAt: Date): { lastDay: Day; expiresAt: Date } {
  const lastDay = addDays(dayOf(heldAt), pickupDays);
  return { lastDay, expiresAt: momentOf(addDays(lastDay, 1)) };
}

/** The last day of an order made before, from the moment its code stops. */
export function lastDayOf(expiresAt: Date): Day {
  return addDays(dayOf(expiresAt), -1);
}

/** Days left including today's: 0 on the last day. */
export function daysLeft(expiresAt: Date, today: Day): number {
  return Math.max(0, daysBetween(today, lastDayOf(expiresAt)));
}
