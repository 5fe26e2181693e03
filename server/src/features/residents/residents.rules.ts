import { lengthOf, toHalfWidth } from '@linli/shared/fields';
import type { OrgUnitKind } from '@linli/shared/org-units';
import type { Day } from '@linli/shared/time';

/** 60 and older: the elder version is offered. */
const elderAge = 60;
/** Under 14: data of a child (domain.md 6). */
const minorAge = 14;

/** Whole years on a day; null when the birthday is not known. Born on 29 February: a year older on 1 March. */
export function ageOn(birthOn: Day | null, day: Day): number | null {
  if (birthOn === null) return null;
  const years = Number(day.slice(0, 4)) - Number(birthOn.slice(0, 4));
  return day.slice(5) >= birthOn.slice(5) ? years : years - 1;
}

export function isElderOn(birthOn: Day | null, day: Day): boolean {
  return (ageOn(birthOn, day) ?? 0) >= elderAge;
}

/** An unknown birthday counts as grown up: a roster without birthdays must not lock everybody out. */
export function isMinorOn(birthOn: Day | null, day: Day): boolean {
  return (ageOn(birthOn, day) ?? minorAge) < minorAge;
}

export type ResidentSearch =
  | { by: 'all' }
  | { by: 'phone'; phone: string }
  | { by: 'passbook'; passbookNo: string }
  /** The four digits that lists and receipts show. */
  | { by: 'passbookTail'; tail: string }
  | { by: 'name'; part: string };

/** What somebody means by what they typed into the search box; full-width digits and spaces are forgiven. */
export function searchMeant(typed: string | undefined): ResidentSearch {
  const words = toHalfWidth(typed ?? '').trim();
  const digits = words.replace(/[\s-]/g, '');
  if (words === '') return { by: 'all' };
  if (/^1\d{10}$/.test(digits)) return { by: 'phone', phone: digits };
  if (/^\d{6}$/.test(digits)) return { by: 'passbook', passbookNo: digits };
  if (/^\d{4}$/.test(digits)) return { by: 'passbookTail', tail: digits };
  return { by: 'name', part: words };
}

interface Named {
  kind: OrgUnitKind;
  name: string;
}

/** `3栋2单元`: the building and what is below it; without a building, the smallest unit. No door: lists do not need it. */
export function addressOf(trail: readonly Named[]): string {
  const building = trail.findIndex((unit) => unit.kind === 'building');
  if (building >= 0)
    return trail
      .slice(building)
      .map((unit) => unit.name)
      .join('');
  return trail.at(-1)?.name ?? '';
}

export function gridNameOf(trail: readonly Named[]): string {
  return trail.find((unit) => unit.kind === 'grid')?.name ?? '';
}

/** A reason somebody else can understand later: at least two letters or Han characters, not `1` or `...`. */
export function saysWhy(reason: string): boolean {
  return lengthOf(reason.replace(/[^\p{L}]/gu, '')) >= 2;
}

/**
 * Why somebody's phone number is looked at, in words an auditor can check: at least four characters, spaces aside, and
 * not one of them over and over.
 */
export function saysWhyToReveal(reason: string): boolean {
  const characters = [...reason.replace(/\s/gu, '')];
  return saysWhy(reason) && characters.length >= 4 && new Set(characters).size > 1;
}
