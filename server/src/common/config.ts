import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import * as z from 'zod';

import { embeddedFile } from './embedded-file.js';

const realWechat = 'https://api.weixin.qq.com';

const flag = z.stringbool({ truthy: ['1', 'true', 'yes'], falsy: ['0', 'false', 'no', ''] });

/** Every environment variable the server reads. The table in docs/operations/README.md says the same in words. */
const environment = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  PORT: z.coerce.number('must be a number').int().min(0).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^mysql:\/\/[^/]+\/[\w-]+/, 'must look like mysql://user:password@host:3306/name')
    .optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(500).default(32),
  SQLITE_SYNC: z.enum(['full', 'normal']).default('full'),
  DATA_KEY: z
    .string()
    .refine(
      (value) => Buffer.from(value, 'base64').length >= 32,
      'must be at least 32 random bytes in base64',
    )
    .optional(),
  WECHAT_API_BASE: z.url('must be a web address').default(realWechat),
  WECHAT_APPID: z.string().default(''),
  WECHAT_SECRET: z.string().default(''),
  DEMO: flag.default(false),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(300),
  TRUST_PROXY: flag.default(false),
  H5_DIR: z.string().optional(),
});

type Values = z.output<typeof environment>;

/** Each variable by itself, so that one wrong one does not hide what is wrong with the others. */
function readVariables(env: Record<string, string | undefined>): {
  values: Partial<Values>;
  wrong: string[];
} {
  const values: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const [name, type] of Object.entries(environment.shape)) {
    const parsed = type.safeParse(env[name] === '' ? undefined : env[name]);
    if (parsed.success) values[name] = parsed.data;
    else wrong.push(...parsed.error.issues.map((issue) => `${name}: ${issue.message}`));
  }
  return { values, wrong };
}

/** Every variable was read; the optional ones may be absent. */
function isComplete(values: Partial<Values>): values is Values {
  return Object.keys(environment.shape).every((name) => name in values);
}

/** What does not go together, as far as the variables could be read. */
function contradictions(values: Partial<Values>): string[] {
  const wrong: string[] = [];
  const production = values.NODE_ENV === 'production';
  const simulated = values.WECHAT_API_BASE === undefined ? undefined : isLoopback(values.WECHAT_API_BASE);
  if (production && (!values.WECHAT_APPID || !values.WECHAT_SECRET)) {
    wrong.push('WECHAT_APPID, WECHAT_SECRET: needed in production; without them nobody could sign in');
  }
  if (production && simulated) {
    wrong.push('WECHAT_API_BASE: points at this machine; production must talk to WeChat itself');
  }
  if (production && 'DATA_KEY' in values && !values.DATA_KEY) {
    wrong.push('DATA_KEY: needed in production; make one with: openssl rand -base64 32, and keep it safe');
  }
  if (values.DEMO && simulated === false) {
    wrong.push(
      'DEMO: the demo district and its sign-in run only with the WeChat simulator (WECHAT_API_BASE on loopback)',
    );
  }
  return wrong;
}

export class Config {
  private constructor(
    readonly production: boolean,
    readonly port: number,
    readonly host: string,
    readonly dataDir: string,
    readonly database: { url: string | undefined; poolSize: number; sqliteSync: 'full' | 'normal' },
    /** Root secret of field encryption and tokens. */
    readonly dataKey: Buffer,
    readonly wechat: { baseUrl: string; appId: string; secret: string; simulated: boolean },
    /** Demo district, demo people and their sign-in: only ever with the simulator. */
    readonly demo: boolean,
    readonly logLevel: string,
    readonly rateLimitPerMinute: number,
    readonly trustProxy: boolean,
    readonly h5Dir: string | undefined,
  ) {}

  /**
   * Reads and checks the environment.
   * @param options.make false = nothing is made on disk, not even a first key (for whoever only looks)
   * @throws ConfigError with everything that is wrong, not only the first thing.
   */
  static from(env: Record<string, string | undefined>, { make = true } = {}): Config {
    const { values, wrong } = readVariables(env);
    wrong.push(...contradictions(values));
    const dataDir = resolve(values.DATA_DIR ?? './data');
    const embedded = env.DATABASE_URL === undefined || env.DATABASE_URL === '';
    const needsFolder = embedded || !env.DATA_KEY;
    const problem = make && needsFolder ? folderProblem(dataDir) : undefined;
    if (problem) wrong.push(problem);
    let key: Buffer | undefined = values.DATA_KEY ? Buffer.from(values.DATA_KEY, 'base64') : undefined;
    if (!env.DATA_KEY && !problem) {
      try {
        // A first key is made only for a start that goes on.
        key = ownKey(dataDir, { embedded, make: make && wrong.length === 0 });
      } catch (error) {
        wrong.push((error as Error).message);
      }
    }
    if (!isComplete(values) || wrong.length > 0 || !key) throw new ConfigError(wrong);

    const simulated = isLoopback(values.WECHAT_API_BASE);
    const production = values.NODE_ENV === 'production';
    return new Config(
      production,
      values.PORT,
      values.HOST,
      dataDir,
      { url: values.DATABASE_URL, poolSize: values.DATABASE_POOL_SIZE, sqliteSync: values.SQLITE_SYNC },
      key,
      {
        baseUrl: values.WECHAT_API_BASE.replace(/\/$/, ''),
        appId: values.WECHAT_APPID,
        secret: values.WECHAT_SECRET,
        simulated,
      },
      values.DEMO,
      values.LOG_LEVEL,
      values.RATE_LIMIT_PER_MINUTE,
      values.TRUST_PROXY,
      values.H5_DIR ? resolve(values.H5_DIR) : undefined,
    );
  }
}

/** Everything wrong with the configuration, one line each. */
export class ConfigError extends Error {
  constructor(readonly wrong: readonly string[]) {
    super(`The configuration is not right:\n${wrong.map((line) => `  - ${line}`).join('\n')}`);
  }
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

/** Makes the folder when it is missing; says what is wrong when it cannot be written to. */
function folderProblem(dataDir: string): string | undefined {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return `DATA_DIR: cannot write to ${dataDir} (${(error as Error).message}); choose a folder you own`;
  }
}

/**
 * Trying it needs no set-up: the key is made once and kept beside the embedded database, readable by its owner only.
 * A database that already stands there was written with some key: a new one would not do.
 * @throws Error with a line for the reader
 */
function ownKey(dataDir: string, { embedded, make }: { embedded: boolean; make: boolean }): Buffer {
  const file = join(dataDir, 'data.key');
  if (!existsSync(file)) {
    // Whoever only looks reads nothing that is encrypted: any key does, and none is left behind.
    if (!make) return randomBytes(32);
    if (embedded && existsSync(embeddedFile(dataDir)))
      throw new Error(
        `DATA_KEY: ${file} is gone, but there is a database beside it; put the key back (or set DATA_KEY), without it the phones cannot be read`,
      );
    try {
      writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new Error(`DATA_KEY: cannot write ${file} (${(error as Error).message})`, { cause: error });
    }
  }
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new Error(`DATA_KEY: cannot read ${file} (${(error as Error).message})`, { cause: error });
  }
  const key = Buffer.from(text, 'base64');
  if (key.length < 32 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text))
    throw new Error(
      `DATA_KEY: ${file} is damaged: it must hold at least 32 bytes in base64; put it back from where you keep it`,
    );
  return key;
}
