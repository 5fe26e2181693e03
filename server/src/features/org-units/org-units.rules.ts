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
