import type { FastifyInstance } from 'fastify';
import { BadControlCall, type SimulatorControl } from './control.js';
import type { Fault } from './faults.js';

/** The control over HTTP, for a simulator in another process. Bodies and answers are JSON. */
export function registerControlRoutes(server: FastifyInstance, control: SimulatorControl): void {
  server.post('/sim/codes', ({ body }) => {
    const input = read(body, ['openid', 'unionid']);
    return {
      code: control.issueCode({ openid: text(input, 'openid'), unionid: optional(input, 'unionid', text) }),
    };
  });

  server.post('/sim/phone-codes', ({ body }) => {
    const input = read(body, ['openid', 'phone', 'countryCode']);
    const grant = {
      openid: text(input, 'openid'),
      phone: text(input, 'phone'),
      countryCode: optional(input, 'countryCode', text),
    };
    return { code: control.issuePhoneCode(grant) };
  });

  server.post('/sim/faults', ({ body }) => {
    const input = read(body, ['path', 'errcode', 'times', 'delayMs', 'drop']);
    control.addFault({
      path: text(input, 'path'),
      errcode: optional(input, 'errcode', whole),
      times: optional(input, 'times', whole),
      delayMs: optional(input, 'delayMs', whole),
      drop: optional(input, 'drop', dropKind),
    });
    return {};
  });
  server.delete('/sim/faults', () => {
    control.clearFaults();
    return {};
  });

  server.post('/sim/latency', ({ body }) => {
    control.setLatency(whole(read(body, ['ms']), 'ms'));
    return {};
  });

  server.post('/sim/clock', ({ body }) => {
    const input = read(body, ['advanceMs', 'now']);
    const now = optional(input, 'now', whole);
    if (now !== undefined) control.setClock(now);
    control.advanceClock(optional(input, 'advanceMs', whole) ?? 0);
    return { now: control.now() };
  });
  server.get('/sim/clock', () => ({ now: control.now() }));

  server.get('/sim/counters', () => control.counters());
  server.delete('/sim/counters', () => {
    control.resetCounters();
    return {};
  });
}

type Input = Record<string, unknown>;

function read(body: unknown, known: readonly string[]): Input {
  let input: unknown;
  try {
    input = JSON.parse(String(body));
  } catch {
    throw new BadControlCall('the body is not JSON');
  }
  if (typeof input !== 'object' || input === null) throw new BadControlCall('the body is not an object');
  const unknown = Object.keys(input).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new BadControlCall(`unknown: ${unknown.join(', ')}`);
  return input as Input;
}

function text(input: Input, key: string): string {
  const value = input[key];
  if (typeof value !== 'string' || value === '') throw new BadControlCall(`${key} must be a text`);
  return value;
}

function whole(input: Input, key: string): number {
  const value = input[key];
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw new BadControlCall(`${key} must be a whole number`);
  return value;
}

function dropKind(input: Input, key: string): Fault['drop'] {
  const value = input[key];
  if (typeof value === 'boolean' || value === 'before' || value === 'after') return value;
  throw new BadControlCall(`${key} must be true, false, "before" or "after"`);
}

function optional<T>(input: Input, key: string, readOne: (input: Input, key: string) => T): T | undefined {
  return input[key] === undefined ? undefined : readOne(input, key);
}
