import { onlineManager } from '@tanstack/react-query';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';

import Home from '@/pages/home';
import { chooseElder, refreshElder } from '@/lib/elder';

import { refusal, serve } from '../fake-server';
import { aMe, signedIn } from '../people';
import { renderPage } from '../render';
import Taro, { taroLog } from '../taro/taro';

import { anActivity, anOrder, communities, id, inDays, ok, pageOf, points } from './samples';

const calls = {
  'GET /communities': ok(communities),
  'GET /points': ok(points),
  'GET /redemptions': ok(pageOf([anOrder()])),
  'GET /communities/:id/activities': ok(pageOf([anActivity()])),
  'GET /demo/people': () => refusal(404, 'NOT_FOUND', '没有'),
};

it('shows a resident their points, what waits, what is on, and a person to call', async () => {
  signedIn();
  serve(calls);
  renderPage(<Home />);
  const passbook = await screen.findByRole('region', { name: '积分' });
  expect(passbook.textContent).toContain('86');
  expect(passbook.textContent).toContain('18 分 39 天后到期');
  expect(screen.getByRole('heading', { level: 1 }).textContent).toMatch(/^张桂兰，.+好$/);
  await screen.findByText('食用油待领取');
  await screen.findByText('周五大扫除');
  expect(screen.getByRole('button', { name: '打电话给李建国' })).toBeTruthy();
  expect(screen.getByText('还没有通知')).toBeTruthy();

  fireEvent.click(screen.getByRole('button', { name: '看取货码，食用油 1.8 升' }));
  fireEvent.click(screen.getByRole('button', { name: '看明细' }));
  expect(taroLog).toEqual([
    `navigateTo /packages/resident/pickup/index?id=${anOrder().id}`,
    'navigateTo /packages/resident/statement/index',
  ]);
});

it('reminds of an activity one signed up for that is today', async () => {
  signedIn();
  const soon = anActivity({ title: '手机课堂', signedUp: true, startsAt: inDays(0), endsAt: inDays(0.01) });
  serve({
    ...calls,
    'GET /redemptions': ok(pageOf([])),
    'GET /communities/:id/activities': ok(pageOf([soon])),
  });
  renderPage(<Home />);
  expect(await screen.findByText(/^1 件$/)).toBeTruthy();
  expect(screen.getByRole('button', { name: '看活动，手机课堂' })).toBeTruthy();
});

it('asks a host to confirm who came, and nobody else', async () => {
  const hosted = {
    id: id(7),
    title: '周五大扫除',
    place: '3栋前',
    startsAt: inDays(-1),
    endsAt: inDays(-0.9),
    signedUpCount: 9,
  };
  const calling = {
    ...calls,
    'GET /me/hosted-activities': ok({
      items: [
        { ...hosted, confirmedCount: 0, phase: 'past' },
        { ...hosted, id: id(8), title: '手机课堂', confirmedCount: 9, phase: 'past' },
      ],
    }),
  };
  signedIn(aMe({ hosting: true, permissions: ['attendance.confirm'] }));
  serve(calling);
  const host = renderPage(<Home />);
  fireEvent.click(await screen.findByRole('button', { name: '确认到场，周五大扫除' }));
  expect(taroLog).toEqual([`navigateTo /packages/workbench/attendance-sheet/index?id=${id(7)}`]);
  expect(screen.queryByRole('button', { name: '确认到场，手机课堂' })).toBeNull();
  host.unmount();

  signedIn();
  const asked = serve(calling);
  renderPage(<Home />);
  await screen.findByText('食用油待领取');
  expect(asked.map(({ path }) => path)).not.toContain('/me/hosted-activities');
});

it('shows a visitor the place, what needs no name, and one way to be recognised', async () => {
  const asked = serve(calls);
  renderPage(<Home />);
  await screen.findByText('周五大扫除');
  expect(screen.queryByRole('region', { name: '积分' })).toBeNull();
  expect(screen.getByRole('button', { name: '认证居民' })).toBeTruthy();
  expect(screen.getByText('到超市柜台或打电话都能办', { exact: false })).toBeTruthy();
  expect(asked.map(({ path }) => path)).not.toContain('/points');
});

it('lets a visitor switch the community, and remembers it', async () => {
  const asked = serve(calls);
  const first = renderPage(<Home />);
  fireEvent.click(await screen.findByRole('button', { name: '金桂社区，换一个社区' }));
  fireEvent.click(within(screen.getByRole('dialog')).getByText('银杏社区'));
  await screen.findByRole('button', { name: '银杏社区，换一个社区' });
  await waitFor(() =>
    expect(asked.some(({ path }) => path.includes(communities.items[1]?.id ?? ''))).toBe(true),
  );
  first.unmount();
  renderPage(<Home />);
  await screen.findByRole('button', { name: '银杏社区，换一个社区' });
});

it('keeps the rest of the page when one part cannot be opened, and tries that part again', async () => {
  signedIn();
  let broken = true;
  serve({
    ...calls,
    'GET /communities/:id/activities': () =>
      broken ? refusal(409, 'INTERNAL', '坏了') : { status: 200, body: pageOf([anActivity()]) },
  });
  renderPage(<Home />);
  const again = await screen.findByRole('link', { name: '再试一次，打开活动' });
  expect(await screen.findByRole('region', { name: '积分' })).toBeTruthy();
  broken = false;
  fireEvent.click(again);
  await screen.findByText('周五大扫除');
});

it('says what is safe and offers a person when the points cannot be opened', async () => {
  signedIn();
  serve({ ...calls, 'GET /points': () => refusal(409, 'INTERNAL', '坏了') });
  renderPage(<Home />);
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('没能打开积分');
  expect(alert.textContent).toContain('您的积分没有变化');
  expect(alert.textContent).toContain('R-1');
  expect(within(alert).getByRole('button', { name: '打电话' })).toBeTruthy();
});

it('keeps showing what was loaded when the network goes, and says from when it is', async () => {
  signedIn();
  serve(calls);
  renderPage(<Home />);
  await screen.findByRole('region', { name: '积分' });
  act(() => onlineManager.setOnline(false));
  expect(screen.getByText('没有网络，正在等信号')).toBeTruthy();
  expect(screen.getAllByText(/^\d+:\d\d 的内容$/).length).toBeGreaterThan(0);
  expect(screen.getByRole('region', { name: '积分' }).textContent).toContain('86');
});

it('offers large type to an elder once', async () => {
  signedIn();
  serve(calls);
  const first = renderPage(<Home />);
  fireEvent.click(screen.getByRole('button', { name: '这样就好' }));
  expect(screen.queryByRole('button', { name: '这样就好' })).toBeNull();
  first.unmount();
  renderPage(<Home />);
  await screen.findByRole('region', { name: '积分' });
  expect(screen.queryByRole('button', { name: '这样就好' })).toBeNull();
});

it('speaks in elder words in elder mode, with one filled button and the way back', async () => {
  signedIn();
  act(() => chooseElder('elder'));
  serve(calls);
  const { container } = renderPage(<Home />);
  await screen.findByText(/前，到超市领$/);
  const first = (await screen.findAllByText(/(上午|中午|下午|晚上|凌晨) \d/))[0];
  expect(first).toBeTruthy();
  expect(container.querySelectorAll('.btn.main')).toHaveLength(1);
  fireEvent.click(screen.getByRole('button', { name: '回到标准版' }));
  expect(screen.getByRole('button', { name: '长辈版' })).toBeTruthy();
});

it('never leads a resident away from home', async () => {
  const demo = {
    ...calls,
    'GET /demo/people': ok({ people: [{ key: 'elder', name: '张桂兰', role: '居民', about: '' }] }),
  };
  signedIn(aMe());
  serve(demo);
  const resident = renderPage(<Home />);
  await screen.findByRole('region', { name: '积分' });
  expect(taroLog).toEqual([]);
  resident.unmount();
});

it('leads a visitor of the demo to the people one can be, once', async () => {
  serve({
    ...calls,
    'GET /demo/people': ok({ people: [{ key: 'elder', name: '张桂兰', role: '居民', about: '' }] }),
  });
  const first = renderPage(<Home />);
  await waitFor(() => expect(taroLog).toEqual(['navigateTo /packages/resident/people/index']));
  first.unmount();
  renderPage(<Home />);
  await screen.findByText('周五大扫除');
  expect(taroLog).toHaveLength(1);
  expect(Taro.getStorageSync('demo-offered')).toBe(true);
});

it('does not offer large type to somebody whose WeChat is that large already', () => {
  signedIn();
  serve(calls);
  const first = renderPage(<Home />);
  expect(screen.getByText('字要不要大一点？')).toBeTruthy();
  first.unmount();
  history.replaceState(null, '', '?fs=1.4');
  act(() => void refreshElder());
  renderPage(<Home />);
  expect(document.querySelector('.page.elder')).toBeTruthy();
  expect(screen.queryByText('字要不要大一点？')).toBeNull();
  history.replaceState(null, '', '/');
  act(() => void refreshElder());
});

it('puts the state of an activity below the words in the elder version, not beside them', async () => {
  signedIn();
  act(() => chooseElder('elder'));
  serve({ ...calls, 'GET /communities/:id/activities': ok(pageOf([anActivity({ phase: 'running' })])) });
  renderPage(<Home />);
  expect((await screen.findByText('正在办')).closest('.item-line')).toBeTruthy();
});
