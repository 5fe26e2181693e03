import { fireEvent, screen } from '@testing-library/react';

import Workbench from '@/packages/workbench/index';
import Rules from '@/packages/workbench/rules';

import { refusal, serve } from '../fake-server';
import { aMe, signedIn } from '../people';
import { renderPage } from '../render';
import { taroLog } from '../taro/taro';
import { activityId, communities, communityId, staff, storeId } from './samples';

const page = { page: 1, size: 20 };

function answering(handlers: Parameters<typeof serve>[0] = {}) {
  return serve({
    ...communities,
    'GET /me': () => refusal(503, 'DATABASE_UNAVAILABLE', ''),
    'GET /me/hosted-activities': () => ({ status: 200, body: { items: [] } }),
    'GET /account-links/requests': () => ({ status: 200, body: { items: [], total: 4, ...page } }),
    'GET /counter/stores': () => ({
      status: 200,
      body: { items: [{ id: storeId, name: '店', waiting: 3 }] },
    }),
    'GET /calendar-days': () => ({ status: 200, body: { items: [], known: true, missing: [2027] } }),
    'GET /communities/:communityId/points-budget': () => ({
      status: 200,
      body: { year: 2026, total: 1000, issued: 950, nearlyUsed: true },
    }),
    ...handlers,
  });
}

it('offers only what the person may do', async () => {
  staff(['redemption.settle']);
  answering();
  renderPage(<Workbench />);
  expect(await screen.findByText('取货')).toBeTruthy();
  for (const other of [
    '认证申请',
    '积分规则',
    '居民名册',
    '岗位',
    '账目核对',
    '工作日历',
    '确认到场',
    '办活动',
  ]) {
    expect(screen.queryByText(other)).toBeNull();
  }
});

it('says what waits behind each entry', async () => {
  staff(['link.decide', 'redemption.settle', 'rule.manage', 'calendar.manage']);
  answering();
  renderPage(<Workbench />);
  expect(await screen.findByText('4 条申请等您核对')).toBeTruthy();
  expect(await screen.findByText('3 单等着来领')).toBeTruthy();
  expect(await screen.findByText('今年的积分预算只剩 50 分，用完就不再入账')).toBeTruthy();
  expect(await screen.findByText('还没有 2027 年的放假安排，请录入')).toBeTruthy();
});

it('brings a host to the roll call of today', async () => {
  staff([], { hosting: true, roles: [] });
  answering({
    'GET /me/hosted-activities': () => ({
      status: 200,
      body: {
        items: [
          {
            id: activityId,
            title: '周五大扫除',
            place: '小广场',
            startsAt: new Date().toISOString(),
            endsAt: new Date().toISOString(),
            signedUpCount: 24,
            confirmedCount: 18,
            phase: 'running',
          },
        ],
      },
    }),
  });
  renderPage(<Workbench />);
  expect(await screen.findByText('已点到 18 人，6 人没确认')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: '逐个点名，周五大扫除' }));
  expect(taroLog).toContain(`navigateTo /packages/workbench/attendance-sheet/index?id=${activityId}`);
});

it('keeps the other entries when one of them cannot be asked', async () => {
  staff(['link.decide', 'redemption.settle']);
  answering({ 'GET /account-links/requests': () => refusal(500, 'INTERNAL', '没能办成') });
  renderPage(<Workbench />);
  expect(await screen.findByText('3 单等着来领')).toBeTruthy();
  expect(screen.getByText('核对是谁，绑定微信')).toBeTruthy();
});

it('tells somebody without a post that there is nothing for them', () => {
  signedIn(aMe());
  answering();
  renderPage(<Workbench />);
  expect(screen.getByText('您还没有工作岗位')).toBeTruthy();
});

it('asks a visitor to sign in, and keeps a staff page from somebody whose work it is not', () => {
  const asked = answering();
  const { unmount } = renderPage(<Rules />);
  expect(screen.getByText('请先登录')).toBeTruthy();
  unmount();
  staff(['redemption.settle']);
  renderPage(<Rules />);
  expect(screen.getByText('这里没有您能看的内容')).toBeTruthy();
  expect(asked.filter(({ path }) => path.includes(communityId))).toHaveLength(0);
});
