import { judgeRefresh, lostReplyMs, type RefreshState } from './sessions.rules.js';

const rotatedAt = new Date('2026-11-22T02:00:00Z');
const soon = new Date(rotatedAt.getTime() + 1000);
const later = new Date(rotatedAt.getTime() + lostReplyMs + 1);

const session = (change: Partial<RefreshState> = {}): RefreshState => ({
  refreshHash: 'current',
  previousHash: 'previous',
  rotatedAt,
  replySeen: false,
  expiresAt: new Date('2027-01-21T02:00:00Z'),
  endedAt: null,
  ...change,
});

it.each([
  ['the current token', session(), 'current', later, 'rotate'],
  [
    'the current token of a session that was never refreshed',
    session({ previousHash: null }),
    'current',
    soon,
    'rotate',
  ],
  ['the token before, whose answer may be lost', session(), 'previous', soon, 'repeat'],
  [
    'the token before, on the last millisecond',
    session(),
    'previous',
    new Date(rotatedAt.getTime() + lostReplyMs),
    'repeat',
  ],
  ['the token before, a millisecond later', session(), 'previous', later, 'reuse'],
  [
    'the token before, when the new one was seen in use',
    session({ replySeen: true }),
    'previous',
    soon,
    'reuse',
  ],
  ['a token from long before', session(), 'older', soon, 'reuse'],
  ['a token that never stood in the chain', session(), 'forged', soon, 'unknown'],
  [
    'a forged token for a session never refreshed',
    session({ previousHash: null }),
    'forged',
    soon,
    'unknown',
  ],
  [
    'the current token on the last millisecond',
    session(),
    'current',
    new Date('2027-01-21T01:59:59.999Z'),
    'rotate',
  ],
  [
    'the current token when its time is over',
    session(),
    'current',
    new Date('2027-01-21T02:00:00Z'),
    'expired',
  ],
  ['the current token of an ended session', session({ endedAt: soon }), 'current', later, 'ended'],
  ['an old token of an ended session', session({ endedAt: soon }), 'older', later, 'ended'],
])('%s', (_what, state, presented, now, verdict) => {
  expect(judgeRefresh(state, presented, now, () => presented === 'older')).toBe(verdict);
});
