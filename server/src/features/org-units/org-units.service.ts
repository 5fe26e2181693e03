import { Injectable } from '@nestjs/common';
import type { ParsedInputOf } from '@linli/shared/call';
import type {
  CommunityView,
  createOrgUnit,
  listOrgUnits,
  OrgUnitKind,
  OrgUnitView,
  renameOrgUnit,
} from '@linli/shared/org-units';

import { covers, scopePaths, withinScope, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { newId } from '../../common/ids.js';
import { Database, placeholders, type Tx } from '../../database/database.js';
import { isDuplicate } from '../../database/failures.js';

import { OrgUnit } from './org-unit.entity.js';
import {
  compareCodes,
  countBelow,
  maxPathLength,
  mayHangBelow,
  pathBelow,
  pathsDownTo,
  rangeBelow,
  topsOf,
} from './org-units.rules.js';

export interface NewOrgUnit {
  /** Null only for a district. */
  parentId: string | null;
  kind: OrgUnitKind;
  code: string;
  name: string;
  phone?: string | null;
  /** As its parent, unless said. */
  isDemo?: boolean;
}

interface OrgUnitRow extends Record<string, unknown> {
  id: string;
  kind: OrgUnitKind;
  code: string;
  name: string;
  parent_id: string | null;
  path: string;
  community_id: string | null;
  phone: string | null;
  is_demo: number;
}

function unitOf(row: OrgUnitRow): OrgUnit {
  const { id, kind, code, name, path, phone } = row;
  return {
    id,
    kind,
    code,
    name,
    parentId: row.parent_id,
    path,
    communityId: row.community_id,
    phone,
    isDemo: Boolean(row.is_demo),
  };
}

/** Paths looked up in one statement; below both engines' limits of placeholders. */
const lookupChunk = 1000;

/** The tree district › street › community › grid › micro-grid › building › stair unit. */
@Injectable()
export class OrgUnitsService {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<OrgUnit | null> {
    return this.database.manager.findOneBy(OrgUnit, { id });
  }

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<OrgUnit> {
    const unit = await this.find(id);
    if (!unit) throw new AppError('NOT_FOUND');
    return unit;
  }

  /** @throws AppError NOT_FOUND, also for a unit that is no community */
  async getCommunity(id: string): Promise<OrgUnit> {
    const unit = await this.get(id);
    if (unit.kind !== 'community') throw new AppError('NOT_FOUND');
    return unit;
  }

  /** Every community with the name of its street, in the order of the tree. */
  async listCommunities(): Promise<CommunityView[]> {
    const units = await this.database.manager.find(OrgUnit, {
      where: { kind: 'community' },
      order: { path: 'ASC' },
    });
    const trails = await this.trailsOf(units.map((unit) => unit.path));
    return units.map((unit) => ({
      id: unit.id,
      name: unit.name,
      streetName: trails.get(unit.path)?.find((above) => above.kind === 'street')?.name ?? '',
      phone: unit.phone,
      isDemo: unit.isDemo,
    }));
  }

  /** Names from the district down to the unit with this path. */
  async trailOf(path: string): Promise<string[]> {
    return (await this.trailsOf([path])).get(path)?.map((unit) => unit.name) ?? [];
  }

  /** Units from the district down, for many paths at once; equal paths are looked up once. */
  async trailsOf(paths: readonly string[]): Promise<Map<string, OrgUnit[]>> {
    const asked = new Set(paths);
    const wanted = [...new Set([...asked].flatMap(pathsDownTo))];
    const known = new Map<string, OrgUnit>();
    for (let from = 0; from < wanted.length; from += lookupChunk) {
      const part = wanted.slice(from, from + lookupChunk);
      // Plain SQL: nearly every answer names somebody's address, and the query builder costs more than the query.
      const rows = await this.database.rows<OrgUnitRow>(
        `SELECT id, kind, code, name, parent_id, path, community_id, phone, is_demo FROM org_units
          WHERE path IN (${placeholders(part)})`,
        part,
      );
      for (const row of rows) known.set(row.path, unitOf(row));
    }
    return new Map(
      [...asked].map((path) => [path, pathsDownTo(path).flatMap((above) => known.get(above) ?? [])] as const),
    );
  }

  /**
   * Units directly below one unit, or the tops of the caller's own scope, with what lies below each.
   * @throws AppError NOT_FOUND when the unit is not in the caller's scope
   */
  async list(
    actor: Actor,
    { parentId }: ParsedInputOf<typeof listOrgUnits>,
  ): Promise<{ items: OrgUnitView[] }> {
    if (parentId !== undefined) {
      const parent = await this.get(parentId);
      if (!covers(actor, 'orgUnit.read', parent.path)) throw new AppError('NOT_FOUND');
      return { items: await this.#viewsOf(await this.database.manager.findBy(OrgUnit, { parentId })) };
    }
    const tops = topsOf(scopePaths(actor, 'orgUnit.read'));
    const units = await this.trailsOf(tops);
    return { items: await this.#viewsOf([...units.values()].flatMap((trail) => trail.at(-1) ?? [])) };
  }

  /**
   * Adds a unit below one that the caller manages.
   * @throws AppError NOT_FOUND, ORG_UNIT_KIND_MISMATCH, ORG_UNIT_CODE_TAKEN
   */
  async add(actor: Actor, input: ParsedInputOf<typeof createOrgUnit>): Promise<OrgUnitView> {
    const parent = await this.find(input.parentId);
    if (!parent || !covers(actor, 'orgUnit.manage', parent.path)) throw new AppError('NOT_FOUND');
    const unit = await this.database.transaction((tx) => this.create(tx, input));
    const [view] = await this.#viewsOf([unit]);
    return view as OrgUnitView;
  }

  /**
   * Puts a unit into the tree. The unique path decides who was first.
   * @throws AppError NOT_FOUND (parent), ORG_UNIT_KIND_MISMATCH, ORG_UNIT_CODE_TAKEN
   */
  async create(tx: Tx, { parentId, kind, code, name, phone, isDemo }: NewOrgUnit): Promise<OrgUnit> {
    const parent = parentId === null ? null : await tx.manager.findOneBy(OrgUnit, { id: parentId });
    if (parentId !== null && !parent) throw new AppError('NOT_FOUND');
    const path = pathBelow(parent?.path ?? null, code);
    if (!mayHangBelow(kind, parent?.kind ?? null) || path.length > maxPathLength) {
      throw new AppError('ORG_UNIT_KIND_MISMATCH');
    }
    const id = newId();
    const unit: OrgUnit = {
      id,
      kind,
      code,
      name,
      parentId,
      path,
      communityId: kind === 'community' ? id : (parent?.communityId ?? null),
      phone: phone ?? null,
      isDemo: isDemo ?? parent?.isDemo ?? false,
    };
    await this.createAll(tx, [unit]);
    return unit;
  }

  /** Everything below a unit, as this transaction (or the committed data) has it; top down. */
  async below(source: Pick<Tx, 'rows'>, path: string): Promise<OrgUnit[]> {
    const [from, to] = rangeBelow(path);
    const rows = await source.rows<Record<string, unknown>>(
      `SELECT id, kind, code, name, parent_id, path, community_id, phone, is_demo FROM org_units
        WHERE path > ? AND path < ? ORDER BY path`,
      [from, to],
    );
    return rows.map((row) => ({
      id: row.id as string,
      kind: row.kind as OrgUnitKind,
      code: row.code as string,
      name: row.name as string,
      parentId: row.parent_id as string | null,
      path: row.path as string,
      communityId: row.community_id as string | null,
      phone: row.phone as string | null,
      isDemo: Boolean(row.is_demo),
    }));
  }

  /** Makes others who take the same unit wait until this transaction ends. */
  async take(tx: Tx, id: string): Promise<void> {
    await tx.run('UPDATE org_units SET name = name WHERE id = ?', [id]);
  }

  /**
   * Adds many units whose parents stand or come first in the list.
   * @throws AppError ORG_UNIT_CODE_TAKEN when somebody took one of the codes meanwhile
   */
  async createAll(tx: Tx, units: readonly OrgUnit[]): Promise<void> {
    try {
      await tx.insert(OrgUnit, units);
    } catch (error) {
      if (isDuplicate(error, 'org_units_path', 'org_units.path')) throw new AppError('ORG_UNIT_CODE_TAKEN');
      throw error;
    }
  }

  /** @throws AppError NOT_FOUND */
  async rename(actor: Actor, { id, name }: ParsedInputOf<typeof renameOrgUnit>): Promise<{ done: true }> {
    const scope = withinScope(actor, 'orgUnit.manage', 'path');
    const renamed = await this.database.transaction((tx) =>
      tx.run(`UPDATE org_units SET name = ? WHERE id = ? AND ${scope.sql}`, [name, id, ...scope.parameters]),
    );
    if (renamed === 0) throw new AppError('NOT_FOUND');
    return { done: true };
  }

  /** Rows with what lies below them: one statement per kind of count, however many rows. */
  async #viewsOf(units: readonly OrgUnit[]): Promise<OrgUnitView[]> {
    if (units.length === 0) return [];
    const paths = units.map((unit) => unit.path);
    const [trails, children, households, residents] = await Promise.all([
      this.trailsOf(paths),
      this.#childCounts(units.map((unit) => unit.id)),
      this.#countsBelow(
        paths,
        'SELECT unit.path AS path, COUNT(*) AS count_below FROM households h JOIN org_units unit ON unit.id = h.org_unit_id',
        'unit.path',
      ),
      this.#countsBelow(
        paths,
        "SELECT org_path AS path, COUNT(*) AS count_below FROM residents WHERE status = 'active'",
        'org_path',
      ),
    ]);
    return [...units]
      .sort((a, b) => compareCodes(a.path, b.path))
      .map((unit) => ({
        id: unit.id,
        kind: unit.kind,
        code: unit.code,
        name: unit.name,
        parentId: unit.parentId,
        trail: trails.get(unit.path)?.map((above) => above.name) ?? [],
        childCount: children.get(unit.id) ?? 0,
        householdCount: households.get(unit.path) ?? 0,
        residentCount: residents.get(unit.path) ?? 0,
      }));
  }

  async #childCounts(ids: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.rows<{ parent_id: string; children: unknown }>(
      `SELECT parent_id, COUNT(*) AS children FROM org_units WHERE parent_id IN (${placeholders(ids)}) GROUP BY parent_id`,
      ids,
    );
    return new Map(rows.map((row) => [row.parent_id, Number(row.children)]));
  }

  /** Counts what `select` finds per path, and sums it into the units above: all of them in one statement. */
  async #countsBelow(
    units: readonly string[],
    select: string,
    pathColumn: string,
  ): Promise<Map<string, number>> {
    const ranges = topsOf(units).map(rangeBelow);
    const within = ranges.map(() => `(${pathColumn} >= ? AND ${pathColumn} < ?)`).join(' OR ');
    const rows = await this.database.rows<{ path: string; count_below: unknown }>(
      `${select} ${select.includes(' WHERE ') ? 'AND' : 'WHERE'} (${within}) GROUP BY ${pathColumn}`,
      ranges.flat(),
    );
    return countBelow(
      units,
      rows.map((row) => ({ path: row.path, count: Number(row.count_below) })),
    );
  }
}
