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
 * `reuse` one that was already traded in, so two parties hold it · `unknown` never one of ours · `expired` · `ended` the
 * session was closed.
 *
 * Access tokens show their session's id to whoever reads them, so an id with a wrong secret proves nothing: only a
 * token that really stood in the session's chain may end it.
 */
export type RefreshVerdict = 'rotate' | 'repeat' | 'reuse' | 'unknown' | 'expired' | 'ended';

/** @param stoodInChain whether the presented token was traded in for the current one, at once or through others */
export function judgeRefresh(
  session: RefreshState,
  presentedHash: string,
  now: Date,
  stoodInChain: () => boolean,
): RefreshVerdict {
  if (session.endedAt) return 'ended';
  if (session.expiresAt <= now) return 'expired';
  if (presentedHash === session.refreshHash) return 'rotate';
  const answerMayBeLost = !session.replySeen && now.getTime() - session.rotatedAt.getTime() <= lostReplyMs;
  if (presentedHash === session.previousHash) return answerMayBeLost ? 'repeat' : 'reuse';
  return stoodInChain() ? 'reuse' : 'unknown';
}
