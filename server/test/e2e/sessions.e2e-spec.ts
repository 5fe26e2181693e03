import { createHmac } from 'node:crypto';

import {
  getMe,
  refreshSession,
  signIn,
  signOut,
  signOutEverywhere,
  type SessionView,
} from '@linli/shared/accounts';
import { getLive } from '@linli/shared/health';
import { dayMs } from '@linli/shared/time';

import { SessionsService } from '../../src/features/accounts/sessions.service.js';

import { aResident, openidOf, sessionOf, visitorSession } from '../factories.js';
import { startTestApp, testNow, type TestApp } from '../test-app.js';

const minute = 60_000;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
beforeEach(() => {
  app.clock.set(testNow);
  app.wechat.clearFaults();
});

const refresh = ({ refreshToken }: SessionView) => app.ok(refreshSession, { refreshToken });
const refreshRefusal = ({ refreshToken }: SessionView) => app.refusal(refreshSession, { refreshToken });
const use = ({ accessToken }: SessionView) => app.ok(getMe, {}, { as: accessToken });
const useRefusal = ({ accessToken }: SessionView) => app.refusal(getMe, {}, { as: accessToken });

describe('signing in with WeChat', () => {
  it('makes an account at the first time and finds it again afterwards', async () => {
    const first = await visitorSession(app, 'openid-comes-back');
    const second = await visitorSession(app, 'openid-comes-back');
    expect(second.me.accountId).toBe(first.me.accountId);
    expect(first.me).toMatchObject({ resident: null, roles: [], permissions: [], contact: null });
    expect(second.refreshToken).not.toBe(first.refreshToken);
  });

  it('keeps the newest session key, unreadable, and no refresh token at all', async () => {
    const session = await visitorSession(app, 'openid-key');
    await visitorSession(app, 'openid-key');
    const account = await app.database.row<{ session_key_cipher: string }>(
      "SELECT session_key_cipher FROM accounts WHERE openid = 'openid-key'",
    );
    const sessionKey = app.wechat.sessionKeyOf('openid-key') as string;
    expect(account?.session_key_cipher).not.toContain(sessionKey);
    expect(app.cipher.decrypt('accounts.session_key', account?.session_key_cipher ?? '')).toBe(sessionKey);
    expect(JSON.stringify(session)).not.toContain(sessionKey);
    const stored = JSON.stringify(await app.database.rows('SELECT * FROM sessions'));
    expect(stored).not.toContain(session.refreshToken.split('.')[1]);
  });

  it('makes one account when one person signs in on ten devices at once', async () => {
    const sessions = await Promise.all(
      Array.from({ length: 10 }, () => visitorSession(app, 'openid-ten-devices')),
    );
    expect(new Set(sessions.map((session) => session.me.accountId)).size).toBe(1);
    for (const session of sessions) await use(session);
  });

  it.each([
    ['a code nobody issued', { code: 'made-up' }, 'WECHAT_CODE_INVALID'],
    ['an empty code', { code: '' }, 'INPUT_INVALID'],
    ['a code of 201 characters', { code: 'x'.repeat(201) }, 'INPUT_INVALID'],
    ['a number for a code', { code: 12 as never }, 'INPUT_INVALID'],
    ['a field too many', { code: 'x', openid: 'openid-of-somebody' } as never, 'INPUT_INVALID'],
  ])('refuses %s', async (_what, input, code) => {
    expect(await app.refusal(signIn, input)).toBe(code);
  });

  it('takes a code once', async () => {
    const code = app.wechat.issueCode({ openid: 'openid-once' });
    await app.ok(signIn, { code });
    expect(await app.refusal(signIn, { code })).toBe('WECHAT_CODE_INVALID');
  });

  it('refuses a code older than five minutes', async () => {
    const code = app.wechat.issueCode({ openid: 'openid-slow' });
    app.clock.advance(5 * minute + 1000);
    expect(await app.refusal(signIn, { code })).toBe('WECHAT_CODE_INVALID');
  });

  it.each([
    ['says the code is wrong', { errcode: 40029 }, 'WECHAT_CODE_INVALID'],
    ['says the code was used', { errcode: 40163 }, 'WECHAT_CODE_INVALID'],
    ['blocks a high-risk user', { errcode: 40226 }, 'WECHAT_BLOCKED'],
    ['stays busy', { errcode: -1, times: 3 }, 'WECHAT_UNAVAILABLE'],
    ['has too many calls this minute', { errcode: 45011 }, 'WECHAT_UNAVAILABLE'],
    ['finds our secret wrong', { errcode: 40125 }, 'WECHAT_UNAVAILABLE'],
    ['does not answer', { drop: 'before' as const, times: 3 }, 'WECHAT_UNAVAILABLE'],
    ['uses the code up and its answer is lost', { drop: 'after' as const }, 'WECHAT_CODE_INVALID'],
  ])('tells the person what to do when WeChat %s', async (_what, fault, code) => {
    app.wechat.addFault({ path: '/sns/jscode2session', ...fault });
    const before = await app.database.rows('SELECT id FROM sessions');
    expect(await app.refusal(signIn, { code: app.wechat.issueCode({ openid: 'openid-fault' }) })).toBe(code);
    expect(await app.database.rows('SELECT id FROM sessions')).toHaveLength(before.length);
  });

  it('is not stopped by WeChat being busy for a moment', async () => {
    app.wechat.addFault({ path: '/sns/jscode2session', errcode: -1 });
    await use(await visitorSession(app, 'openid-busy-once'));
  });
});

describe('an access token', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claimsOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

  it('is good for ten minutes', async () => {
    const session = await visitorSession(app, 'openid-ten-minutes');
    expect(session.expiresInMs).toBe(10 * minute);
    app.clock.advance(10 * minute - 1000);
    await use(session);
    app.clock.advance(1000);
    expect(await useRefusal(session)).toBe('TOKEN_EXPIRED');
  });

  it('counts by the clock of the application, not of the machine', async () => {
    app.clock.set('2031-05-05T00:00:00Z');
    const session = await visitorSession(app, 'openid-other-time');
    await use(session);
  });

  it.each([
    ['nothing', () => undefined],
    ['a word', () => 'hello'],
    [
      'somebody else’s claims under the old signature',
      (token: string) => {
        const [head, , signature] = token.split('.');
        return [head, part({ ...claimsOf(token), sub: 'somebody else' }), signature].join('.');
      },
    ],
    [
      'no signature (alg none)',
      (token: string) => `${part({ alg: 'none', typ: 'JWT' })}.${part(claimsOf(token))}.`,
    ],
    [
      'a signature with another key',
      (token: string) => {
        const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claimsOf(token))}`;
        return `${text}.${createHmac('sha256', 'guess').update(text).digest('base64url')}`;
      },
    ],
  ])('is refused when it is %s', async (_what, forge) => {
    const session = await visitorSession(app, 'openid-forged');
    expect(await app.refusal(getMe, {}, { as: forge(session.accessToken) })).toBe('SIGN_IN_REQUIRED');
    await use(session);
  });

  it('cannot be replaced by the refresh token', async () => {
    const session = await visitorSession(app, 'openid-wrong-one');
    expect(await app.refusal(getMe, {}, { as: session.refreshToken })).toBe('SIGN_IN_REQUIRED');
  });
});

describe('a refresh token', () => {
  it('gives a new access token and the next refresh token, as often as one likes', async () => {
    let session = await visitorSession(app, 'openid-often');
    for (let round = 0; round < 4; round++) {
      app.clock.advance(10 * minute);
      expect(await useRefusal(session)).toBe('TOKEN_EXPIRED');
      const next = await refresh(session);
      expect(next.refreshToken).not.toBe(session.refreshToken);
      expect(next.me.accountId).toBe(session.me.accountId);
      await use(next);
      session = next;
    }
  });

  it('lives 60 days from its last use', async () => {
    const session = await visitorSession(app, 'openid-sixty-days');
    app.clock.advance(59 * dayMs);
    const second = await refresh(session);
    app.clock.advance(59 * dayMs);
    const third = await refresh(second);
    app.clock.advance(60 * dayMs);
    expect(await refreshRefusal(third)).toBe('REFRESH_TOKEN_INVALID');
  });

  it.each([
    ['a word', () => 'hello'],
    ['an unknown session', () => `0190f000-0000-7000-8000-000000000000.${'A'.repeat(43)}`],
    ['an access token', (session: SessionView) => session.accessToken.slice(0, 200)],
  ])('is refused when it is %s', async (_what, forge) => {
    const session = await visitorSession(app, 'openid-forged-refresh');
    expect(await app.refusal(refreshSession, { refreshToken: forge(session) })).toBe('REFRESH_TOKEN_INVALID');
    await refresh(session);
  });

  it('made up under a session’s id, which access tokens show, is refused and ends nothing', async () => {
    const first = await visitorSession(app, 'openid-id-read');
    const [, claims] = first.accessToken.split('.');
    const { sid } = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()) as { sid: string };
    const forge = () => app.refusal(refreshSession, { refreshToken: `${sid}.forged` });
    expect(await forge()).toBe('REFRESH_TOKEN_INVALID');
    const second = await refresh(first);
    expect(await forge()).toBe('REFRESH_TOKEN_INVALID');
    await use(second);
    await refresh(second);
  });

  it('presented again after a lost answer gets that answer', async () => {
    const session = await visitorSession(app, 'openid-lost-answer');
    const lost = await refresh(session);
    app.clock.advance(59_000);
    const repeated = await refresh(session);
    expect(repeated.refreshToken).toBe(lost.refreshToken);
    await use(repeated);
    app.clock.advance(10 * minute);
    await use(await refresh(repeated));
  });

  it('presented again after its answer arrived ends the session for both who hold it', async () => {
    const stolen = await visitorSession(app, 'openid-stolen');
    const owner = await refresh(stolen);
    await use(owner);
    expect(await refreshRefusal(stolen)).toBe('REFRESH_TOKEN_INVALID');
    expect(await useRefusal(owner)).toBe('SESSION_ENDED');
    expect(await refreshRefusal(owner)).toBe('SESSION_ENDED');
  });

  it('presented again after more than a minute ends the session, seen or not', async () => {
    const stolen = await visitorSession(app, 'openid-stolen-later');
    const owner = await refresh(stolen);
    app.clock.advance(minute + 1);
    expect(await refreshRefusal(stolen)).toBe('REFRESH_TOKEN_INVALID');
    expect(await refreshRefusal(owner)).toBe('SESSION_ENDED');
  });

  it('from two rotations ago ends the session: a thief who refreshes twice is found out too', async () => {
    const owner = await visitorSession(app, 'openid-stolen-twice');
    const thief = await refresh(await refresh(owner));
    expect(await refreshRefusal(owner)).toBe('REFRESH_TOKEN_INVALID');
    expect(await useRefusal(thief)).toBe('SESSION_ENDED');
  });

  it('an old access token in use does not count as the answer’s arrival', async () => {
    const session = await visitorSession(app, 'openid-old-access');
    await refresh(session);
    app.clock.advance(6000);
    await use(session);
    await use(await refresh(session));
  });

  it('presented ten times at once rotates once, and everybody gets the same', async () => {
    const session = await visitorSession(app, 'openid-parallel');
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(session)));
    const [next] = answers as [SessionView];
    expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
    await use(next);
    expect((await refresh(next)).refreshToken).not.toBe(next.refreshToken);
  });

  it('of one session ends no other', async () => {
    const [stolen, other] = [
      await visitorSession(app, 'openid-two'),
      await visitorSession(app, 'openid-two'),
    ];
    await use(await refresh(stolen));
    await refreshRefusal(stolen);
    await use(other);
    await refresh(other);
  });
});

describe('signing out', () => {
  it('ends this session at once and leaves the others', async () => {
    const [phone, tablet] = [
      await visitorSession(app, 'openid-out'),
      await visitorSession(app, 'openid-out'),
    ];
    await use(phone);
    await app.ok(signOut, {}, { as: phone.accessToken });
    expect(await useRefusal(phone)).toBe('SESSION_ENDED');
    expect(await refreshRefusal(phone)).toBe('SESSION_ENDED');
    await use(tablet);
  });

  it('everywhere ends all sessions of the account and nobody else’s', async () => {
    const resident = await aResident(app);
    const sessions = [await sessionOf(app, resident), await sessionOf(app, resident)];
    const neighbour = await sessionOf(app, await aResident(app));
    for (const session of sessions) await use(session);
    await app.ok(signOutEverywhere, {}, { as: sessions[0]?.accessToken });
    for (const session of sessions) expect(await useRefusal(session)).toBe('SESSION_ENDED');
    await use(neighbour);
    expect((await visitorSession(app, openidOf(resident))).me.resident?.id).toBe(resident.id);
  });

  it('on another instance is felt here within five seconds', async () => {
    const session = await visitorSession(app, 'openid-elsewhere');
    await use(session);
    await app.database.transaction((tx) =>
      tx.run('UPDATE sessions SET ended_at = ? WHERE account_id = ?', [
        app.clock.now(),
        session.me.accountId,
      ]),
    );
    app.clock.advance(5001);
    expect(await useRefusal(session)).toBe('SESSION_ENDED');
  });
});

it('sessions that ended half a year ago are removed, running ones stay', async () => {
  const old = await visitorSession(app, 'openid-old');
  await app.ok(signOut, {}, { as: old.accessToken });
  const unused = await visitorSession(app, 'openid-unused');
  app.clock.advance(184 * dayMs);
  const running = await visitorSession(app, 'openid-running');
  await app.get(SessionsService).purge();
  const left = JSON.stringify(await app.database.rows('SELECT account_id FROM sessions'));
  expect(left).not.toContain(old.me.accountId);
  expect(left).toContain(unused.me.accountId);
  await use(running);
});

it('counts by account behind one address, by address for tokens we never made, and never health checks', async () => {
  const limited = await startTestApp({ env: { RATE_LIMIT_PER_MINUTE: '2' } });
  try {
    const ask = async (as: string) => (await limited.call(getMe, {}, { as })).status;
    const one = await visitorSession(limited, 'openid-office-1');
    const two = await visitorSession(limited, 'openid-office-2');
    expect([await ask(one.accessToken), await ask(one.accessToken)]).toEqual([200, 200]);
    expect(await ask(two.accessToken)).toBe(200);
    expect(await ask(one.accessToken)).toBe(429);
    expect([await ask('made.up.1'), await ask('made.up.2'), await ask('made.up.3')]).toEqual([401, 401, 429]);
    // Signed in or not, signing in counts by address: both have been used up above.
    expect((await limited.call(signIn, { code: 'guess' }, { as: two.accessToken })).status).toBe(429);
    for (let i = 0; i < 5; i++) await limited.ok(getLive, {});
  } finally {
    await limited.stop();
  }
});

it('who asks too often is told to wait a minute', async () => {
  const limited = await startTestApp({ env: { RATE_LIMIT_PER_MINUTE: '3' } });
  try {
    const tries = await Promise.all([1, 2, 3, 4].map(() => limited.refusal(signIn, { code: 'guess' })));
    expect(tries.sort()).toEqual([
      'TOO_MANY_REQUESTS',
      'WECHAT_CODE_INVALID',
      'WECHAT_CODE_INVALID',
      'WECHAT_CODE_INVALID',
    ]);
  } finally {
    await limited.stop();
  }
});
