import type { Attendee } from '@linli/shared/activities';

import { useDraft } from '@/lib/draft';

/** Somebody who came without signing up. */
export interface WalkIn {
  residentId: string;
  name: string;
  address: string;
}

interface Kept {
  /** Minutes by resident: whoever is in here is ticked. */
  minutes: Record<string, number>;
  walkIns: WalkIn[];
}

const empty: Kept = { minutes: {}, walkIns: [] };

/**
 * Who is ticked, for how long, and who was added on the spot. Kept on this phone until it is confirmed, so that a lost
 * connection, a phone call or a closed page loses nothing.
 */
export function useTicks(activityId: string, plannedMinutes: number, attendees: readonly Attendee[]) {
  const { value, set, clear, savedAt } = useDraft<Kept>(`attendance:${activityId}`, empty);
  const known = new Map(attendees.map((one) => [one.residentId, one]));
  const walkIns = value.walkIns.filter(({ residentId }) => !known.has(residentId));
  const free = attendees.filter(({ confirmed, locked }) => !confirmed && !locked);
  const all = [...free.map(({ residentId }) => residentId), ...walkIns.map(({ residentId }) => residentId)];
  // Whoever was confirmed by another phone meanwhile, or may not be confirmed, no longer counts.
  const ticked = all.filter((id) => value.minutes[id] !== undefined);
  return {
    walkIns,
    ticked: new Set(ticked),
    isAll: all.length > 0 && ticked.length === all.length,
    savedAt: ticked.length ? savedAt : undefined,
    minutesOf: (id: string) => value.minutes[id] ?? plannedMinutes,
    setMinutes: (id: string, minutes: number) => set({ minutes: { ...value.minutes, [id]: minutes } }),
    /** Ticks exactly these. */
    choose: (ids: ReadonlySet<string>) =>
      set({
        minutes: Object.fromEntries(
          all.filter((id) => ids.has(id)).map((id) => [id, value.minutes[id] ?? plannedMinutes]),
        ),
      }),
    chooseAll: (on: boolean) =>
      set({
        minutes: on ? Object.fromEntries(all.map((id) => [id, value.minutes[id] ?? plannedMinutes])) : {},
      }),
    toggle(id: string) {
      const { [id]: had, ...rest } = value.minutes;
      set({ minutes: had === undefined ? { ...value.minutes, [id]: plannedMinutes } : rest });
    },
    /** Adds somebody and ticks them: they stand in front of the host. */
    add: (walkIn: WalkIn) =>
      set({
        walkIns: [...value.walkIns.filter(({ residentId }) => residentId !== walkIn.residentId), walkIn],
        minutes: { ...value.minutes, [walkIn.residentId]: plannedMinutes },
      }),
    remove(id: string) {
      const { [id]: _, ...rest } = value.minutes;
      set({ minutes: rest, walkIns: value.walkIns.filter(({ residentId }) => residentId !== id) });
    },
    clear,
    people: ticked.map((residentId) => ({
      residentId,
      minutes: value.minutes[residentId] ?? plannedMinutes,
    })),
  };
}
