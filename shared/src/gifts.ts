import * as z from 'zod/mini';

import { call } from './call.js';
import { day, done, id, line, lineOrNone, note, requestKey, whole } from './fields.js';

export const giftCategories = {
  grain: '粮油',
  daily: '日用',
  service: '服务',
  study: '文具图书',
  home: '家居',
} as const;
export type GiftCategory = keyof typeof giftCategories;
export const giftCategoryNames = Object.keys(giftCategories) as [GiftCategory, ...GiftCategory[]];

export const stockSources = { bought: '购买', donated: '捐赠', aid: '帮扶' } as const;
export type StockSource = keyof typeof stockSources;
export const stockSourceNames = Object.keys(stockSources) as [StockSource, ...StockSource[]];

/** Whom a donor meant a batch for. */
export const donorPurposes = { anyone: '不限', elders: '只给 60 岁以上' } as const;
export type DonorPurpose = keyof typeof donorPurposes;
export const donorPurposeNames = Object.keys(donorPurposes) as [DonorPurpose, ...DonorPurpose[]];

export const storeView = z.object({
  id: z.string(),
  name: z.string(),
  place: z.string(),
  phone: z.nullable(z.string()),
  communityId: z.string(),
  openNow: z.boolean(),
  /** 今天 9:00–17:00 开门 / 今天不开门 … */
  todayText: z.string(),
  /** When it opens next, `12月18日 周五 9:00`; empty while open. */
  nextOpening: z.string(),
  /** 周二、周五、周六 9:00–12:00, one line per weekly row. */
  hours: z.array(z.string()),
});
export type StoreView = z.output<typeof storeView>;

export const listStores = call({
  name: 'stores.list',
  summary: 'Points stores of a community and when they open',
  method: 'GET',
  path: '/communities/:communityId/stores',
  access: 'public',
  input: z.strictObject({ communityId: id }),
  output: z.object({ items: z.array(storeView) }),
  errors: [],
});

export const giftStates = {
  available: '有货',
  fewLeft: '快没了',
  hadThisMonth: '本月已兑',
  pointsShort: '分不够',
  soldOut: '兑完了',
  notForYou: '留给老人',
} as const;
export type GiftState = keyof typeof giftStates;

export const giftView = z.object({
  id: z.string(),
  storeId: z.string(),
  name: z.string(),
  unit: z.string(),
  about: z.string(),
  category: z.enum(giftCategoryNames),
  isService: z.boolean(),
  /** Name of a drawing in the mini-program. */
  drawing: z.string(),
  price: z.int(),
  /** A decided change: new price from a day on. */
  nextPrice: z.nullable(z.object({ price: z.int(), from: z.string() })),
  /** Pieces this person could take; the exact figure is shown only when few are left. */
  left: z.int(),
  monthlyLimit: z.int(),
  takenThisMonth: z.int(),
  state: z.enum(Object.keys(giftStates) as [GiftState, ...GiftState[]]),
  /** 剩 6 袋, 本月已兑, 还差 4 分, 22日到货 … */
  stateText: z.string(),
  can: z.object({ redeem: z.boolean() }),
  /** How many at once: 1 … */
  maxQuantity: z.int(),
});
export type GiftView = z.output<typeof giftView>;

export const listGifts = call({
  name: 'gifts.list',
  summary: 'What a store gives for points; with the caller’s own limits when signed in',
  method: 'GET',
  path: '/stores/:storeId/gifts',
  access: 'public',
  input: z.strictObject({ storeId: id, residentId: z.optional(id) }),
  output: z.object({ items: z.array(giftView), balance: z.nullable(z.int()) }),
  errors: ['NOT_A_HELPER'],
});

export const getGift = call({
  name: 'gifts.get',
  summary: 'One gift; for oneself or somebody one helps',
  method: 'GET',
  path: '/gifts/:id',
  access: 'public',
  input: z.strictObject({ id, residentId: z.optional(id) }),
  output: z.extend(giftView, { store: storeView, balance: z.nullable(z.int()) }),
  errors: ['NOT_A_HELPER'],
});

export const saveGift = call({
  name: 'gifts.create',
  summary: 'Put a new gift on the list',
  method: 'POST',
  path: '/stores/:storeId/gifts',
  access: 'gift.manage',
  input: z.strictObject({
    storeId: id,
    name: line(20, '名称'),
    unit: line(4, '单位'),
    about: note(100, '说明'),
    category: z.enum(giftCategoryNames, '请选类别'),
    isService: z.boolean(),
    drawing: z.string('请选图案').check(z.regex(/^[a-z-]{1,30}$/, '请选图案')),
    price: whole(0, 2000, '价格'),
    monthlyLimit: whole(1, 99, '每月限兑'),
    requestKey,
  }),
  output: giftView,
  errors: [],
});

export const setPrice = call({
  name: 'gifts.setPrice',
  summary: 'A new price from a day after today; orders keep the price they were made at',
  method: 'PUT',
  path: '/gifts/:id/price',
  access: 'gift.manage',
  input: z.strictObject({ id, price: whole(0, 2000, '价格'), from: day }),
  output: done,
  errors: ['RULE_VERSION_IN_PAST'],
});

export const shelveGift = call({
  name: 'gifts.shelve',
  summary: 'Take a gift off the list or put it back',
  method: 'PUT',
  path: '/gifts/:id/shelf',
  access: 'gift.manage',
  input: z.strictObject({ id, onShelf: z.boolean() }),
  output: done,
  errors: [],
});

export const stockRow = z.object({
  giftId: z.string(),
  name: z.string(),
  unit: z.string(),
  drawing: z.string(),
  price: z.int(),
  onShelf: z.boolean(),
  available: z.int(),
  heldCount: z.int(),
  batches: z.array(
    z.object({
      id: z.string(),
      source: z.enum(stockSourceNames),
      donor: z.string(),
      purpose: z.enum(donorPurposeNames),
      quantity: z.int(),
      remaining: z.int(),
      receivedOn: z.string(),
      expiresOn: z.nullable(z.string()),
      expiringSoon: z.boolean(),
    }),
  ),
});
export type StockRow = z.output<typeof stockRow>;

export const listStock = call({
  name: 'stock.list',
  summary: 'Stock of a store by gift and batch',
  method: 'GET',
  path: '/stores/:storeId/stock',
  access: 'stock.manage',
  input: z.strictObject({ storeId: id }),
  output: z.object({ store: storeView, items: z.array(stockRow) }),
  errors: [],
});

export const receiveStock = call({
  name: 'stock.receive',
  summary: 'A batch comes in',
  method: 'POST',
  path: '/gifts/:giftId/batches',
  access: 'stock.manage',
  input: z.strictObject({
    giftId: id,
    quantity: whole(1, 10_000, '数量'),
    source: z.enum(stockSourceNames, '请选来源'),
    donor: lineOrNone(40, '捐赠人'),
    purpose: z.enum(donorPurposeNames),
    /** Worth of one piece in fen, for the books only; never shown to residents. */
    unitValueFen: whole(0, 1_000_000, '单价'),
    expiresOn: z.nullable(day),
    requestKey,
  }),
  output: stockRow,
  errors: [],
});
