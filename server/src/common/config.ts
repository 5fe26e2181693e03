import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import * as z from 'zod';

const realWechat = 'https://api.weixin.qq.com';

const flag = z.stringbool({ truthy: ['1', 'true', 'yes'], falsy: ['0', 'false', 'no', ''] });

/** Every environment variable the server reads. The table in docs/operations/configuration.md says the same in words. */
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
   * @throws ConfigError with everything that is wrong, not only the first thing.
   */
  static from(env: Record<string, string | undefined>): Config {
    const filled = Object.fromEntries(
      Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
    );
    const parsed = environment.safeParse(filled);
    const wrong: string[] = parsed.success
      ? []
      : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    if (!parsed.success) throw new ConfigError(wrong);

    const values = parsed.data;
    const production = values.NODE_ENV === 'production';
    const simulated = isLoopback(values.WECHAT_API_BASE);
    if (production && (!values.WECHAT_APPID || !values.WECHAT_SECRET)) {
      wrong.push('WECHAT_APPID, WECHAT_SECRET: needed in production; without them nobody could sign in');
    }
    if (production && simulated) {
      wrong.push('WECHAT_API_BASE: points at this machine; production must talk to WeChat itself');
    }
    if (production && !values.DATA_KEY) {
      wrong.push('DATA_KEY: needed in production; make one with: openssl rand -base64 32, and keep it safe');
    }
    if (values.DEMO && !simulated) {
      wrong.push(
        'DEMO: the demo district and its sign-in run only with the WeChat simulator (WECHAT_API_BASE on loopback)',
      );
    }
    const dataDir = resolve(values.DATA_DIR);
    const dataKey = values.DATA_KEY ? Buffer.from(values.DATA_KEY, 'base64') : undefined;
    let key: Buffer | undefined = dataKey;
    if (!key && wrong.length === 0) {
      try {
        key = ownKey(dataDir);
      } catch (error) {
        wrong.push(
          `DATA_DIR: cannot write to ${dataDir} (${(error as Error).message}); choose a folder you own`,
        );
      }
    }
    if (wrong.length > 0 || !key) throw new ConfigError(wrong);

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

/** Trying it needs no set-up: the key is made once and kept beside the embedded database, readable by its owner only. */
function ownKey(dataDir: string): Buffer {
  const file = join(dataDir, 'data.key');
  mkdirSync(dataDir, { recursive: true });
  if (!existsSync(file)) {
    try {
      writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
}
