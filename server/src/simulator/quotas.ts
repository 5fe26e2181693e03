import { beijingDay } from './beijing-day.js';
import { Refusal } from './refusals.js';

/** How often each API answers. All but `phoneNumbersPerMinute` are the published figures; that one is not published. */
export interface Limits {
  codeExchangesPerUserPerMinute: number;
  tokensPerMinute: number;
  tokensPerDay: number;
  phoneNumbersPerMinute: number;
  miniProgramCodesPerMinute: number;
}

export const publishedLimits: Limits = {
  codeExchangesPerUserPerMinute: 100,
  tokensPerMinute: 10_000,
  tokensPerDay: 500_000,
  phoneNumbersPerMinute: 5_000,
  miniProgramCodesPerMinute: 5_000,
};

/** Counts calls in whole minutes and days. */
export class Quotas {
  private readonly windows = new Map<string, { span: string; count: number }>();

  takePerMinute(what: string, limit: number, now: number, errcode: number): void {
    this.take(`minute ${what}`, String(Math.floor(now / 60_000)), limit, errcode);
  }

  takePerDay(what: string, limit: number, now: number, errcode: number): void {
    this.take(`day ${what}`, beijingDay(now), limit, errcode);
  }

  private take(key: string, span: string, limit: number, errcode: number): void {
    const window = this.windows.get(key);
    const count = window?.span === span ? window.count : 0;
    if (count >= limit) throw new Refusal(errcode);
    this.windows.set(key, { span, count: count + 1 });
  }
}
