import type { ActivityView } from '@linli/shared/activities';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';

import { chooseElder } from '@/lib/elder';
import ActivityPage from '@/packages/resident/activity';

import { type FakeAnswer, lost, refusal, serve } from '../fake-server';
import { aMe, signedIn } from '../people';
import { renderPage } from '../render';
import { setParams, taroLog } from '../taro/taro';

import { anActivityView, communities, id, ok } from './samples';

const own = aMe().resident?.id ?? '';
const family = {
  items: [
    { id: own, name: '张桂兰', relation: '本人', isMinor: false },
    { id: id(3), name: '刘雅婷', relation: '女儿', isMinor: false },
    { id: id(4), name: '陈小宝', relation: '外孙', isMinor: true },
  ],
};
const coming = (...who: [string, string][]) =>
  anActivityView({
    signedUp: true,
    mySignUps: who.map(([residentId, name]) => ({ residentId, name })),
    can: { signUp: true, cancel: true, confirm: false, edit: false },
  });

interface Sent {
  residentIds: string[];
  requestKey: string;
}

function open(view: ActivityView = anActivityView(), answers: (() => FakeAnswer)[] = []) {
  const sent: Sent[] = [];
  setParams({ id: view.id });
  const asked = serve({
    'GET /communities': ok(communities),
    'GET /me/family': ok(family),
    'GET /activities/:id': ok(view),
    'POST /activities/:id/sign-ups': ({ body }) => {
      sent.push(body as Sent);
      return (answers[sent.length - 1] ?? ok(coming([own, '张桂兰'])))();
    },
    'DELETE /activities/:id/sign-ups/:who': ok(anActivityView()),
  });
  renderPage(<ActivityPage />);
  return { sent, asked };
}

it('says when, where, who hosts, what to bring, how many, and what it is worth', async () => {
  signedIn();
  open();
  await screen.findByRole('heading', { name: '周五大扫除' });
  for (const words of ['3栋前小广场', '手套', '已报名 12 人，共 30 个名额', '4 分一次，每月最多 16 分']) {
    expect(screen.getByText(words)).toBeTruthy();
  }
  expect(screen.getByRole('link', { name: '打电话给何翠莲' })).toBeTruthy();
});

it('signs up oneself at one tap, once, and says thanks', async () => {
  signedIn();
  const { sent } = open();
  await screen.findByRole('checkbox', { name: '张桂兰，本人' });
  const join = screen.getByRole('button', { name: '我要参加' });
  fireEvent.click(join);
  fireEvent.click(join);
  await screen.findByText('报名好了，谢谢您');
  expect(sent).toHaveLength(1);
  expect(sent[0]?.residentIds).toEqual([own]);
  expect(screen.getByText('张桂兰（自己）')).toBeTruthy();
});

it('signs up family together, and asks with the same key after a lost reply', async () => {
  signedIn();
  const { sent } = open(anActivityView(), [
    () => {
      throw lost;
    },
  ]);
  fireEvent.click(await screen.findByRole('checkbox', { name: '陈小宝，外孙' }));
  fireEvent.click(screen.getByRole('button', { name: '给 2 个人报名' }));
  await screen.findByText(/没有连上网/);
  fireEvent.click(screen.getByRole('button', { name: '给 2 个人报名' }));
  await screen.findByText('报名好了，谢谢您');
  expect(sent[0]?.residentIds).toEqual([own, id(4)]);
  expect(sent[1]).toEqual(sent[0]);
});

it('shows the sentence when the last place went meanwhile, and keeps who was ticked', async () => {
  signedIn();
  open(anActivityView(), [
    () => refusal(409, 'ACTIVITY_FULL', '名额满了。可以看看别的活动，或打电话给主持人。'),
  ]);
  fireEvent.click(await screen.findByRole('checkbox', { name: '刘雅婷，女儿' }));
  fireEvent.click(screen.getByRole('button', { name: '给 2 个人报名' }));
  await screen.findByText('名额满了。可以看看别的活动，或打电话给主持人。');
  expect(screen.getByRole('checkbox', { name: '刘雅婷，女儿' }).getAttribute('aria-checked')).toBe('true');
});

it('takes one person back after asking once more', async () => {
  signedIn();
  const { asked } = open(coming([own, '张桂兰'], [id(3), '刘雅婷']));
  fireEvent.click(await screen.findByRole('link', { name: '刘雅婷不来了' }));
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: '不来了' }));
  await waitFor(() => expect(asked.some(({ method }) => method === 'DELETE')).toBe(true));
  expect(asked.find(({ method }) => method === 'DELETE')?.params.who).toBe(id(3));
  await waitFor(() => expect(screen.queryByRole('link', { name: '刘雅婷不来了' })).toBeNull());
});

it.each([
  ['full', { capacity: 12, taken: 12 }, '名额满了'],
  ['cancelled', { state: 'cancelled' as const }, '已取消'],
  ['past', { phase: 'past' as const }, '办过了'],
])('offers no way in to an activity that is %s, and says so', async (_how, change, words) => {
  signedIn();
  open(
    anActivityView({
      ...change,
      can: { signUp: false, cancel: false, confirm: false, edit: false },
      cannotSignUp: '这个活动现在不能报名了。',
    }),
  );
  await screen.findByText(words);
  expect(screen.getByText('这个活动现在不能报名了。')).toBeTruthy();
  expect(screen.queryByRole('button', { name: '我要参加' })).toBeNull();
});

it('leads a visitor to being recognised', async () => {
  open(anActivityView({ can: { signUp: false, cancel: false, confirm: false, edit: false } }));
  fireEvent.click(await screen.findByRole('button', { name: '认证居民后报名' }));
  expect(taroLog).toEqual(['navigateTo /packages/resident/link/index']);
});

it('can be joined in elder mode, with the time as people say it', async () => {
  signedIn();
  act(() => chooseElder('elder'));
  open(anActivityView({ startsAt: '2026-11-27T00:30:00Z' }));
  await screen.findByText('11月27日 周五 上午 8:30');
  fireEvent.click(await screen.findByRole('button', { name: '我要参加' }));
  await screen.findByText('报名好了，谢谢您');
});
