import { toHalfWidth } from '@linli/shared/fields';
import { parentsOf, type OrgUnitKind } from '@linli/shared/org-units';

/** Longest path the column holds. */
export const maxPathLength = 200;

/** The path of a unit: its parent's path and its own code, closed by a slash. */
export function pathBelow(parentPath: string | null, code: string): string {
  return `${parentPath ?? '/'}${code}/`;
}

/** True when a unit of this kind may hang below the other; a district stands alone. */
export function mayHangBelow(kind: OrgUnitKind, parentKind: OrgUnitKind | null): boolean {
  if (parentKind === null) return parentsOf[kind].length === 0;
  return parentsOf[kind].includes(parentKind);
}

/** Paths of a unit and of everything above it, top down: `/a/b/` → `/a/`, `/a/b/`. */
export function pathsDownTo(path: string): string[] {
  const codes = path.split('/').filter((code) => code !== '');
  return codes.map((_, index) => `/${codes.slice(0, index + 1).join('/')}/`);
}

/**
 * The range of paths of a unit and everything below it: `path >= from AND path < to`. Unlike LIKE, a range uses the
 * index on both engines. `0` is the character after `/`.
 */
export function rangeBelow(path: string): [from: string, to: string] {
  return [path, `${path.slice(0, -1)}0`];
}

/** The widest of several scopes: a unit inside another one of the list is dropped. */
export function topsOf(paths: readonly string[]): string[] {
  const distinct = [...new Set(paths)];
  return distinct.filter((path) => !distinct.some((other) => other !== path && path.startsWith(other)));
}

/** Sums what is counted per path into the units it lies in (or below). */
export function countBelow(
  units: readonly string[],
  counted: readonly { path: string; count: number }[],
): Map<string, number> {
  const totals = new Map<string, number>(units.map((path) => [path, 0]));
  for (const { path, count } of counted) {
    for (const above of pathsDownTo(path)) {
      const total = totals.get(above);
      if (total !== undefined) totals.set(above, total + count);
    }
  }
  return totals;
}

const byNumbers = new Intl.Collator('en', { numeric: true });

/** Codes in the order a person counts: b2 before b10. */
export function compareCodes(a: string, b: string): number {
  return byNumbers.compare(a, b);
}

const codeLetters = {
  district: 'd',
  street: 's',
  community: 'c',
  grid: 'g',
  microGrid: 'm',
  building: 'b',
  stairUnit: 'u',
} as const;

/**
 * A code for a unit that has only a name: its kind's letter and the numbers of the name (3栋 → b3, 第十二网格 → g12),
 * or the next number that no sibling has.
 */
export function codeFor(kind: OrgUnitKind, name: string, taken: ReadonlySet<string>): string {
  const letter = codeLetters[kind];
  const numbers = withDigits(toHalfWidth(name)).match(/\d+/g)?.map(Number).join('x') ?? '';
  const wanted = `${letter}${numbers}`;
  if (numbers !== '' && wanted.length <= 12 && !taken.has(wanted)) return wanted;
  for (let next = 1; ; next++) {
    const code = numbers !== '' && wanted.length <= 7 ? `${wanted}n${next + 1}` : `${letter}n${next}`;
    if (!taken.has(code)) return code;
  }
}

const chineseDigits = '零一二三四五六七八九';

/** Chinese numbers up to 99 as digits: 十二 → 12, 二十 → 20. */
function withDigits(name: string): string {
  return name.replace(/[一二三四五六七八九十]+/g, (word) => {
    const parts = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(word);
    if (!parts) return word;
    const [, first, ten, last] = parts;
    const digit = (sign: string | undefined) => (sign ? chineseDigits.indexOf(sign) : 0);
    if (!ten) return last ? word : String(digit(first));
    return String((first ? digit(first) : 1) * 10 + digit(last));
  });
}
