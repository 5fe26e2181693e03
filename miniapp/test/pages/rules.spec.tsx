import type { RuleView } from '@linli/shared/points';
import { act, screen } from '@testing-library/react';

import { chooseElder } from '@/lib/elder';
import Privacy from '@/packages/resident/privacy';
import Rules from '@/packages/resident/rules';

import { serve } from '../fake-server';
import { renderPage } from '../render';

import { communities, ok } from './samples';

const rule = (change: Partial<RuleView> = {}): RuleView => ({
  code: 'E01',
  version: 1,
  category: 'environment',
  title: '周五大扫除',
  points: 4,
  unit: 'time',
  capPoints: 16,
  capPeriod: 'month',
  evidence: '主持人确认',
  approver: 'host',
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
  adoptedBy: '居民代表会议',
  ...change,
});
const calls = {
  'GET /communities': ok(communities),
  'GET /communities/:id/points-rules': ok({
    items: [
      rule(),
      rule({
        code: 'H08',
        category: 'neighbourHelp',
        title: '教老人用手机',
        points: 3,
        unit: 'hour',
        evidence: '',
      }),
      rule({
        code: 'L06',
        category: 'civility',
        title: '见义勇为',
        points: 100,
        unit: 'case',
        capPoints: null,
        capPeriod: 'none',
      }),
    ],
    upcoming: [rule({ points: 5, effectiveFrom: '2027-01-01' })],
  }),
};

it('tells anybody what gives how many points, by category, with its cap', async () => {
  serve(calls);
  renderPage(<Rules />);
  await screen.findByText('4 分一次，每月最多 16 分');
  expect(screen.getByText('3 分一小时，每月最多 16 分')).toBeTruthy();
  expect(screen.getByText('100 分一件，没有上限')).toBeTruthy();
  expect(screen.getByText('2027年1月1日起：5 分一次，每月最多 16 分')).toBeTruthy();
  expect(screen.getByRole('heading', { name: /^环境卫生/ })).toBeTruthy();
});

it('says what never gives points', async () => {
  serve(calls);
  renderPage(<Rules />);
  expect(screen.getByText('打开小程序、每天签到、在线多久')).toBeTruthy();
  await screen.findByText('见义勇为');
});

it('says what is kept, why, and what one may ask for, in elder mode too', async () => {
  act(() => chooseElder('elder'));
  serve(calls);
  renderPage(<Privacy />);
  expect(screen.getByText('手机号')).toBeTruthy();
  expect(screen.getByText(/15 个工作日内办好/)).toBeTruthy();
  await screen.findByRole('button', { name: '打电话给金桂社区' });
});
