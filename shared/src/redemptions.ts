import * as z from 'zod/mini';

import { call } from './call.js';
import { id, personName, pickupCode, requestKey, whole } from './fields.js';
import { pageFields, pageOf } from './paging.js';
import { relationNames } from './residents.js';

/** Days a pick-up code is good for (domain.md 2.6). */
export const pickupDays = 14;

export const redemptionStates = {
  held: '待领取',
  settled: '已领走',
  cancelled: '已取消',
  released: '过期退回',
} as const;
export type RedemptionState = keyof typeof redemptionStates;
export const redemptionStateNames = Object.keys(redemptionStates) as [RedemptionState, ...RedemptionState[]];

const proxyInput = z.strictObject({ name: personName, relation: z.enum(relationNames, '请选关系') });

export const redemptionView = z.object({
  id: z.string(),
  state: z.enum(redemptionStateNames),
  giftId: z.string(),
  giftName: z.string(),
  unit: z.string(),
  drawing: z.string(),
  quantity: z.int(),
  cost: z.int(),
  /** Six digits, only while waiting to be collected. */
  code: z.nullable(z.string()),
  /** What the QR shows, only while waiting. */
  qr: z.nullable(z.string()),
  heldAt: z.string(),
  /** Last moment the code is good for: the end of this Shanghai day. */
  expiresAt: z.string(),
  lastDay: z.string(),
  daysLeft: z.int(),
  settledAt: z.nullable(z.string()),
  forName: z.string(),
  /** Who ordered, when it was not the person themself. */
  placedByName: z.nullable(z.string()),
  proxy: z.nullable(z.object({ name: z.string(), relation: z.enum(relationNames) })),
  /** The clerk asks a proxy for these: last four of the holder's phone, or of the passbook. */
  checkText: z.string(),
  store: z.object({
    id: z.string(),
    name: z.string(),
    place: z.string(),
    phone: z.nullable(z.string()),
    nextOpening: z.string(),
    hours: z.array(z.string()),
  }),
  can: z.object({ cancel: z.boolean(), setProxy: z.boolean() }),
});
export type RedemptionView = z.output<typeof redemptionView>;

export const redeem = call({
  name: 'redemptions.redeem',
  summary: 'Exchange points for a gift: points and stock are held, a pick-up code is given',
  method: 'POST',
  path: '/redemptions',
  access: 'gift.redeem',
  input: z.strictObject({
    giftId: id,
    quantity: whole(1, 20, '数量'),
    /** The price of one piece the person saw; a changed price asks again. */
    price: whole(0, 2000, '价格'),
    /** Somebody the caller helps; absent = the caller. */
    residentId: z.optional(id),
    proxy: z.optional(proxyInput),
    requestKey,
  }),
  output: redemptionView,
  errors: [
    'POINTS_NOT_ENOUGH',
    'GIFT_OUT_OF_STOCK',
    'GIFT_NOT_ON_SHELF',
    'GIFT_LIMIT_REACHED',
    'PRICE_CHANGED',
    'NOT_A_HELPER',
    'ACCOUNT_CLOSED',
  ],
});

export const listRedemptions = call({
  name: 'redemptions.list',
  summary: 'My orders and those I made for others, waiting ones first',
  method: 'GET',
  path: '/redemptions',
  access: 'gift.redeem',
  input: z.strictObject({ state: z.optional(z.enum(redemptionStateNames)), ...pageFields }),
  output: pageOf(redemptionView),
  errors: [],
});

export const getRedemption = call({
  name: 'redemptions.get',
  summary: 'One order with its code',
  method: 'GET',
  path: '/redemptions/:id',
  access: 'gift.redeem',
  input: z.strictObject({ id }),
  output: redemptionView,
  errors: [],
});

export const cancelRedemption = call({
  name: 'redemptions.cancel',
  summary: 'Not wanted any more: points and stock go back',
  method: 'POST',
  path: '/redemptions/:id/cancellation',
  access: 'gift.redeem',
  input: z.strictObject({ id, requestKey }),
  output: redemptionView,
  errors: ['REDEMPTION_NOT_HELD'],
});

export const setProxy = call({
  name: 'redemptions.setProxy',
  summary: 'Name who collects it instead, or nobody',
  method: 'PUT',
  path: '/redemptions/:id/proxy',
  access: 'gift.redeem',
  input: z.strictObject({ id, proxy: z.nullable(proxyInput) }),
  output: redemptionView,
  errors: ['REDEMPTION_NOT_HELD'],
});

/** What a clerk sees: no balance, no phone, the name masked. */
export const counterSlip = z.object({
  id: z.string(),
  state: z.enum(redemptionStateNames),
  giftName: z.string(),
  unit: z.string(),
  drawing: z.string(),
  quantity: z.int(),
  cost: z.int(),
  maskedName: z.string(),
  proxy: z.nullable(
    z.object({ maskedName: z.string(), relation: z.enum(relationNames), checkText: z.string() }),
  ),
  heldAt: z.string(),
  lastDay: z.string(),
  settledAt: z.nullable(z.string()),
});
export type CounterSlip = z.output<typeof counterSlip>;

export const listCounterStores = call({
  name: 'counter.stores',
  summary: 'Stores the caller works in',
  method: 'GET',
  path: '/counter/stores',
  access: 'redemption.settle',
  input: z.strictObject({}),
  output: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), waiting: z.int() })) }),
  errors: [],
});

export const lookUpCode = call({
  name: 'counter.lookUp',
  summary:
    'What a code stands for, before anything is handed over; accepts the six digits or the scanned text',
  method: 'POST',
  path: '/counter/look-ups',
  access: 'redemption.settle',
  input: z.strictObject({ storeId: id, code: pickupCode }),
  output: counterSlip,
  errors: [
    'PICKUP_CODE_UNKNOWN',
    'COUNTER_LOCKED',
    'PICKUP_CODE_OF_OTHER_STORE',
    'REDEMPTION_ALREADY_SETTLED',
    'REDEMPTION_CANCELLED',
    'REDEMPTION_EXPIRED',
    'CLERK_IS_PARTY',
  ],
});

export const settle = call({
  name: 'counter.settle',
  summary: 'Handed over: the points are spent, the code is used up',
  method: 'POST',
  path: '/counter/settlements',
  access: 'redemption.settle',
  input: z.strictObject({ storeId: id, code: pickupCode, requestKey }),
  output: counterSlip,
  errors: [
    'PICKUP_CODE_UNKNOWN',
    'COUNTER_LOCKED',
    'PICKUP_CODE_OF_OTHER_STORE',
    'REDEMPTION_ALREADY_SETTLED',
    'REDEMPTION_CANCELLED',
    'REDEMPTION_EXPIRED',
    'CLERK_IS_PARTY',
  ],
});

export const listHandedOver = call({
  name: 'counter.handedOver',
  summary: 'What this store handed over, newest first',
  method: 'GET',
  path: '/counter/settlements',
  access: 'redemption.settle',
  input: z.strictObject({ storeId: id, ...pageFields }),
  output: pageOf(counterSlip),
  errors: [],
});

export { codeInScan, pickupQrPrefix } from './fields.js';
