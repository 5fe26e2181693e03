import * as z from 'zod/mini';

import { isDay } from './time.js';

/** Full-width digits and letters, as Chinese keyboards give them, become plain ones. */
export function toHalfWidth(text: string): string {
  return text
    .replace(/[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A\uFF0D]/g, (c) =>
      String.fromCharCode(c.charCodeAt(0) - 0xfee0),
    )
    .replace(/\u3000/g, ' ');
}

/** Characters as a person counts them: 𠮷 is one. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/* eslint-disable no-control-regex -- control characters are exactly what is refused here */
const control =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u061C\u200B-\u200F\u2028-\u202E\u2060\u2066-\u2069\uFEFF\uFFFE\uFFFF]/;
/* eslint-enable no-control-regex */

/** True when text holds no control, zero-width or direction-changing character and no half surrogate pair. */
export function isCleanText(text: string): boolean {
  if (control.test(text)) return false;
  for (const character of Array.from(text)) {
    const code = character.codePointAt(0) as number;
    if (code >= 0xd800 && code <= 0xdfff) return false;
  }
  return true;
}

/** True for a person's name: Han characters (rare ones too), letters, the middle dot; no emoji, digits or signs. */
export function isPersonName(text: string): boolean {
  const characters = Array.from(text);
  if (characters.length < 1 || characters.length > 30) return false;
  return characters.every((character) => {
    const code = character.codePointAt(0) as number;
    return (
      (code >= 0x3400 && code <= 0x9fff) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0x20000 && code <= 0x323af) ||
      (code >= 0x41 && code <= 0x5a) ||
      (code >= 0x61 && code <= 0x7a) ||
      (code >= 0xc0 && code <= 0x24f) ||
      character === '·' ||
      character === '〇' ||
      character === ' '
    );
  });
}

/** True for clean text that stays on one line. */
function isCleanLine(text: string): boolean {
  return isCleanText(text) && !/[\t\n\r\u0085]/.test(text);
}

const limits = new WeakMap<object, Readonly<Record<string, unknown>>>();

/** Keeps what a field allows (JSON Schema words) beside it: its checks stand behind a transform, out of sight. */
function limited<T extends object>(schema: T, words: Readonly<Record<string, unknown>>): T {
  limits.set(schema, words);
  return schema;
}

/** What a field of this file allows, in JSON Schema words, for the API document. */
export function limitsOf(schema: object): Readonly<Record<string, unknown>> | undefined {
  return limits.get(schema);
}

const words = (max: number, label: string, isClean: (text: string) => boolean) =>
  limited(
    z.pipe(
      z.string(`请填${label}`),
      z.pipe(
        z.transform((value: string) => value.trim()),
        z.string().check(
          z.refine((value) => value.length > 0, `请填${label}`),
          z.refine((value) => lengthOf(value) <= max, `${label}最多 ${max} 个字`),
          z.refine(isClean, `${label}里有看不见的字符，请删掉重打`),
        ),
      ),
    ),
    { type: 'string', minLength: 1, maxLength: max },
  );

const wordsOrNone = (max: number, label: string, isClean: (text: string) => boolean) =>
  limited(
    z.pipe(
      z.optional(z.string()),
      z.pipe(
        z.transform((value: string | undefined) => (value ?? '').trim()),
        z.string().check(
          z.refine((value) => lengthOf(value) <= max, `${label}最多 ${max} 个字`),
          z.refine(isClean, `${label}里有看不见的字符，请删掉重打`),
        ),
      ),
    ),
    { type: 'string', maxLength: max },
  );

/** One line or more of a person's own words, 1–`max` characters, trimmed. `label` names it in the complaint. */
export const text = (max: number, label: string) => words(max, label, isCleanText);

/** A title, name or place: as `text`, without line breaks. */
export const line = (max: number, label: string) => words(max, label, isCleanLine);

/** Words that may stay empty; absent and empty are the same: ''. */
export const note = (max: number, label: string) => wordsOrNone(max, label, isCleanText);

/** One line that may stay empty: as `note`, without line breaks. */
export const lineOrNone = (max: number, label: string) => wordsOrNone(max, label, isCleanLine);

export const personName = limited(
  z.pipe(
    z.string('请填姓名'),
    z.pipe(
      z.transform((value: string) => toHalfWidth(value).trim()),
      z.string().check(z.refine(isPersonName, '姓名只能写汉字或字母，最多 30 个字')),
    ),
  ),
  { type: 'string', minLength: 1, maxLength: 30 },
);

/** Mainland mobile number; full-width digits, spaces and dashes are forgiven. */
export const phone = limited(
  z.pipe(
    z.string('请填手机号'),
    z.pipe(
      z.transform((value: string) => toHalfWidth(value).replace(/[\s-]/g, '')),
      z.string().check(z.regex(/^1\d{10}$/, '手机号是 11 位数字，请再核对')),
    ),
  ),
  { type: 'string', description: '11 digits; spaces and dashes are forgiven' },
);

/** Prefix of the text in a pick-up QR; what follows are the six digits. */
export const pickupQrPrefix = 'linli:pickup:';

/** The six digits inside what a scanner read, or the text itself when it is something else. */
export function codeInScan(scanned: string): string {
  return scanned.startsWith(pickupQrPrefix) ? scanned.slice(pickupQrPrefix.length) : scanned;
}

/** Six digits of a pick-up code, or the scanned text with them; spaces and full-width digits are forgiven. */
export const pickupCode = limited(
  z.pipe(
    z.string('请填取货码'),
    z.pipe(
      z.transform((value: string) => codeInScan(toHalfWidth(value).replace(/[\s-]/g, ''))),
      z.string().check(z.regex(/^\d{6}$/, '取货码是 6 位数字')),
    ),
  ),
  { type: 'string', description: 'Six digits, or the scanned text `linli:pickup:` and six digits' },
);

export const id = z
  .string('请重新选择')
  .check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, '请重新选择'));

/** A key from the caller: the act it names happens once, however often it is sent. */
export const requestKey = z.uuid('提交编号不对，请退出这一页重新进来');

export const day = z.string('请选日子').check(z.refine(isDay, '没有这一天，请重新选'));

/** A moment on the wire: ISO 8601 in UTC. */
export const moment = z.iso.datetime('时间不对，请重新选');

/** A whole number in a JSON body. */
export const whole = (min: number, max: number, label: string) =>
  z.int(`${label}要填整数`).check(z.gte(min, `${label}最少是 ${min}`), z.lte(max, `${label}最多是 ${max}`));

/** A whole number in a query string: travels as text. */
export const queryWhole = (min: number, max: number) =>
  limited(
    z.pipe(
      z.union([z.number(), z.string().check(z.regex(/^-?\d{1,9}$/, '要填整数'))]),
      z.pipe(
        z.transform((value: string | number) => Number(value)),
        z.int('要填整数').check(z.gte(min, `最小是 ${min}`), z.lte(max, `最大是 ${max}`)),
      ),
    ),
    { type: 'integer', minimum: min, maximum: max },
  );

/** What somebody types into a search box; may be empty. */
export const search = z.optional(lineOrNone(40, '要找的字'));

/** The empty input of calls that need nothing. */
export const nothing = z.strictObject({});
/** The answer of acts that have nothing to tell. */
export const done = z.object({ done: z.literal(true) });
