import { randomUUID } from 'node:crypto';

import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { binary, pathParams, type Call, type InputOf, type OutputOf } from '@linli/shared/call';
import type { ErrorBody, ErrorCode } from '@linli/shared/errors';
import { momentOf } from '@linli/shared/time';

import { Cipher } from '../src/common/cipher.js';
import { SettableClock } from '../src/common/clock.js';
import { Config } from '../src/common/config.js';
import { createLogger } from '../src/common/logger.js';
import { createApp } from '../src/create-app.js';
import { Database } from '../src/database/database.js';
import type { SimulatorControl } from '../src/simulator/control.js';
import { startSimulator } from '../src/simulator/simulator.js';

import { emptyDatabase } from './test-database.js';

const credentials = { appid: 'wx0123456789abcdef', secret: '0123456789abcdef0123456789abcdef' };

/** The key of every test database, so that a test can encrypt and look up as the server does. */
export const testDataKey = Buffer.alloc(32, 7);

/** When nothing else is said it is Sunday, 22 November 2026, 10:00 in Shanghai. */
export const testNow = momentOf('2026-11-22', 10);

export interface TestAppOptions {
  /** Environment variables over the usual ones of tests. */
  env?: Record<string, string>;
  at?: Date | string;
  /** Leads the application to its MariaDB another way, e.g. through something that can be cut. */
  databaseUrl?: (url: string) => string;
}

export interface CallOptions {
  /** An access token; absent = nobody is signed in. */
  as?: string;
}

/** What came back: the body as JSON, or its bytes for a binary call. */
export interface Answer<T = unknown> {
  status: number;
  body: T;
  headers: Record<string, unknown>;
}

/** A refusal of a call that was expected to succeed. */
export class Refused extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly status: number,
    readonly body: ErrorBody,
    call: string,
  ) {
    super(`${call} answered ${status} ${code}${body.fields ? ` ${JSON.stringify(body.fields)}` : ''}`);
  }
}

/** The whole application over HTTP, with its own database, its own WeChat and a clock that stands still. */
export class TestApp {
  readonly database: Database;
  readonly cipher = new Cipher(testDataKey);

  constructor(
    readonly nest: NestFastifyApplication,
    readonly config: Config,
    readonly clock: SettableClock,
    /** What people and weather do at WeChat: codes, faults, latency. Its time is `clock`'s. */
    readonly wechat: SimulatorControl,
    private readonly cleanUp: () => Promise<void>,
  ) {
    this.database = nest.get(Database);
  }

  /** A service of the application. */
  get<T>(type: Type<T>): T {
    return this.nest.get(type);
  }

  /**
   * Sends one row of the call table. The input is not checked here, so that bad input reaches the server; a test that
   * sends some casts it (`as never`).
   */
  async call<C extends Call>(row: C, input: InputOf<C>, { as }: CallOptions = {}): Promise<Answer> {
    const rest = { ...(input as Record<string, unknown>) };
    let url = `/api${row.path}`;
    for (const name of pathParams(row.path)) {
      url = url.replace(`:${name}`, encodeURIComponent(String(rest[name])));
      delete rest[name];
    }
    const inQuery = row.method === 'GET' || row.method === 'DELETE';
    const response = await this.nest.inject({
      method: row.method,
      url,
      headers: as ? { authorization: `Bearer ${as}` } : {},
      ...(inQuery ? { query: queryOf(rest) } : { payload: rest }),
    });
    const bytes = row.output === binary && response.statusCode < 400;
    const body: unknown = bytes ? response.rawPayload : response.body ? response.json() : undefined;
    return { status: response.statusCode, body, headers: response.headers };
  }

  /** Sends a call that must succeed. @throws Refused with the code when it does not */
  async ok<C extends Call>(row: C, input: InputOf<C>, options: CallOptions = {}): Promise<OutputOf<C>> {
    const { status, body } = await this.call(row, input, options);
    if (status !== 200) throw new Refused((body as ErrorBody).code, status, body as ErrorBody, row.name);
    return body as OutputOf<C>;
  }

  /** Sends a call that must be refused; answers with which code. */
  async refusal<C extends Call>(row: C, input: InputOf<C>, options: CallOptions = {}): Promise<ErrorCode> {
    const { status, body } = await this.call(row, input, options);
    if (status === 200) throw new Error(`${row.name} was expected to be refused, but succeeded`);
    return (body as ErrorBody).code;
  }

  async stop(): Promise<void> {
    await this.nest.close();
    await this.cleanUp();
  }
}

function queryOf(fields: Record<string, unknown>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]),
  );
}

/** A fresh database of the engine under test, the WeChat simulator and the application, all in this process. */
export async function startTestApp({
  env = {},
  at = testNow,
  databaseUrl,
}: TestAppOptions = {}): Promise<TestApp> {
  const clock = new SettableClock(at);
  const { settings, remove } = await emptyDatabase();
  const simulator = await startSimulator({ port: 0, ...credentials, now: () => clock.now().getTime() });
  const config = Config.from({
    NODE_ENV: 'test',
    DATA_DIR: settings.dataDir,
    DATABASE_URL: settings.url && databaseUrl ? databaseUrl(settings.url) : settings.url,
    DATABASE_POOL_SIZE: String(settings.poolSize ?? 16),
    SQLITE_SYNC: settings.sqliteSync ?? 'normal',
    DATA_KEY: testDataKey.toString('base64'),
    WECHAT_API_BASE: simulator.url,
    WECHAT_APPID: credentials.appid,
    WECHAT_SECRET: credentials.secret,
    LOG_LEVEL: 'silent',
    RATE_LIMIT_PER_MINUTE: '1000000',
    ...env,
  });
  const cleanUp = async () => {
    await simulator.close();
    await remove();
  };
  try {
    const nest = await createApp({ config, clock, log: createLogger(config.logLevel) });
    await nest.init();
    await nest.getHttpAdapter().getInstance().ready();
    return new TestApp(nest, config, clock, simulator.control, cleanUp);
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

/** A key for one act (`requestKey`). */
export const aKey = () => randomUUID();
