import * as format from './format';

// Sunday 22 November 2026, 10:05 in Shanghai
const now = '2026-11-22T02:05:00Z';

it('writes dates out in Shanghai time, wherever the phone believes to be', () => {
  expect(format.dateTime('2026-12-18T01:00:00Z', now)).toBe('12月18日 周五 9:00');
  expect(format.dateTime('2026-12-31T16:30:00Z', now)).toBe('2027年1月1日 周五 0:30');
  expect(format.dayAndWeekday('2026-11-22', now)).toBe('11月22日 周日');
  expect(format.period('2026-12-18T00:30:00Z', '2026-12-18T02:00:00Z', now)).toBe('12月18日 周五 8:30–10:00');
});

it.each([
  ['2026-11-22T15:59:00Z', 0, '今天'],
  ['2026-11-22T16:00:00Z', 1, '明天'],
  ['2026-11-24', 2, '后天'],
  ['2026-11-27', 5, '11月27日 周五'],
  ['2026-11-21', -1, '11月21日 周六'],
])('counts days as people do: %s', (at, days, words) => {
  expect(format.daysFrom(at, now)).toBe(days);
  expect(format.nearDay(at, now)).toBe(words);
});

it('says times as elders hear them', () => {
  expect(format.spokenClock('2026-12-18T06:00:00Z')).toBe('下午 2 点');
  expect(format.spokenClock('2026-12-18T00:30:00Z')).toBe('上午 8:30');
});

it('writes amounts with a true minus', () => {
  expect([format.signed(4), format.signed(-35)]).toEqual(['+4', '−35']);
});
