import { Injectable } from '@nestjs/common';
import { dayOf, type Day } from '@linli/shared/time';

/** The one place that knows what time it is; tests and the demo district put another one in its place. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }

  /** Today in Asia/Shanghai. */
  today(): Day {
    return dayOf(this.now());
  }
}

/** A clock that stands where it is put. */
export class SettableClock extends Clock {
  #at: number;

  constructor(at: Date | number | string) {
    super();
    this.#at = new Date(at).getTime();
  }

  override now(): Date {
    return new Date(this.#at);
  }

  set(at: Date | number | string): void {
    this.#at = new Date(at).getTime();
  }

  advance(ms: number): void {
    this.#at += ms;
  }
}
