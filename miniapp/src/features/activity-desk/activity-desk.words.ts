import { clockOf, dayOf, momentOf } from '@linli/shared/time';

/** Times somebody can choose: each half hour of the waking day, and `odd` ones an activity already has. */
export function clockOptions(...odd: string[]) {
  const times = new Set(odd.filter(Boolean));
  for (let hour = 6; hour <= 22; hour++) {
    for (const minute of ['00', '30']) times.add(`${String(hour).padStart(2, '0')}:${minute}`);
  }
  return [...times].sort().map((value) => ({ value, text: value.replace(/^0/, '') }));
}

/** A Shanghai day and clock as the moment on the wire; '' while one is missing, for the server to complain about. */
export function momentText(day: string, clock: string): string {
  if (!day || !clock) return '';
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return momentOf(day, hours, minutes).toISOString();
}

/** The other way round, for a form about something that exists. */
export function dayAndClock(moment: string): { day: string; clock: string } {
  const at = new Date(moment);
  return { day: dayOf(at), clock: clockOf(at) };
}
