/** The day in Beijing, where the platform's daily limits turn over at midnight. */
export function beijingDay(now: number): string {
  return new Date(now + 8 * 3_600_000).toISOString().slice(0, 10);
}
