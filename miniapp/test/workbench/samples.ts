import type { AttendanceSheet, Attendee } from '@linli/shared/activities';
import type { Me } from '@linli/shared/accounts';
import type { StockRow, StoreView } from '@linli/shared/gifts';
import type { Permission } from '@linli/shared/permissions';
import type { CounterSlip } from '@linli/shared/redemptions';

import { aMe, signedIn } from '../people';

export const communityId = '00000000-0000-7000-8000-0000000000c1';
export const storeId = '00000000-0000-7000-8000-0000000000d1';
export const activityId = '00000000-0000-7000-8000-0000000000a1';

/** A signed-in member of staff who may do exactly this. */
export function staff(permissions: Permission[], change: Partial<Me> = {}) {
  signedIn(
    aMe({
      permissions,
      roles: [
        { role: 'communityStaff', roleText: '社区工作人员', orgUnitId: communityId, orgUnitName: '金桂社区' },
      ],
      ...change,
    }),
  );
}

/** The community of whoever works, for pages that ask for it. */
export const communities = {
  'GET /communities': () => ({
    status: 200,
    body: {
      items: [{ id: communityId, name: '金桂社区', streetName: '临江街道', phone: null, isDemo: true }],
    },
  }),
};

export function anAttendee(id: string, name: string, change: Partial<Attendee> = {}): Attendee {
  return {
    residentId: id,
    name,
    address: '3栋2单元',
    walkIn: false,
    isMinor: false,
    confirmed: null,
    locked: '',
    ...change,
  };
}

export function aSheet(attendees: Attendee[], change: Partial<AttendanceSheet> = {}): AttendanceSheet {
  return {
    activity: {
      id: activityId,
      title: '周五大扫除',
      place: '3栋前小广场',
      startsAt: '2026-11-20T00:30:00.000Z',
      endsAt: '2026-11-20T02:00:00.000Z',
      communityName: '金桂社区',
      category: 'environment',
      points: 4,
      unit: 'time',
      capacity: null,
      taken: attendees.length,
      state: 'open',
      signedUp: false,
      phase: 'past',
    },
    plannedMinutes: 90,
    byTime: false,
    attendees,
    can: { confirm: true },
    cannotConfirm: '',
    ...change,
  };
}

export function aSlip(change: Partial<CounterSlip> = {}): CounterSlip {
  return {
    id: '00000000-0000-7000-8000-0000000000e1',
    state: 'held',
    giftName: '食用油',
    unit: '桶',
    drawing: 'oil',
    quantity: 1,
    cost: 35,
    maskedName: '王*英',
    proxy: null,
    heldAt: '2026-11-20T02:00:00.000Z',
    lastDay: '2026-12-04',
    settledAt: null,
    ...change,
  };
}

export function aStore(change: Partial<StoreView> = {}): StoreView {
  return {
    id: storeId,
    name: '金桂邻里超市',
    place: '党群服务站一楼',
    phone: null,
    communityId,
    openNow: true,
    todayText: '今天 9:00–17:00 开门',
    nextOpening: '',
    hours: [],
    ...change,
  };
}

export function aStockRow(change: Partial<StockRow> = {}): StockRow {
  return {
    giftId: '00000000-0000-7000-8000-0000000000f1',
    name: '食用油',
    unit: '桶',
    drawing: 'oil',
    price: 35,
    onShelf: true,
    available: 6,
    heldCount: 1,
    batches: [],
    ...change,
  };
}
