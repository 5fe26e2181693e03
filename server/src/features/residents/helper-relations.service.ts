import { Injectable } from '@nestjs/common';
import type { OutputOf, ParsedInputOf } from '@linli/shared/call';
import { maskName } from '@linli/shared/masking';
import {
  helperScopeNames,
  type endHelper,
  type HelperRelationView,
  type HelperScope,
  type registerHelper,
  type Relation,
} from '@linli/shared/residents';

import { ActorSource, covers, residentOf, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { Database } from '../../database/database.js';
import { isDuplicate } from '../../database/failures.js';

import { HelperRelation } from './helper-relation.entity.js';

interface RelationRow extends Record<string, unknown> {
  id: string;
  helper_name: string;
  principal_name: string;
  relation: Relation;
  scopes: string;
  starts_on: string;
  ends_on: string;
}

const selectRelations = `SELECT x.id, h.name AS helper_name, p.name AS principal_name, x.relation, x.scopes,
    x.starts_on, x.ends_on
  FROM helper_relations x JOIN residents h ON h.id = x.helper_id JOIN residents p ON p.id = x.principal_id`;

/** Acting for somebody: with recorded consent, for named things, until a day. */
@Injectable()
export class HelperRelationsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly actors: ActorSource,
  ) {}

  /** Relations that run today for a resident who is helped, names masked as staff see them. */
  async runningFor(principalId: string): Promise<HelperRelationView[]> {
    return (await this.#running(principalId)).map(viewOf);
  }

  /** The same for the resident themself, who agreed to these people by name: whole names. */
  async helpersOf(principalId: string): Promise<Omit<HelperRelationView, 'principalName' | 'startsOn'>[]> {
    return (await this.#running(principalId)).map((row) => ({
      id: row.id,
      helperName: row.helper_name,
      relation: row.relation,
      scopes: scopesOf(row.scopes),
      endsOn: row.ends_on,
    }));
  }

  #running(principalId: string): Promise<RelationRow[]> {
    return this.database.rows<RelationRow>(
      `${selectRelations} WHERE x.principal_id = ? AND x.active_key IS NOT NULL AND x.ends_on >= ? ORDER BY x.id`,
      [principalId, this.clock.today()],
    );
  }

  /**
   * Records that somebody may act for a resident of the caller's units. One running relation per pair.
   * @throws AppError NOT_FOUND, INPUT_INVALID, HELPER_REGISTERS_SELF, HELPER_RELATION_EXISTS
   */
  async register(
    actor: Actor,
    input: ParsedInputOf<typeof registerHelper>,
  ): Promise<OutputOf<typeof registerHelper>> {
    const registeredById = residentOf(actor);
    const today = this.clock.today();
    if (input.helperId === input.principalId) {
      throw new AppError('INPUT_INVALID', { fields: { helperId: '代办的人不能是本人，请选另一个人' } });
    }
    if (input.endsOn < today) {
      throw new AppError('INPUT_INVALID', { fields: { endsOn: '到期日已经过了，请选今天以后的日子' } });
    }
    const people = await this.database.rows<{ id: string; org_path: string; status: string }>(
      'SELECT id, org_path, status FROM residents WHERE id IN (?, ?)',
      [input.helperId, input.principalId],
    );
    const active = people.filter((person) => person.status === 'active');
    const principal = active.find((person) => person.id === input.principalId);
    if (!principal || !covers(actor, 'helper.register', principal.org_path)) throw new AppError('NOT_FOUND');
    if (!active.some((person) => person.id === input.helperId)) throw new AppError('NOT_FOUND');
    // Whoever gains a say over another's points must not be the one who records the consent.
    if (input.helperId === registeredById) throw new AppError('HELPER_REGISTERS_SELF');

    const id = newId();
    const activeKey = `${input.helperId}:${input.principalId}`;
    try {
      await this.database.transaction(async (tx) => {
        // One that lapsed by its date still holds the pair's key; it gives way here, no job needed.
        await tx.run(
          'UPDATE helper_relations SET active_key = NULL, ended_at = ? WHERE active_key = ? AND ends_on < ?',
          [this.clock.now(), activeKey, today],
        );
        await tx.insert(HelperRelation, {
          id,
          helperId: input.helperId,
          principalId: input.principalId,
          relation: input.relation,
          scopes: helperScopeNames.filter((scope) => input.scopes.includes(scope)).join(','),
          startsOn: today,
          endsOn: input.endsOn,
          consentNote: input.consentNote,
          registeredById,
          endedAt: null,
          activeKey,
        });
      });
    } catch (error) {
      if (isDuplicate(error, 'helper_relations_active', 'helper_relations.active_key')) {
        throw new AppError('HELPER_RELATION_EXISTS');
      }
      throw error;
    }
    this.actors.forgetResident(input.helperId);
    const row = await this.database.row<RelationRow>(`${selectRelations} WHERE x.id = ?`, [id]);
    return viewOf(row as RelationRow);
  }

  /**
   * Ends a relation; either of the two people may. Ending it a second time changes nothing.
   * @throws AppError NOT_LINKED, NOT_FOUND
   */
  async end(actor: Actor, { id }: ParsedInputOf<typeof endHelper>): Promise<{ done: true }> {
    const own = residentOf(actor);
    const relation = await this.database.row<{ helper_id: string }>(
      'SELECT helper_id FROM helper_relations WHERE id = ? AND (helper_id = ? OR principal_id = ?)',
      [id, own, own],
    );
    if (!relation) throw new AppError('NOT_FOUND');
    await this.database.transaction((tx) =>
      tx.run(
        'UPDATE helper_relations SET ended_at = ?, active_key = NULL WHERE id = ? AND active_key IS NOT NULL',
        [this.clock.now(), id],
      ),
    );
    this.actors.forgetResident(relation.helper_id);
    return { done: true };
  }
}

function scopesOf(stored: string): HelperScope[] {
  return helperScopeNames.filter((scope) => stored.split(',').includes(scope));
}

function viewOf(row: RelationRow): HelperRelationView {
  return {
    id: row.id,
    helperName: maskName(row.helper_name),
    principalName: maskName(row.principal_name),
    relation: row.relation,
    scopes: scopesOf(row.scopes),
    startsOn: row.starts_on,
    endsOn: row.ends_on,
  };
}
