import { fireEvent, screen, waitFor, within } from '@testing-library/react';

import { session } from '@/lib/session';
import Me from '@/pages/me';

import { refusal, serve } from '../fake-server';
import { aMe, signedIn } from '../people';
import { renderPage } from '../render';
import Taro, { taroLog } from '../taro/taro';

import { anOrder, communities, id, ok, pageOf, points } from './samples';

const calls = {
  'GET /communities': ok(communities),
  'GET /points': ok(points),
  'GET /redemptions': ok(pageOf([anOrder()])),
  'GET /demo/people': () => refusal(404, 'NOT_FOUND', '没有'),
  'DELETE /sessions/current': ok({ done: true }),
};
const resident = ['points.read', 'activity.signUp', 'gift.redeem'] as const;

it('says who one is and what one has', async () => {
  signedIn(aMe({ permissions: [...resident] }));
  serve(calls);
  renderPage(<Me />);
  expect(screen.getByRole('heading', { name: '张桂兰' })).toBeTruthy();
  await screen.findByText('可用 86 分，今年攒了 68 分');
  await screen.findByText('1 件待领取');
  fireEvent.click(screen.getByText('我的积分'));
  expect(taroLog).toEqual(['navigateTo /packages/resident/statement/index']);
});

it('opens the workbench only to people with work', async () => {
  signedIn(aMe({ permissions: [...resident] }));
  serve(calls);
  const first = renderPage(<Me />);
  expect(screen.queryByText('工作台')).toBeNull();
  first.unmount();
  const role = {
    role: 'storeClerk' as const,
    roleText: '超市店员',
    orgUnitId: id(1),
    orgUnitName: '金桂社区',
  };
  signedIn(aMe({ permissions: [...resident, 'redemption.settle'], roles: [role] }));
  const second = renderPage(<Me />);
  expect(screen.getByText('超市店员')).toBeTruthy();
  fireEvent.click(screen.getByText('工作台'));
  expect(taroLog).toEqual(['navigateTo /packages/workbench/index/index']);
  second.unmount();
  signedIn(aMe({ permissions: [...resident], hosting: true }));
  renderPage(<Me />);
  expect(screen.getByText('活动主持人')).toBeTruthy();
});

it('passes over a permission that only a newer version knows', () => {
  signedIn(aMe({ permissions: [...resident, 'council.moderate' as 'points.read'] }));
  serve(calls);
  renderPage(<Me />);
  expect(screen.getByRole('heading', { name: '张桂兰' })).toBeTruthy();
  expect(screen.queryByText('工作台')).toBeNull();
});

it('names who acts for one, and ends it after asking', async () => {
  const liu = {
    id: id(80),
    helperName: '刘雅婷',
    relation: 'child' as const,
    scopes: ['points', 'redeem'] as ('points' | 'redeem')[],
    endsOn: '2027-11-01',
  };
  const me = aMe({ permissions: [...resident], helpers: [liu] });
  signedIn(me);
  const asked = serve({
    ...calls,
    [`DELETE /helper-relations/${liu.id}`]: ok({ done: true }),
    'GET /me': ok({ ...me, helpers: [] }),
  });
  renderPage(<Me />);
  expect(screen.getByRole('heading', { name: '刘雅婷 替我办事' })).toBeTruthy();
  expect(screen.getByText('登记的关系：子女。可以看积分、兑换代领，到2027年11月1日为止。')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: '不用代办了，刘雅婷' }));
  expect(asked.some(({ method }) => method === 'DELETE')).toBe(false);
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: '不用代办了' }));
  await waitFor(() => expect(screen.queryByText('刘雅婷 替我办事')).toBeNull());
  expect(asked.some(({ method }) => method === 'DELETE')).toBe(true);
});

it('opens with a session that an older version kept, without a list of helpers', () => {
  const { helpers: _, ...older } = aMe();
  signedIn(older as ReturnType<typeof aMe>);
  serve(calls);
  renderPage(<Me />);
  expect(screen.getByText('想让家人替我办事')).toBeTruthy();
});

it('leads to the passbook and the store of somebody one helps, as far as they agreed', async () => {
  signedIn(
    aMe({ principals: [{ residentId: id(8), name: '王秀英', relation: 'parent', scopes: ['points'] }] }),
  );
  serve(calls);
  renderPage(<Me />);
  fireEvent.click(screen.getByRole('button', { name: '看积分，王秀英的' }));
  expect(taroLog).toEqual([`navigateTo /packages/resident/statement/index?residentId=${id(8)}`]);
  expect(screen.queryByRole('button', { name: '替王秀英兑换' })).toBeNull();
});

it('turns large type on and off for good', async () => {
  signedIn();
  serve(calls);
  const first = renderPage(<Me />);
  fireEvent.click(screen.getByRole('switch', { name: '长辈版' }));
  first.unmount();
  renderPage(<Me />);
  expect(screen.getByRole('switch', { name: '长辈版' }).getAttribute('aria-checked')).toBe('true');
  expect(document.querySelector('.page.elder')).toBeTruthy();
});

it('signs out after asking, and forgets the person', async () => {
  signedIn();
  const asked = serve(calls);
  renderPage(<Me />);
  fireEvent.click(screen.getByRole('button', { name: '退出登录' }));
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: '退出' }));
  await screen.findByRole('button', { name: '认证居民' });
  expect(session.get()).toBeUndefined();
  expect(asked.some(({ method }) => method === 'DELETE')).toBe(true);
});

it('leaves no pick-up code on the phone of somebody who signed out', async () => {
  signedIn();
  serve(calls);
  renderPage(<Me />);
  await screen.findByText('1 件待领取');
  expect(Taro.getStorageSync('kept-codes')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: '退出登录' }));
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: '退出' }));
  await screen.findByRole('button', { name: '认证居民' });
  expect(Taro.getStorageSync('kept-codes')).toBeFalsy();
});

it('shows a visitor the rules, the notice and a way to be recognised', async () => {
  serve(calls);
  renderPage(<Me />);
  expect(screen.getByRole('button', { name: '认证居民' })).toBeTruthy();
  fireEvent.click(screen.getByText('隐私说明'));
  expect(taroLog).toEqual(['navigateTo /packages/resident/privacy/index']);
  await screen.findByText('打电话给金桂社区');
  expect(screen.queryByText('换一个人看看')).toBeNull();
});

it('lets one be somebody else in the demo', async () => {
  serve({
    ...calls,
    'GET /demo/people': ok({ people: [{ key: 'elder', name: '张桂兰', role: '居民', about: '' }] }),
  });
  renderPage(<Me />);
  fireEvent.click(await screen.findByText('换一个人看看'));
  await waitFor(() => expect(taroLog).toEqual(['navigateTo /packages/resident/people/index']));
});
