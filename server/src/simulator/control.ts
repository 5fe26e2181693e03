import type { Fault } from './faults.js';
import type { LoginGrant, PhoneGrant } from './platform-apis.js';

/** What the people and the weather around the platform do; the same acts are there over HTTP under `/sim/`. */
export interface SimulatorControl {
  /** The user taps sign-in: the code `wx.login` would give. Lives 5 minutes, works once. */
  issueCode(grant: LoginGrant): string;
  /** The user taps "allow" on the phone button. Lives 5 minutes, works once. */
  issuePhoneCode(grant: PhoneGrant): string;
  /** The one valid session key of this user, if they ever signed in. */
  sessionKeyOf(openid: string): string | undefined;
  addFault(fault: Fault): void;
  clearFaults(): void;
  /** Real milliseconds every answer takes. */
  setLatency(ms: number): void;
  advanceClock(ms: number): void;
  setClock(ms: number): void;
  now(): number;
  /** Calls per path since the start or the last reset, refused and dropped ones included. */
  counters(): Record<string, number>;
  resetCounters(): void;
}

/** A control call that makes no sense: HTTP 400, because a test with a typing mistake must not pass. */
export class BadControlCall extends Error {
  readonly statusCode = 400;
}
