import { isCleanText, line, lineOrNone, pickupCode, text } from '@linli/shared/fields';
import * as z from 'zod/mini';

const accepts = (schema: z.ZodMiniType, value: unknown) => z.safeParse(schema, value).success;

it('refuses what turns the direction of the text around, written as embedding, override or isolate', () => {
  for (const sign of ['\u202E', '\u2066', '\u2067', '\u2068', '\u2069', '\u061C', '\u200B'])
    expect(isCleanText(`积分${sign}100`)).toBe(false);
  expect(isCleanText('𠮷野家 👵🏽')).toBe(true);
});

it('keeps titles, names and places on one line, and people’s own words as they are', () => {
  for (const broken of ['大扫除\n免费领米', '大扫除\r3栋', '大\t扫除']) {
    expect(accepts(line(30, '名称'), broken)).toBe(false);
    expect(accepts(lineOrNone(30, '名称'), broken)).toBe(false);
    expect(accepts(text(30, '说明'), broken)).toBe(true);
  }
  expect(z.parse(line(30, '名称'), ' 大扫除\n')).toBe('大扫除');
});

it('takes a pick-up code as typed or as scanned', () => {
  for (const given of ['482916', '４８２ ９１６', 'linli:pickup:482916', ' linli:pickup:482916 '])
    expect(z.parse(pickupCode, given)).toBe('482916');
  for (const given of ['48291', 'linli:pickup:48291', 'https://linli:pickup:482916'])
    expect(accepts(pickupCode, given)).toBe(false);
});
