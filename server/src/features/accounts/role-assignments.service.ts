import { Injectable } from '@nestjs/common';
import type { assignRole, endRole, listRoleAssignments, RoleAssignmentView } from '@linli/shared/accounts';
import type { OutputOf, ParsedInputOf } from '@linli/shared/call';
import { areIncompatible, derivedRoles, mayGive, roles, type Role } from '@linli/shared/permissions';

import { covers, residentOf, withinScope, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { asDate, Database, type Tx } from '../../database/database.js';
import { isDuplicate } from '../../database/failures.js';
import type { OrgUnit } from '../org-units/org-unit.entity.js';
import { OrgUnitsService } from '../org-units/org-units.service.js';
import { ResidentsService, type Person } from '../residents/residents.service.js';

import { RoleAssignment } from './role-assignment.entity.js';
import { SessionActors } from './session-actors.service.js';

interface AssignmentRow extends Record<string, unknown> {
  id: string;
  resident_id: string;
  name: string;
  role: Role;
  org_unit_id: string;
  unit_name: string;
  since: unknown;
}

const selectAssignments = `SELECT a.id, a.resident_id, r.name, a.role, a.org_unit_id, u.name AS unit_name, a.since
  FROM role_assignments a JOIN residents r ON r.id = a.resident_id JOIN org_units u ON u.id = a.org_unit_id`;

/** Who holds which role where. A role is given and taken only inside the giver's own units. */
@Injectable()
export class RoleAssignmentsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly orgUnits: OrgUnitsService,
    private readonly residents: ResidentsService,
    private readonly actors: SessionActors,
  ) {}

  async list(
    actor: Actor,
    { page = 1, size = 20 }: ParsedInputOf<typeof listRoleAssignments>,
  ): Promise<OutputOf<typeof listRoleAssignments>> {
    const scope = withinScope(actor, 'role.assign', 'a.path');
    const where = `a.ended_at IS NULL AND ${scope.sql}`;
    const counted = await this.database.row<{ total: unknown }>(
      `SELECT COUNT(*) AS total FROM role_assignments a WHERE ${where}`,
      scope.parameters,
    );
    const rows = await this.database.rows<AssignmentRow>(
      `${selectAssignments} WHERE ${where} ORDER BY a.path, a.role, a.id LIMIT ? OFFSET ?`,
      [...scope.parameters, size, (page - 1) * size],
    );
    return { items: rows.map(viewOf), total: Number(counted?.total ?? 0), page, size };
  }

  /**
   * Gives a resident a role. Both the unit and the resident's home must lie in the caller's units, so nobody can hand
   * out more than they hold; which roles are theirs to give says `mayGive`.
   * @throws AppError INPUT_INVALID for a role that follows from something else, NOT_FOUND (also for somebody who died or
   *   moved away), ROLE_GIVEN_TO_SELF, ROLE_NOT_YOURS_TO_GIVE, ROLES_INCOMPATIBLE, ROLE_ALREADY_ASSIGNED
   */
  async assign(actor: Actor, input: ParsedInputOf<typeof assignRole>): Promise<RoleAssignmentView> {
    const { residentId, role, orgUnitId } = input;
    if (derivedRoles.includes(role)) {
      throw new AppError('INPUT_INVALID', { fields: { role: '这个身份认证或登记以后就有，不用指定' } });
    }
    const unit = await this.orgUnits.get(orgUnitId);
    const person = await this.residents.get(residentId);
    if (!covers(actor, 'role.assign', unit.path) || !covers(actor, 'role.assign', person.orgPath)) {
      throw new AppError('NOT_FOUND');
    }
    if (person.status !== 'active') throw new AppError('NOT_FOUND');
    if (residentId === actor.residentId) throw new AppError('ROLE_GIVEN_TO_SELF');
    if (!mayGiveTo(actor, person, role, unit)) throw new AppError('ROLE_NOT_YOURS_TO_GIVE');
    const assignment = this.#new(residentId, role, unit, residentOf(actor));
    try {
      await this.database.transaction(async (tx) => {
        // The person's row first: of two roles that exclude each other, given at once, the second sees the first.
        await tx.run('UPDATE residents SET status = status WHERE id = ?', [residentId]);
        await this.#assertCompatible(tx, residentId, role, unit);
        await tx.insert(RoleAssignment, assignment);
      });
    } catch (error) {
      if (isDuplicate(error, 'role_assignments_active', 'role_assignments.active_key')) {
        throw new AppError('ROLE_ALREADY_ASSIGNED');
      }
      throw error;
    }
    this.actors.forgetResident(residentId);
    return {
      id: assignment.id,
      residentId,
      name: person.name,
      role,
      roleText: roles[role],
      orgUnitId,
      orgUnitName: unit.name,
      since: assignment.since.toISOString(),
    };
  }

  /** @throws AppError NOT_FOUND, also for a role outside the caller's units or one that ended before */
  async end(actor: Actor, { id }: ParsedInputOf<typeof endRole>): Promise<{ done: true }> {
    const scope = withinScope(actor, 'role.assign', 'path');
    const residentId = await this.database.transaction(async (tx) => {
      const ended = await tx.run(
        `UPDATE role_assignments SET ended_at = ?, ended_by_id = ?, active_key = NULL
         WHERE id = ? AND ended_at IS NULL AND ${scope.sql}`,
        [this.clock.now(), residentOf(actor), id, ...scope.parameters],
      );
      if (ended === 0) throw new AppError('NOT_FOUND');
      const row = await tx.row<{ resident_id: string }>(
        'SELECT resident_id FROM role_assignments WHERE id = ?',
        [id],
      );
      return row?.resident_id ?? '';
    });
    this.actors.forgetResident(residentId);
    return { done: true };
  }

  /**
   * Makes sure a resident holds a role in a unit, as part of another act; nothing happens when they do.
   * @param assignedById null for the system
   */
  async ensure(
    tx: Tx,
    residentId: string,
    role: Role,
    orgUnitId: string,
    assignedById: string | null,
  ): Promise<void> {
    const held = await tx.row('SELECT id FROM role_assignments WHERE active_key = ?', [
      activeKey(residentId, role, orgUnitId),
    ]);
    if (held) return;
    const unit = await tx.row<{ path: string }>('SELECT path FROM org_units WHERE id = ?', [orgUnitId]);
    if (!unit) throw new AppError('NOT_FOUND');
    try {
      await tx.insert(
        RoleAssignment,
        this.#new(residentId, role, { id: orgUnitId, path: unit.path }, assignedById),
      );
    } catch (error) {
      // Somebody else made sure of it in this moment.
      if (!isDuplicate(error, 'role_assignments_active', 'role_assignments.active_key')) throw error;
    }
    this.actors.forgetResident(residentId);
  }

  /** Roles in different communities do not touch each other; one above the communities touches all below it. */
  async #assertCompatible(tx: Tx, residentId: string, role: Role, unit: OrgUnit): Promise<void> {
    const held = await tx.rows<{ role: Role; path: string; community_id: string | null }>(
      `SELECT a.role, a.path, u.community_id FROM role_assignments a JOIN org_units u ON u.id = a.org_unit_id
       WHERE a.resident_id = ? AND a.ended_at IS NULL ORDER BY a.id`,
      [residentId],
    );
    const clash = held.find(
      (one) =>
        areIncompatible(one.role, role) &&
        ((one.community_id !== null && one.community_id === unit.communityId) ||
          one.path.startsWith(unit.path) ||
          unit.path.startsWith(one.path)),
    );
    if (clash) {
      throw new AppError('ROLES_INCOMPATIBLE', { details: { one: roles[clash.role], other: roles[role] } });
    }
  }

  #new(
    residentId: string,
    role: Role,
    unit: { id: string; path: string },
    assignedById: string | null,
  ): RoleAssignment {
    return {
      id: newId(),
      residentId,
      role,
      orgUnitId: unit.id,
      path: unit.path,
      assignedById,
      since: this.clock.now(),
      endedAt: null,
      endedById: null,
      activeKey: activeKey(residentId, role, unit.id),
    };
  }
}

/** By one role of the giver that reaches both the unit and the person's home. */
function mayGiveTo(actor: Actor, person: Person, role: Role, unit: OrgUnit): boolean {
  return actor.assignments.some(
    (held) =>
      mayGive(held.role, role, unit.kind) &&
      unit.path.startsWith(held.path) &&
      person.orgPath.startsWith(held.path),
  );
}

const activeKey = (residentId: string, role: Role, orgUnitId: string) => `${residentId}:${role}:${orgUnitId}`;

function viewOf(row: AssignmentRow): RoleAssignmentView {
  return {
    id: row.id,
    residentId: row.resident_id,
    name: row.name,
    role: row.role,
    roleText: roles[row.role],
    orgUnitId: row.org_unit_id,
    orgUnitName: row.unit_name,
    since: asDate(row.since).toISOString(),
  };
}
