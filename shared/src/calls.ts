import * as accounts from './accounts.js';
import * as activities from './activities.js';
import * as calendarDays from './calendar-days.js';
import type { Call } from './call.js';
import * as demo from './demo.js';
import * as gifts from './gifts.js';
import * as health from './health.js';
import * as orgUnits from './org-units.js';
import * as points from './points.js';
import * as redemptions from './redemptions.js';
import * as residents from './residents.js';

function isCall(value: unknown): value is Call {
  return (
    typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'access' in value
  );
}

/** The whole call table. Server and document only: the mini-program imports the rows it sends. */
export const allCalls: readonly Call[] = [
  health,
  demo,
  accounts,
  orgUnits,
  residents,
  points,
  activities,
  gifts,
  redemptions,
  calendarDays,
].flatMap((module) => Object.values(module).filter(isCall));
