import { fireEvent, screen, waitFor } from '@testing-library/react';

import { session } from '@/lib/session';
import People from '@/packages/resident/people';

import { refusal, serve } from '../fake-server';
import { aMe } from '../people';
import { renderPage } from '../render';
import { taroLog } from '../taro/taro';

import { ok } from './samples';

const people = {
  people: [
    { key: 'elder', name: '张桂兰', role: '老年居民', about: '用大字版，女儿帮她领东西' },
    { key: 'clerk', name: '吴雪梅', role: '超市店员', about: '在柜台扫码，交货' },
  ],
};

it('signs in as the person tapped, and goes home', async () => {
  const asked = serve({
    'GET /demo/people': ok(people),
    'POST /demo/codes': ({ body }) => ({
      status: 200,
      body: { code: `code-of-${(body as { key: string }).key}` },
    }),
    'POST /sessions': ok({ accessToken: 'a', refreshToken: 'r', expiresInMs: 1, me: aMe() }),
  });
  renderPage(<People />);
  const elder = await screen.findByRole('button', { name: /^张桂兰，老年居民/ });
  fireEvent.click(elder);
  fireEvent.click(elder);
  await waitFor(() => expect(taroLog).toEqual(['switchTab /pages/home/index']));
  expect(session.get()?.me.resident?.name).toBe('张桂兰');
  expect(
    asked.filter(({ path }) => path === '/sessions').map(({ body }) => (body as { code: string }).code),
  ).toEqual(['code-of-elder']);
});

it('lets one look round without being anybody', async () => {
  serve({ 'GET /demo/people': ok(people) });
  renderPage(<People />);
  fireEvent.click(screen.getByRole('button', { name: '先不登录，随便看看' }));
  await waitFor(() => expect(taroLog).toEqual(['switchTab /pages/home/index']));
});

it('has nobody to be where real people sign in', async () => {
  serve({ 'GET /demo/people': () => refusal(404, 'NOT_FOUND', '这里没有您能看的内容。') });
  renderPage(<People />);
  await screen.findByText('这里没有您能看的内容');
});
