import { Injectable } from '@nestjs/common';
import type { Me } from '@linli/shared/accounts';
import { roles } from '@linli/shared/permissions';
import type { Relation } from '@linli/shared/residents';
import { dayMs } from '@linli/shared/time';

import { permissionsHeld, type Actor } from '../../common/access.js';
import { Clock } from '../../common/clock.js';
import { Database, placeholders } from '../../database/database.js';
import type { OrgUnit } from '../org-units/org-unit.entity.js';
import { OrgUnitsService } from '../org-units/org-units.service.js';
import { HelperRelationsService } from '../residents/helper-relations.service.js';
import { isElderOn } from '../residents/residents.rules.js';
import { ResidentsService } from '../residents/residents.service.js';

/** Attendance can be confirmed this long after an activity (`ACTIVITY_TOO_OLD`). */
const confirmableMs = 30 * dayMs;

/**
 * What a person is told about themself: who they are, what they may do, whom they act for, who acts for them, whom they
 * can call.
 */
@Injectable()
export class MeService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly residents: ResidentsService,
    private readonly helperRelations: HelperRelationsService,
    private readonly orgUnits: OrgUnitsService,
  ) {}

  async of(actor: Actor): Promise<Me> {
    const trail = actor.homePath
      ? ((await this.orgUnits.trailsOf([actor.homePath])).get(actor.homePath) ?? [])
      : [];
    return {
      accountId: actor.accountId,
      resident: await this.#resident(actor, trail),
      roles: await this.#roles(actor),
      permissions: permissionsHeld(actor),
      hosting: await this.#hosting(actor),
      principals: await this.#principals(actor),
      helpers: actor.residentId ? await this.helperRelations.helpersOf(actor.residentId) : [],
      contact: await this.#contact(actor, trail),
    };
  }

  async #resident(actor: Actor, trail: readonly OrgUnit[]): Promise<Me['resident']> {
    if (!actor.residentId) return null;
    const person = await this.residents.get(actor.residentId);
    return {
      id: person.id,
      name: person.name,
      address: `${person.address}${person.door}`,
      passbookNo: person.passbookNo,
      communityId: person.communityId,
      communityName: trail.find((unit) => unit.kind === 'community')?.name ?? '',
      isElder: isElderOn(person.birthOn, this.clock.today()),
    };
  }

  async #roles(actor: Actor): Promise<Me['roles']> {
    const ids = [...new Set(actor.assignments.map((assignment) => assignment.orgUnitId))];
    if (ids.length === 0) return [];
    const units = await this.database.rows<{ id: string; name: string }>(
      `SELECT id, name FROM org_units WHERE id IN (${placeholders(ids)})`,
      ids,
    );
    return actor.assignments.map(({ role, orgUnitId }) => ({
      role,
      roleText: roles[role],
      orgUnitId,
      orgUnitName: units.find((unit) => unit.id === orgUnitId)?.name ?? '',
    }));
  }

  /** Asked of the table itself: `activities` stands on people and their roles, so its service cannot be asked here. */
  async #hosting(actor: Actor): Promise<boolean> {
    if (!actor.residentId) return false;
    const now = this.clock.now();
    const row = await this.database.row(
      "SELECT id FROM activities WHERE host_id = ? AND state = 'open' AND starts_at <= ? AND starts_at >= ? LIMIT 1",
      [actor.residentId, now, new Date(now.getTime() - confirmableMs)],
    );
    return row !== undefined;
  }

  async #principals(actor: Actor): Promise<Me['principals']> {
    if (!actor.residentId || actor.principals.length === 0) return [];
    const ids = actor.principals.map((principal) => principal.residentId);
    const rows = await this.database.rows<{ principal_id: string; relation: Relation; name: string }>(
      `SELECT h.principal_id, h.relation, p.name FROM helper_relations h JOIN residents p ON p.id = h.principal_id
       WHERE h.helper_id = ? AND h.ended_at IS NULL AND h.principal_id IN (${placeholders(ids)}) ORDER BY h.id`,
      [actor.residentId, ...ids],
    );
    return rows.map((row) => ({
      residentId: row.principal_id,
      name: row.name,
      relation: row.relation,
      scopes: [...(actor.principals.find((p) => p.residentId === row.principal_id)?.scopes ?? [])],
    }));
  }

  /**
   * The grid worker nearest to the person's home, else the committee. Only telephones of offices are shown: a grid
   * worker's own number belongs to the grid worker.
   */
  async #contact(actor: Actor, trail: readonly OrgUnit[]): Promise<Me['contact']> {
    const community = trail.find((unit) => unit.kind === 'community');
    if (!community) return null;
    const ids = trail.map((unit) => unit.id);
    const workers = await this.database.rows<{ name: string; path: string }>(
      `SELECT r.name, a.path FROM role_assignments a JOIN residents r ON r.id = a.resident_id
       WHERE a.role = 'gridWorker' AND a.ended_at IS NULL AND a.org_unit_id IN (${placeholders(ids)}) AND r.id <> ?
       ORDER BY a.since, a.id`,
      [...ids, actor.residentId],
    );
    const nearest = [...trail].reverse();
    const unit = nearest.find(({ path }) => workers.some((worker) => worker.path === path));
    const worker = workers.find(({ path }) => path === unit?.path);
    const office = nearest.find(
      ({ path, phone }) => phone !== null && (unit?.path ?? community.path).startsWith(path),
    );
    return worker
      ? { name: worker.name, role: roles.gridWorker, phone: office?.phone ?? null }
      : { name: community.name, role: '居民委员会', phone: office?.phone ?? null };
  }
}
