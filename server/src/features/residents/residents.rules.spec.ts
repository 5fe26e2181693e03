import {
  addressOf,
  ageOn,
  gridNameOf,
  isElderOn,
  isMinorOn,
  saysWhy,
  saysWhyToReveal,
  searchMeant,
} from './residents.rules.js';

it.each([
  ['1966-11-22', 60],
  ['1966-11-23', 59],
  ['2004-02-29', 22],
  ['2026-11-22', 0],
  [null, null],
])('born on %s is %s on 22 November 2026', (birthOn, age) => {
  expect(ageOn(birthOn, '2026-11-22')).toBe(age);
});

it('somebody born on 29 February is a year older on 1 March', () => {
  expect([ageOn('2004-02-29', '2026-02-28'), ageOn('2004-02-29', '2026-03-01')]).toEqual([21, 22]);
});

it('is an elder from the 60th birthday, a minor until the 14th, and neither when the birthday is unknown', () => {
  expect([isElderOn('1966-11-22', '2026-11-22'), isElderOn('1966-11-23', '2026-11-22')]).toEqual([
    true,
    false,
  ]);
  expect([isMinorOn('2012-11-23', '2026-11-22'), isMinorOn('2012-11-22', '2026-11-22')]).toEqual([
    true,
    false,
  ]);
  expect([isElderOn(null, '2026-11-22'), isMinorOn(null, '2026-11-22')]).toEqual([false, false]);
});

it.each([
  [undefined, { by: 'all' }],
  ['  ', { by: 'all' }],
  ['154 0000 0001', { by: 'phone', phone: '15400000001' }],
  ['１５４０００００００１', { by: 'phone', phone: '15400000001' }],
  ['000018', { by: 'passbook', passbookNo: '000018' }],
  ['0018', { by: 'passbookTail', tail: '0018' }],
  ['1540000', { by: 'name', part: '1540000' }],
  ['𠮷', { by: 'name', part: '𠮷' }],
])('who types %p means %j', (typed, meant) => {
  expect(searchMeant(typed)).toEqual(meant);
});

it('writes an address from the building down, or the smallest unit', () => {
  const grid = { kind: 'grid', name: '第1网格' } as const;
  const building = { kind: 'building', name: '3栋' } as const;
  const stairUnit = { kind: 'stairUnit', name: '2单元' } as const;
  expect(addressOf([grid, building, stairUnit])).toBe('3栋2单元');
  expect(addressOf([grid, building])).toBe('3栋');
  expect(addressOf([grid])).toBe('第1网格');
  expect([gridNameOf([grid, building]), gridNameOf([building])]).toEqual(['第1网格', '']);
});

it.each([
  ['通知停水', true],
  ['老人摔倒', true],
  ['1', false],
  ['......', false],
  ['查', false],
])('a reason %s says why: %s', (reason, says) => {
  expect(saysWhy(reason)).toBe(says);
});

it.each([
  ['通知停水', true],
  ['老人摔倒 送医', true],
  ['停水', false],
  ['停 水 了', false],
  ['看看看看看', false],
  ['1234', false],
])('a reason %s is enough to see a phone number: %s', (reason, says) => {
  expect(saysWhyToReveal(reason)).toBe(says);
});
