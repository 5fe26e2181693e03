/** Time that a test can move; it runs on by itself from wherever it was put. */
export class MovableClock {
  private offset = 0;

  constructor(private readonly base: () => number = Date.now) {}

  /** Milliseconds since the epoch. */
  now(): number {
    return this.base() + this.offset;
  }

  advance(ms: number): void {
    this.offset += ms;
  }

  set(ms: number): void {
    this.offset = ms - this.base();
  }
}
