import { act, fireEvent, screen } from '@testing-library/react';

import { chooseElder } from '@/lib/elder';
import Activities from '@/packages/resident/activities';

import { serve } from '../fake-server';
import { signedIn } from '../people';
import { renderPage } from '../render';
import { setParams, taroLog } from '../taro/taro';

import { anActivity, communities, id, ok, pageOf } from './samples';

const calls = {
  'GET /communities': ok(communities),
  'GET /communities/:id/activities': ({ query }: { query: Record<string, string> }) => ({
    status: 200,
    body: pageOf(
      query.when === 'past'
        ? [anActivity({ id: id(4), title: '中秋灯会', phase: 'past', signedUp: true })]
        : [
            anActivity(),
            anActivity({ id: id(2), title: '亲子读书会', capacity: 12, taken: 12 }),
            anActivity({ id: id(3), title: '消防演练', state: 'cancelled' }),
            anActivity({ id: id(5), title: '手机课堂', signedUp: true, capacity: 12, taken: 12 }),
          ],
    ),
  }),
  'GET /me/activities': ok(pageOf([])),
};

it('says how each activity stands, and offers the way in only where there is a place', async () => {
  signedIn();
  serve(calls);
  renderPage(<Activities />);
  await screen.findByText('亲子读书会');
  expect(screen.getByText('名额满了')).toBeTruthy();
  expect(screen.getByText('已取消')).toBeTruthy();
  expect(screen.getByText('已报名')).toBeTruthy();
  expect(screen.getAllByRole('button', { name: /^我要参加/ })).toHaveLength(1);
  fireEvent.click(screen.getByRole('button', { name: '我要参加，周五大扫除' }));
  expect(taroLog).toEqual([`navigateTo /packages/resident/activity/index?id=${id(500)}`]);
});

it('shows past ones, and that one has nothing of one’s own yet', async () => {
  signedIn();
  serve(calls);
  renderPage(<Activities />);
  fireEvent.click(screen.getByRole('tab', { name: '办过的' }));
  await screen.findByText('中秋灯会');
  expect(screen.getByText('报过名')).toBeTruthy();
  fireEvent.click(screen.getByRole('tab', { name: '我报名的' }));
  fireEvent.click(await screen.findByRole('button', { name: '看看要办的' }));
  await screen.findByText('亲子读书会');
});

it('opens one’s own when asked to, and has no such list for a visitor', async () => {
  setParams({ list: 'mine' });
  const asked = serve(calls);
  renderPage(<Activities />);
  await screen.findByText('亲子读书会');
  expect(screen.queryByRole('tab', { name: '我报名的' })).toBeNull();
  expect(asked.map(({ path }) => path)).not.toContain('/me/activities');
});

it('gives each activity a card of its own in elder mode', async () => {
  signedIn();
  act(() => chooseElder('elder'));
  serve(calls);
  const { container } = renderPage(<Activities />);
  await screen.findByText('亲子读书会');
  expect(container.querySelectorAll('.card')).toHaveLength(4);
});
