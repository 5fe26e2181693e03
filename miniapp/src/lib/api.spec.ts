import { call } from '@linli/shared/call';
import * as z from 'zod/mini';

import { lost, refusal, serve } from '../../test/fake-server';
import { aMe, signedIn } from '../../test/people';
import { ApiError, send } from './api';
import { session } from './session';

const getGift = call({
  name: 'test.gift',
  summary: '',
  method: 'GET',
  path: '/gifts/:id',
  access: 'public',
  input: z.object({ id: z.string(), words: z.optional(z.string()) }),
  output: z.object({ name: z.string() }),
  errors: [],
});
const redeem = call({
  name: 'test.redeem',
  summary: '',
  method: 'POST',
  path: '/gifts/:id/redemptions',
  access: 'signedIn',
  input: z.object({ id: z.string(), quantity: z.int() }),
  output: z.object({ done: z.boolean() }),
  errors: [],
});

const expired = refusal(401, 'TOKEN_EXPIRED', '登录过期了');
const renewed = {
  status: 200,
  body: { accessToken: 'access-2', expiresInMs: 1, refreshToken: 'refresh-2', me: aMe() },
};

it('puts the path parts into the path and the rest into the query', async () => {
  const asked = serve({ 'GET /gifts/:id': () => ({ status: 200, body: { name: '油' } }) });
  await expect(send(getGift, { id: 'a/b', words: '1.8 升&' })).resolves.toEqual({ name: '油' });
  expect(asked).toMatchObject([{ params: { id: 'a/b' }, query: { words: '1.8 升&' }, body: undefined }]);
});

it('puts the rest of an act into the body, with the token of whoever is signed in', async () => {
  signedIn();
  const asked = serve({ 'POST /gifts/:id/redemptions': () => ({ status: 201, body: { done: true } }) });
  await send(redeem, { id: '7', quantity: 2 });
  expect(asked).toMatchObject([{ params: { id: '7' }, body: { quantity: 2 }, token: 'access-1' }]);
});

it('renews an expired token once for any number of requests, and asks each of them again', async () => {
  signedIn();
  const asked = serve({
    'GET /gifts/:id': ({ token }) => (token === 'access-2' ? { status: 200, body: { name: '油' } } : expired),
    'POST /sessions/refresh': () => renewed,
  });
  await expect(Promise.all([1, 2, 3].map((id) => send(getGift, { id: String(id) })))).resolves.toHaveLength(
    3,
  );
  expect(asked.filter(({ path }) => path === '/sessions/refresh')).toMatchObject([
    { body: { refreshToken: 'refresh-1' } },
  ]);
  expect(session.get()).toMatchObject({ accessToken: 'access-2', refreshToken: 'refresh-2' });

  // Later requests use the new one straight away.
  await send(getGift, { id: '4' });
  expect(asked.at(-1)).toMatchObject({ token: 'access-2' });
});

it('signs out when the refresh token is no longer taken', async () => {
  signedIn();
  serve({
    'GET /gifts/:id': () => expired,
    'POST /sessions/refresh': () => refusal(401, 'REFRESH_TOKEN_INVALID', '登录已经失效，请重新登录。'),
  });
  await expect(send(getGift, { id: '1' })).rejects.toMatchObject({ code: 'REFRESH_TOKEN_INVALID' });
  expect(session.get()).toBeUndefined();
});

it('keeps the session when the renewal gets no answer', async () => {
  signedIn();
  serve({
    'GET /gifts/:id': () => expired,
    'POST /sessions/refresh': () => {
      throw lost;
    },
  });
  await expect(send(getGift, { id: '1' })).rejects.toMatchObject({ code: 'OFFLINE' });
  expect(session.get()).toMatchObject({ refreshToken: 'refresh-1' });
});

it('says OFFLINE, undecided, when no answer comes', async () => {
  const error = await send(getGift, { id: '1' }).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ code: 'OFFLINE', answered: false });
});

it('hands on what the server refused and which field is wrong', async () => {
  serve({
    'POST /gifts/:id/redemptions': () =>
      refusal(400, 'INPUT_INVALID', '有的地方没填对', { quantity: '数量最少是 1' }),
  });
  await expect(send(redeem, { id: '7', quantity: 0 })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    fields: { quantity: '数量最少是 1' },
    requestId: 'R-1',
    answered: true,
  });
});

it('takes a proxy’s own error page for a fault, undecided', async () => {
  serve({ 'GET /gifts/:id': () => ({ status: 502, body: '<html>Bad Gateway</html>' }) });
  await expect(send(getGift, { id: '1' })).rejects.toMatchObject({
    code: 'INTERNAL',
    status: 502,
    answered: false,
  });
});
