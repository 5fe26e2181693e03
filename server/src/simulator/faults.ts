/** Something that goes wrong on purpose, for the next `times` calls of one path. */
export interface Fault {
  path: string;
  /** Answer this code instead of doing the work. */
  errcode?: number;
  /** How many calls it hits; 1 when left out. */
  times?: number;
  /** Answer this many milliseconds (real time) late. */
  delayMs?: number;
  /**
   * Cut the connection. `true` or `'before'`: nothing was done.
   * `'after'`: the work was done (a code is used up) and only the answer is lost.
   */
  drop?: boolean | 'before' | 'after';
}

/** Faults waiting for their call, first in, first out. */
export class Faults {
  private readonly waiting: (Fault & { times: number })[] = [];

  add(fault: Fault): void {
    this.waiting.push({ ...fault, times: fault.times ?? 1 });
  }

  /** The fault this call meets, if any; it is used up by one. */
  take(path: string): Fault | undefined {
    const index = this.waiting.findIndex((fault) => fault.path === path);
    const fault = this.waiting[index];
    if (!fault) return undefined;
    fault.times -= 1;
    if (fault.times <= 0) this.waiting.splice(index, 1);
    return fault;
  }

  clear(): void {
    this.waiting.length = 0;
  }
}
