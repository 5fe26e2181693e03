import type { ActivityCard, ActivityView } from '@linli/shared/activities';
import type { GiftView, StoreView } from '@linli/shared/gifts';
import type { EntryView, PointsSummary } from '@linli/shared/points';
import type { RedemptionView } from '@linli/shared/redemptions';

/** What the server would answer; say only what matters to the test. */
export const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const day = 86_400_000;
export const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();

export const communities = {
  items: [
    { id: id(0xc1), name: '金桂社区', streetName: '临江街道', phone: '15400000001', isDemo: true },
    { id: id(0xc2), name: '银杏社区', streetName: '望山街道', phone: '15400000002', isDemo: true },
  ],
};

export const store: StoreView = {
  id: id(200),
  name: '金桂党群服务超市',
  place: '3栋旁',
  phone: '15400000009',
  communityId: id(0xc1),
  openNow: false,
  todayText: '今天不开门',
  nextOpening: '11月24日 周二 9:00',
  hours: ['周二、周五 9:00–12:00', '周六 9:00–17:00'],
};

export function aGift(change: Partial<GiftView> = {}): GiftView {
  return {
    id: id(301),
    storeId: store.id,
    name: '大米 5 公斤',
    unit: '袋',
    about: '',
    category: 'grain',
    isService: false,
    drawing: 'rice',
    price: 40,
    nextPrice: null,
    left: 6,
    monthlyLimit: 2,
    takenThisMonth: 0,
    state: 'available',
    stateText: '有货',
    can: { redeem: true },
    maxQuantity: 2,
    ...change,
  };
}

export function anOrder(change: Partial<RedemptionView> = {}): RedemptionView {
  return {
    id: id(400),
    state: 'held',
    giftId: id(301),
    giftName: '食用油 1.8 升',
    unit: '桶',
    drawing: 'oil',
    quantity: 1,
    cost: 35,
    code: '482916',
    qr: 'linli:pickup:482916',
    heldAt: inDays(-1),
    expiresAt: inDays(13),
    lastDay: inDays(13).slice(0, 10),
    daysLeft: 13,
    settledAt: null,
    forName: '张桂兰',
    placedByName: null,
    proxy: null,
    checkText: '手机尾号 0018',
    store: {
      id: store.id,
      name: store.name,
      place: store.place,
      phone: store.phone,
      nextOpening: store.nextOpening,
      hours: store.hours,
    },
    can: { cancel: true, setProxy: true },
    ...change,
  };
}

export function anActivity(change: Partial<ActivityCard> = {}): ActivityCard {
  return {
    id: id(500),
    title: '周五大扫除',
    place: '3栋前小广场',
    startsAt: inDays(2),
    endsAt: inDays(2.1),
    communityName: '金桂社区',
    category: 'environment',
    points: 4,
    unit: 'time',
    capacity: 30,
    taken: 12,
    state: 'open',
    signedUp: false,
    phase: 'upcoming',
    ...change,
  };
}

export function anActivityView(change: Partial<ActivityView> = {}): ActivityView {
  return {
    ...anActivity(),
    about: '扫楼道，清草坪。',
    bring: '手套',
    host: { name: '何翠莲', phone: '15400000011' },
    ruleTitle: '周五大扫除',
    capText: '每月最多 16 分',
    mySignUps: [],
    can: { signUp: true, cancel: false, confirm: false, edit: false },
    cannotSignUp: '',
    ...change,
  };
}

export const points: PointsSummary = {
  residentName: '张桂兰',
  balance: 86,
  held: 35,
  annualScore: 68,
  year: 2026,
  lots: [
    { points: 18, earnedYear: 2025, lapsesOn: '2026-12-31', daysLeft: 39, soon: true },
    { points: 68, earnedYear: 2026, lapsesOn: '2027-12-31', daysLeft: 404, soon: false },
  ],
};

export function anEntry(change: Partial<EntryView> = {}): EntryView {
  return {
    id: id(600),
    kind: 'earn',
    title: '周五大扫除',
    detail: '何翠莲确认到场',
    category: 'environment',
    amount: 4,
    balanceAfter: 86,
    happenedOn: '2026-11-20',
    at: '2026-11-20T04:00:00Z',
    reversed: false,
    reversesId: null,
    ...change,
  };
}

export const pageOf = <T>(items: T[], total = items.length) => ({ items, total, page: 1, size: 20 });
export const ok = (body: unknown) => () => ({ status: 200, body });
