import { addDays, momentOf } from '@linli/shared/time';

import type { Assignment } from '../../common/access.js';

import {
  capTextOf,
  closedBecause,
  confirmingPaths,
  fitsActivities,
  isOwnHousehold,
  mayConfirm,
  phaseOf,
  plannedMinutes,
  quantityOf,
  sceneOf,
  timesWrong,
  unconfirmableBecause,
  whyNoConfirm,
  whyNoSignUp,
} from './activities.rules.js';

const day = '2026-11-27';
const at = (clock: string, on = day) => {
  const [hours, minutes] = clock.split(':').map(Number) as [number, number];
  return momentOf(on, hours, minutes);
};
const friday = { startsAt: at('09:00'), endsAt: at('11:00'), state: 'open' as const };

it.each([
  ['08:59', 'upcoming'],
  ['09:00', 'running'],
  ['10:59', 'running'],
  ['11:00', 'past'],
])('at %s a clean-up from 9 to 11 is %s', (now, phase) => {
  expect(phaseOf(friday, at(now))).toBe(phase);
});

it.each([
  ['open, before the start', 'open', '08:59', null],
  ['open, on the minute of the start', 'open', '09:00', 'ACTIVITY_ALREADY_STARTED'],
  ['called off', 'cancelled', '08:00', 'ACTIVITY_NOT_OPEN'],
  ['called off, after the planned start', 'cancelled', '10:00', 'ACTIVITY_NOT_OPEN'],
] as const)('plans move, and seats are given back, while it is %s', (_, state, now, code) => {
  expect(closedBecause({ ...friday, state }, at(now))).toBe(code);
});

describe('announcing', () => {
  const now = at('15:00');
  it.each([
    ['this morning', at('09:00'), at('11:00'), null],
    ['tomorrow', at('09:00', '2026-11-28'), at('11:00', '2026-11-28'), null],
    ['yesterday', at('09:00', '2026-11-26'), at('11:00', '2026-11-26'), 'startsAt'],
    ['for twelve hours', at('16:00'), at('04:00', '2026-11-28'), null],
    ['for longer than twelve hours', at('16:00'), at('04:01', '2026-11-28'), 'endsAt'],
  ])('an activity %s', (_, startsAt, endsAt, field) => {
    expect(Object.keys(timesWrong({ startsAt, endsAt }, now) ?? {})).toEqual(field ? [field] : []);
  });

  it.each([
    ['host', true],
    ['system', true],
    ['gridWorker', false],
    ['communityStaff', false],
    ['appraisalGroup', false],
  ] as const)('takes rules that %s confirms: %s', (approver, fits) => {
    expect(fitsActivities({ approver })).toBe(fits);
  });
});

describe('signing up', () => {
  const activity = { ...friday, communityId: 'here', capacity: 10, taken: 3, cancelReason: '下大雨' };
  const resident = { residentId: 'me', communityId: 'here' };
  it.each([
    ['a resident before the start may', {}, resident, '08:00', ''],
    [
      'nobody after it was called off',
      { state: 'cancelled' as const },
      resident,
      '08:00',
      '活动取消了：下大雨',
    ],
    ['who comes late, while it runs', {}, resident, '10:59', ''],
    ['nobody when it is over', {}, resident, '11:00', '活动已经结束了。'],
    ['nobody without signing in', {}, null, '08:00', '请先登录，再报名。'],
    [
      'no visitor',
      {},
      { residentId: null, communityId: null },
      '08:00',
      '还没有认证居民身份。请到「我的」里认证，或请网格员帮忙。',
    ],
    [
      'nobody of elsewhere',
      {},
      { residentId: 'me', communityId: 'there' },
      '08:00',
      '这是别的社区的活动，只有那里的居民能报名。',
    ],
    [
      'nobody when it is full',
      { taken: 10 },
      resident,
      '08:00',
      '名额满了。可以看看别的活动，或打电话给主持人。',
    ],
    ['everybody when there is no limit', { capacity: null, taken: 400 }, resident, '08:00', ''],
  ])('%s', (_, change, caller, now, text) => {
    expect(whyNoSignUp({ ...activity, ...change }, caller, at(now))).toBe(text);
  });
});

describe('confirming attendance', () => {
  const end = addDays(day, 30);
  it.each([
    ['not before the start', friday, at('08:59'), 'ACTIVITY_NOT_STARTED'],
    ['from the start', friday, at('09:00'), null],
    ['until thirty days after the end', friday, at('11:00', end), null],
    ['not a minute later', friday, at('11:01', end), 'ACTIVITY_TOO_OLD'],
    [
      'never when it was called off',
      { ...friday, state: 'cancelled' as const },
      at('10:00'),
      'ACTIVITY_NOT_OPEN',
    ],
  ])('%s', (_, activity, now, code) => {
    expect(unconfirmableBecause(activity, now)).toBe(code);
    expect(whyNoConfirm(activity, now) === '').toBe(code === null);
  });

  const as = (role: Assignment['role'], path: string): Assignment => ({ role, path, orgUnitId: path });
  const activity = { hostId: 'host', orgPath: '/yh/lj/jg/g3/' };
  it.each([
    ['its host', 'host', [as('host', '/yh/lj/jg/g3/')], true],
    ['a neighbour', 'me', [], false],
    ['the host of other activities in the same unit', 'me', [as('host', '/yh/lj/jg/g3/')], false],
    ['the grid worker of the grid', 'me', [as('gridWorker', '/yh/lj/jg/g3/')], true],
    ['the grid worker of another grid', 'me', [as('gridWorker', '/yh/lj/jg/g4/')], false],
    ['staff of the community', 'me', [as('communityStaff', '/yh/lj/jg/')], true],
    ['staff of another community', 'me', [as('communityStaff', '/yh/lj/yx/')], false],
    ['a store clerk of the community', 'me', [as('storeClerk', '/yh/lj/jg/')], false],
    ['a supervisor of the community', 'me', [as('supervisor', '/yh/lj/jg/')], false],
    ['nobody who is not linked', null, [], false],
  ])('by %s', (_, residentId, assignments, may) => {
    expect(mayConfirm({ residentId, assignments }, activity)).toBe(may);
  });

  it('by office covers each unit once and never what one only hosts', () => {
    const assignments = [
      as('gridWorker', '/a/'),
      as('gridLeader', '/a/'),
      as('host', '/b/'),
      as('storeClerk', '/c/'),
    ];
    expect(confirmingPaths({ assignments })).toEqual(['/a/']);
  });

  it.each([
    ['oneself', { id: 'me', householdId: 'elsewhere' }, true],
    ['somebody one lives with', { id: 'wife', householdId: 'home' }, true],
    ['a neighbour', { id: 'neighbour', householdId: 'next door' }, false],
  ])('of %s', (_, person, own) => {
    expect(isOwnHousehold({ residentId: 'me', householdId: 'home' }, person)).toBe(own);
  });
});

it.each([
  ['hour', 90, 90],
  ['halfDay', 240, 240],
  ['time', 90, 1],
  ['shift', 240, 1],
  ['activity', 10, 1],
] as const)('a rule per %s counts %i minutes as %i', (unit, minutes, quantity) => {
  expect(quantityOf(unit, minutes)).toBe(quantity);
});

it.each([
  ['two hours', at('09:00'), at('11:00'), 120],
  ['half a minute', at('09:00'), new Date(at('09:00').getTime() + 20_000), 1],
  ['a day', at('09:00'), at('09:00', '2026-11-28'), 720],
])('plans %s', (_, startsAt, endsAt, minutes) => {
  expect(plannedMinutes({ startsAt, endsAt })).toBe(minutes);
});

it.each([
  [16, 'month', '每月最多 16 分'],
  [20, 'year', '每年最多 20 分'],
  [null, 'none', '不限'],
] as const)('says a cap of %s a %s', (capPoints, capPeriod, text) => {
  expect(capTextOf({ capPoints, capPeriod })).toBe(text);
});

it('puts the whole id into the 32 characters of a mini-program code', () => {
  expect(sceneOf('01935b3c-7a10-7c1e-9f00-0123456789ab')).toBe('01935b3c7a107c1e9f000123456789ab');
});
