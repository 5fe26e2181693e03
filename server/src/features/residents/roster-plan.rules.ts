import { maskName } from '@linli/shared/masking';
import type { OrgUnitKind } from '@linli/shared/org-units';
import { rosterColumns, type RosterProblem } from '@linli/shared/residents';

import type { OrgUnit } from '../org-units/org-unit.entity.js';
import { codeFor, mayHangBelow, pathBelow } from '../org-units/org-units.rules.js';

import type { RosterColumn, RosterLine } from './roster.rules.js';

/** What the community has now. */
export interface RosterSnapshot {
  community: OrgUnit;
  /** Everything below the community. */
  units: readonly OrgUnit[];
  households: readonly StoredHousehold[];
  residents: readonly StoredResident[];
}

export interface StoredHousehold {
  id: string;
  orgUnitId: string;
  door: string;
}

export interface StoredResident {
  id: string;
  householdId: string;
  orgPath: string;
  passbookNo: string;
  name: string;
  birthOn: string | null;
  phoneHash: string | null;
  householdRole: string;
  careNote: string;
}

/** A line with its phone already hashed: '' = the person has none, null = the file does not say. */
export interface HashedLine extends RosterLine {
  phoneHash: string | null;
}

/** A resident as they shall be. `phone` null = as stored, '' = none. */
export interface PlannedResident extends StoredResident {
  phone: string | null;
}

export interface RosterPlan {
  problems: RosterProblem[];
  /** Parents before children. */
  units: OrgUnit[];
  /** Names from below the community down to each of `units`. */
  unitTrails: string[][];
  households: StoredHousehold[];
  added: PlannedResident[];
  changed: PlannedResident[];
  unchanged: number;
}

/**
 * What an import would do to the community, without doing it. Pure: the same file over the same community gives the same
 * plan, and over a community that already is as the file says, an empty one.
 */
export function planRoster(
  lines: readonly HashedLine[],
  snapshot: RosterSnapshot,
  newId: () => string,
): RosterPlan {
  const problems: RosterProblem[] = [];
  const complain = (line: number, column: RosterColumn, text: string) => {
    problems.push({ line, column: rosterColumns[column], text });
  };

  const tree = new UnitPlan(snapshot, newId);
  const places = tree.place(lines, complain);
  const doors = new DoorPlan(snapshot.households, newId);
  const people = new PeoplePlan(snapshot.residents);
  const plan: RosterPlan = {
    problems,
    units: tree.added,
    unitTrails: tree.addedTrails,
    households: doors.added,
    added: [],
    changed: [],
    unchanged: 0,
  };

  const seenPassbooks = new Map<string, number>();
  const repeated = new Set<HashedLine>();
  for (const line of lines) {
    const { passbookNo } = line;
    if (passbookNo === null) continue;
    const first = seenPassbooks.get(passbookNo);
    if (first === undefined) {
      seenPassbooks.set(passbookNo, line.line);
    } else {
      repeated.add(line);
      complain(line.line, 'passbookNo', `和第 ${first} 行的存折号一样，请核对`);
    }
  }

  const freeNumber = numbersAfter(
    new Set([...snapshot.residents.map((r) => r.passbookNo), ...seenPassbooks.keys()]),
  );
  const lineOf = new Map<string, number>();
  for (const line of lines) {
    const unit = places.get(line);
    if (!unit || repeated.has(line)) continue;
    const household = doors.at(unit.id, line.door);
    const match = people.match(line, household.id);
    if ('problem' in match) {
      complain(line.line, match.column, match.problem);
      continue;
    }
    const stored = match.resident;
    const id = stored?.id ?? newId();
    const first = lineOf.get(id);
    if (first !== undefined) {
      complain(line.line, 'name', `和第 ${first} 行是同一个人，请删掉一行`);
      continue;
    }
    lineOf.set(id, line.line);
    const planned: PlannedResident = {
      id,
      householdId: household.id,
      orgPath: unit.path,
      passbookNo: stored?.passbookNo ?? line.passbookNo ?? freeNumber() ?? '',
      name: line.name,
      birthOn: line.birthOn ?? stored?.birthOn ?? null,
      phoneHash: line.phoneHash === null ? (stored?.phoneHash ?? null) : line.phoneHash || null,
      householdRole: line.householdRole ?? stored?.householdRole ?? '',
      careNote: line.careNote ?? stored?.careNote ?? '',
      phone: line.phone,
    };
    if (planned.passbookNo === '') complain(line.line, 'passbookNo', '6 位存折号用完了，请联系技术人员');
    if (!stored) {
      plan.added.push(planned);
      people.add(planned);
    } else if (differs(stored, planned)) plan.changed.push(planned);
    else plan.unchanged += 1;
  }

  checkPhones(snapshot.residents, [...plan.added, ...plan.changed], lineOf, complain);
  problems.sort((a, b) => a.line - b.line);
  return plan;
}

function differs(stored: StoredResident, planned: StoredResident): boolean {
  return (
    stored.householdId !== planned.householdId ||
    stored.orgPath !== planned.orgPath ||
    stored.name !== planned.name ||
    stored.birthOn !== planned.birthOn ||
    stored.phoneHash !== planned.phoneHash ||
    stored.householdRole !== planned.householdRole ||
    stored.careNote !== planned.careNote
  );
}

type Complain = (line: number, column: RosterColumn, text: string) => void;

/** Numbers in order from 000001, leaving out those taken; undefined when all are. */
function numbersAfter(taken: ReadonlySet<string>): () => string | undefined {
  let last = 0;
  return () => {
    while (last < 999_999) {
      last += 1;
      const number = String(last).padStart(6, '0');
      if (!taken.has(number)) return number;
    }
    return undefined;
  };
}

/** Finds the unit each line names, and adds those the file is the first to name. */
class UnitPlan {
  readonly added: OrgUnit[] = [];
  readonly addedTrails: string[][] = [];
  readonly #trails = new Map<string, string[]>();
  /** Units of one kind and name, by `kind:name`. */
  readonly #named = new Map<string, OrgUnit[]>();
  readonly #codes = new Map<string, Set<string>>();

  constructor(
    private readonly snapshot: RosterSnapshot,
    private readonly newId: () => string,
  ) {
    for (const unit of [snapshot.community, ...snapshot.units]) this.#remember(unit);
  }

  /** The unit of each line. Lines of one place are looked up once; a problem is told on each of them. */
  place(lines: readonly HashedLine[], complain: Complain): Map<HashedLine, OrgUnit> {
    const byPlace = new Map<string, HashedLine[]>();
    for (const line of lines) {
      const place = [line.grid, line.microGrid, line.building, line.stairUnit]
        .map((name) => name ?? '')
        .join('\n');
      const others = byPlace.get(place);
      if (others) others.push(line);
      else byPlace.set(place, [line]);
    }
    // Twice: a unit that a later line adds can make an earlier, shorter address ambiguous. Told now, or the second
    // import of the same file would say it.
    for (const [first] of byPlace.values()) this.#unitOf(first as HashedLine);
    const places = new Map<HashedLine, OrgUnit>();
    for (const [first, ...others] of byPlace.values()) {
      const found = this.#unitOf(first as HashedLine);
      for (const line of [first as HashedLine, ...others]) {
        if ('unit' in found) places.set(line, found.unit);
        else complain(line.line, found.column, found.problem);
      }
    }
    return places;
  }

  #unitOf(line: HashedLine): { unit: OrgUnit } | { column: RosterColumn; problem: string } {
    let at = this.snapshot.community;
    const steps = [
      ['grid', line.grid],
      ['microGrid', line.microGrid],
      ['building', line.building],
      ['stairUnit', line.stairUnit],
    ] as const satisfies readonly (readonly [OrgUnitKind & RosterColumn, string | null])[];
    for (const [kind, name] of steps) {
      if (name === null) continue;
      const found = this.#below(at, kind, name);
      if (found.length > 1) {
        return { column: kind, problem: `社区里有几个“${name}”，请写明是哪个网格、微网格` };
      }
      const [unit] = found;
      if (!unit && kind !== 'grid' && at.kind === 'community') {
        return { column: kind, problem: `社区里还没有“${name}”，请填它在哪个网格，系统会加上` };
      }
      at = unit ?? this.#add(at, kind, name);
    }
    return { unit: at };
  }

  /** A unit of this name directly below, or else those anywhere below. */
  #below(parent: OrgUnit, kind: OrgUnitKind, name: string): OrgUnit[] {
    const named = this.#named.get(`${kind}:${name}`) ?? [];
    const direct = named.filter((unit) => unit.parentId === parent.id);
    return direct.length > 0 ? direct : named.filter((unit) => unit.path.startsWith(parent.path));
  }

  #add(parent: OrgUnit, kind: OrgUnitKind, name: string): OrgUnit {
    if (!mayHangBelow(kind, parent.kind)) throw new Error(`a ${kind} below a ${parent.kind}`);
    const code = codeFor(kind, name, this.#codes.get(parent.id) ?? new Set());
    const unit: OrgUnit = {
      id: this.newId(),
      kind,
      code,
      name,
      parentId: parent.id,
      path: pathBelow(parent.path, code),
      communityId: this.snapshot.community.id,
      phone: null,
      isDemo: this.snapshot.community.isDemo,
    };
    this.added.push(unit);
    this.#remember(unit);
    this.addedTrails.push(this.#trails.get(unit.path) as string[]);
    return unit;
  }

  /** Units come top down, so that the parent's trail is known. */
  #remember(unit: OrgUnit): void {
    const parentPath = unit.path.slice(0, -unit.code.length - 1);
    this.#trails.set(
      unit.path,
      unit.kind === 'community' ? [] : [...(this.#trails.get(parentPath) ?? []), unit.name],
    );
    const named = this.#named.get(`${unit.kind}:${unit.name}`);
    if (named) named.push(unit);
    else this.#named.set(`${unit.kind}:${unit.name}`, [unit]);
    if (unit.parentId === null) return;
    const codes = this.#codes.get(unit.parentId);
    if (codes) codes.add(unit.code);
    else this.#codes.set(unit.parentId, new Set([unit.code]));
  }
}

class DoorPlan {
  readonly added: StoredHousehold[] = [];
  readonly #byDoor = new Map<string, StoredHousehold>();

  constructor(
    households: readonly StoredHousehold[],
    private readonly newId: () => string,
  ) {
    for (const household of households)
      this.#byDoor.set(`${household.orgUnitId}\n${household.door}`, household);
  }

  at(orgUnitId: string, door: string): StoredHousehold {
    const key = `${orgUnitId}\n${door}`;
    const known = this.#byDoor.get(key);
    if (known) return known;
    const household = { id: this.newId(), orgUnitId, door };
    this.#byDoor.set(key, household);
    this.added.push(household);
    return household;
  }
}

type Match = { resident: StoredResident | undefined } | { column: RosterColumn; problem: string };

/** Who of the stored people a line means: by passbook number, or by name, birthday and door. */
class PeoplePlan {
  readonly #byPassbook = new Map<string, StoredResident>();
  readonly #byHousehold = new Map<string, StoredResident[]>();

  constructor(residents: readonly StoredResident[]) {
    for (const resident of residents) this.add(resident);
  }

  add(resident: StoredResident): void {
    this.#byPassbook.set(resident.passbookNo, resident);
    const others = this.#byHousehold.get(resident.householdId);
    if (others) others.push(resident);
    else this.#byHousehold.set(resident.householdId, [resident]);
  }

  match(line: HashedLine, householdId: string): Match {
    if (line.passbookNo !== null) {
      const holder = this.#byPassbook.get(line.passbookNo);
      if (holder) {
        // A slipped column must not hand one person's passbook, and so their points, to another.
        if (isSamePerson(holder, line, householdId)) return { resident: holder };
        return {
          column: 'passbookNo',
          problem: `这个存折号是 ${maskName(holder.name)} 的，和这一行不是同一个人。请核对`,
        };
      }
    }
    const sameName = (this.#byHousehold.get(householdId) ?? []).filter(
      (resident) => resident.name === line.name,
    );
    const candidates = candidatesFor(line, sameName);
    if (candidates.length > 1) {
      return { column: 'birthOn', problem: '这一户有同名的人，请填出生日期或存折号，才分得清' };
    }
    const [resident] = candidates;
    if (resident && line.passbookNo !== null) {
      return {
        column: 'passbookNo',
        problem: `这位居民的存折号是 ${resident.passbookNo}，请改过来，或把这一格空着`,
      };
    }
    return { resident };
  }
}

function candidatesFor(line: HashedLine, sameName: readonly StoredResident[]): readonly StoredResident[] {
  if (line.birthOn === null) return sameName;
  const sameBirth = sameName.filter((resident) => resident.birthOn === line.birthOn);
  return sameBirth.length > 0 ? sameBirth : sameName.filter((resident) => resident.birthOn === null);
}

function isSamePerson(holder: StoredResident, line: HashedLine, householdId: string): boolean {
  if (holder.name === line.name) return true;
  if (holder.birthOn !== null && line.birthOn !== null) return holder.birthOn === line.birthOn;
  return holder.householdId === householdId;
}

/**
 * A phone signs its owner in, so that one number in two households is a mistake or somebody else's access. A couple may
 * share one. Looked at as it will be after the import, so that a number can pass from one person to another.
 */
function checkPhones(
  stored: readonly StoredResident[],
  planned: readonly StoredResident[],
  lineOf: ReadonlyMap<string, number>,
  complain: Complain,
): void {
  const after = new Map(stored.map((resident) => [resident.id, resident] as const));
  for (const resident of planned) after.set(resident.id, resident);
  const firstWith = new Map<string, StoredResident>();
  // People who are not in the file come first: the complaint belongs on a line of the file.
  const inOrder = [...after.values()].sort((a, b) => (lineOf.get(a.id) ?? 0) - (lineOf.get(b.id) ?? 0));
  for (const resident of inOrder) {
    if (resident.phoneHash === null) continue;
    const first = firstWith.get(resident.phoneHash);
    if (!first) {
      firstWith.set(resident.phoneHash, resident);
      continue;
    }
    const line = lineOf.get(resident.id);
    if (first.householdId === resident.householdId || line === undefined) continue;
    const firstLine = lineOf.get(first.id);
    complain(
      line,
      'phone',
      firstLine === undefined
        ? '这个手机号已经登记在另一户。老人没有手机就空着，请家人办代办'
        : `和第 ${firstLine} 行是同一个手机号，但不是一户。老人没有手机就空着，请家人办代办`,
    );
  }
}
