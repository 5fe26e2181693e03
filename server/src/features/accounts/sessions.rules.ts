const minute = 60_000;
const day = 24 * 60 * minute;

export const accessTokenMs = 10 * minute;
/** Each refresh moves the end of the session this far away. */
export const sessionMs = 60 * day;
/** How long after a rotation the token before it may still be presented by somebody whose answer got lost. */
export const lostReplyMs = minute;
/** Ended sessions are kept half a year, for whoever has to find out who was signed in when; then they go. */
export const keepEndedMs = 183 * day;

export interface RefreshState {
  refreshHash: string;
  previousHash: string | null;
  rotatedAt: Date;
  replySeen: boolean;
  expiresAt: Date;
  endedAt: Date | null;
}

/**
 * What a refresh token that names this session means:
 * `rotate` the current one · `repeat` the one before, whose answer was lost on the way: the same answer once more ·
 * `reuse` one that was already traded in, so two parties hold it · `expired` · `ended` the session was closed.
 *
 * Session ids are 74 random bits and travel only inside tokens, so a wrong secret under a right id was ours once.
 */
export type RefreshVerdict = 'rotate' | 'repeat' | 'reuse' | 'expired' | 'ended';

export function judgeRefresh(session: RefreshState, presentedHash: string, now: Date): RefreshVerdict {
  if (session.endedAt) return 'ended';
  if (session.expiresAt <= now) return 'expired';
  if (presentedHash === session.refreshHash) return 'rotate';
  const answerMayBeLost = !session.replySeen && now.getTime() - session.rotatedAt.getTime() <= lostReplyMs;
  return presentedHash === session.previousHash && answerMayBeLost ? 'repeat' : 'reuse';
}
