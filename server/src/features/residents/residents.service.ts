import { Injectable } from '@nestjs/common';
import type { OutputOf, ParsedInputOf } from '@linli/shared/call';
import { maskName, maskPhone } from '@linli/shared/masking';
import type {
  getResident,
  HelperScope,
  listMyFamily,
  listResidents,
  ResidentRow,
  ResidentStatus,
  revealPhone,
} from '@linli/shared/residents';
import { yearOf } from '@linli/shared/time';

import { covers, residentOf, withinScope, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Cipher } from '../../common/cipher.js';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { Database, placeholders, type SqlValue } from '../../database/database.js';
import { rangeBelow } from '../org-units/org-units.rules.js';
import { OrgUnitsService } from '../org-units/org-units.service.js';

import { HelperRelationsService } from './helper-relations.service.js';
import { matching, phonePlace } from './person-search.js';
import { PhoneReveal } from './phone-reveal.entity.js';
import { addressOf, gridNameOf, isMinorOn, saysWhyToReveal } from './residents.rules.js';

/** A resident as other features need them. Never leaves the server as it is. */
export interface Person {
  id: string;
  name: string;
  communityId: string;
  householdId: string;
  /** Path of the unit the household lies in. */
  orgPath: string;
  /** `3栋2单元`, without the door. */
  address: string;
  door: string;
  gridName: string;
  birthOn: string | null;
  passbookNo: string;
  householdRole: string;
  status: ResidentStatus;
  /** Encrypted; `ResidentsService.phoneOf` opens it. */
  phoneCipher: string | null;
}

interface PersonRow extends Record<string, unknown> {
  id: string;
  name: string;
  community_id: string;
  household_id: string;
  org_path: string;
  door: string;
  birth_on: string | null;
  passbook_no: string;
  household_role: string;
  status: ResidentStatus;
  phone_cipher: string | null;
}

const personColumns =
  'r.id, r.name, r.community_id, r.household_id, r.org_path, h.door, r.birth_on, r.passbook_no, r.household_role, r.status, r.phone_cipher';
const fromResidents = 'FROM residents r JOIN households h ON h.id = r.household_id';
/** People of one door stand together; the id makes pages repeatable. */
const listOrder = 'ORDER BY r.org_path, h.door, r.id';

/** Ids looked up in one statement. */
const lookupChunk = 1000;

@Injectable()
export class ResidentsService {
  constructor(
    private readonly database: Database,
    private readonly orgUnits: OrgUnitsService,
    private readonly helperRelations: HelperRelationsService,
    private readonly cipher: Cipher,
    private readonly clock: Clock,
  ) {}

  async find(residentId: string): Promise<Person | null> {
    return (await this.getMany([residentId])).get(residentId) ?? null;
  }

  /** @throws AppError NOT_FOUND */
  async get(residentId: string): Promise<Person> {
    const person = await this.find(residentId);
    if (!person) throw new AppError('NOT_FOUND');
    return person;
  }

  /** The people with these ids; unknown ids are simply not in the answer. */
  async getMany(ids: readonly string[]): Promise<Map<string, Person>> {
    const wanted = [...new Set(ids)];
    const found = new Map<string, Person>();
    for (let from = 0; from < wanted.length; from += lookupChunk) {
      const part = wanted.slice(from, from + lookupChunk);
      for (const person of await this.#people(`r.id IN (${placeholders(part)})`, part))
        found.set(person.id, person);
    }
    return found;
  }

  /**
   * The person a resident's call is about: the caller, or somebody the caller may act for in this matter today.
   * @throws AppError NOT_LINKED for a visitor, NOT_A_HELPER
   */
  async actingFor(actor: Actor, residentId: string | undefined, scope: HelperScope): Promise<Person> {
    const own = residentOf(actor);
    if (residentId === undefined || residentId === own) return this.get(own);
    const mayAct = actor.principals.some((p) => p.residentId === residentId && p.scopes.includes(scope));
    const person = mayAct ? await this.find(residentId) : null;
    if (!person) throw new AppError('NOT_A_HELPER');
    return person;
  }

  /** Everybody the roster has this phone number for; several when a couple shares one. */
  findByPhone(phone: string): Promise<Person[]> {
    return this.#people(`r.phone_hash = ? ${listOrder}`, [this.cipher.blindIndex(phonePlace, phone)]);
  }

  /** Residents in and below some units whose name, passbook number or whole phone is what was typed. */
  async searchWithin(pathPrefixes: readonly string[], search: string, limit: number): Promise<Person[]> {
    if (pathPrefixes.length === 0) return [];
    const ranges = pathPrefixes.map(rangeBelow);
    const match = matching(this.cipher, search);
    return this.#people(
      `(${ranges.map(() => '(r.org_path >= ? AND r.org_path < ?)').join(' OR ')}) AND ${match.sql} ${listOrder} LIMIT ?`,
      [...ranges.flat(), ...match.parameters, limit],
    );
  }

  /** The whole phone number; null when the roster has none. Show it to its owner only, or through `revealPhone`. */
  phoneOf(person: Pick<Person, 'phoneCipher'>): string | null {
    return person.phoneCipher === null ? null : this.cipher.decrypt(phonePlace, person.phoneCipher);
  }

  /** As `phoneOf`; a number that cannot be opened any more counts as none: it must not stop a hand-over or a list. */
  #readablePhone(person: Pick<Person, 'phoneCipher'>): string | null {
    try {
      return this.phoneOf(person);
    } catch {
      return null;
    }
  }

  /** What a clerk compares at the counter: `手机尾号 0018`, or `存折尾号 0018` for somebody without a phone. */
  checkText(person: Pick<Person, 'phoneCipher' | 'passbookNo'>): string {
    const phone = this.#readablePhone(person);
    return phone ? `手机尾号 ${phone.slice(-4)}` : `存折尾号 ${person.passbookNo.slice(-4)}`;
  }

  /**
   * Residents of the caller's units, a page at a time, masked.
   * @throws AppError NOT_FOUND when the unit asked for is not in the caller's scope
   */
  async list(
    actor: Actor,
    input: ParsedInputOf<typeof listResidents>,
  ): Promise<OutputOf<typeof listResidents>> {
    const { page = 1, size = 20 } = input;
    const scope = withinScope(actor, 'resident.read', 'r.org_path');
    const match = matching(this.cipher, input.search);
    let where = `${scope.sql} AND ${match.sql}`;
    const parameters: SqlValue[] = [...scope.parameters, ...match.parameters];
    if (input.orgUnitId !== undefined) {
      const unit = await this.orgUnits.get(input.orgUnitId);
      if (!covers(actor, 'resident.read', unit.path)) throw new AppError('NOT_FOUND');
      where += ' AND r.org_path >= ? AND r.org_path < ?';
      parameters.push(...rangeBelow(unit.path));
    }
    const counted = await this.database.row<{ total: unknown }>(
      `SELECT COUNT(*) AS total FROM residents r WHERE ${where}`,
      parameters,
    );
    const people = await this.#people(`${where} ${listOrder} LIMIT ? OFFSET ?`, [
      ...parameters,
      size,
      (page - 1) * size,
    ]);
    return { items: await this.#rowsOf(people), total: Number(counted?.total ?? 0), page, size };
  }

  /**
   * One resident with household and helpers.
   * @throws AppError NOT_FOUND, also when the person lives outside the caller's units
   */
  async view(actor: Actor, { id }: ParsedInputOf<typeof getResident>): Promise<OutputOf<typeof getResident>> {
    const person = await this.#inScope(actor, 'resident.read', id);
    const [row] = await this.#rowsOf([person]);
    const household = await this.#householdOf(person.householdId);
    return {
      ...(row as ResidentRow),
      name: person.name,
      householdMembers: household
        .filter((member) => member.id !== person.id)
        .map((member) => ({
          id: member.id,
          maskedName: maskName(member.name),
          relation: member.householdRole,
        })),
      helpers: await this.helperRelations.runningFor(person.id),
    };
  }

  /**
   * Shows a whole phone number; the note of who looked and why is stored in the same transaction, before it is shown.
   * @throws AppError NOT_FOUND, REVEAL_REASON_REQUIRED, PHONE_NOT_RECORDED
   */
  async revealPhone(
    actor: Actor,
    { id, reason }: ParsedInputOf<typeof revealPhone>,
  ): Promise<OutputOf<typeof revealPhone>> {
    const person = await this.#inScope(actor, 'resident.revealPhone', id);
    if (!saysWhyToReveal(reason)) throw new AppError('REVEAL_REASON_REQUIRED');
    const actorId = residentOf(actor);
    return this.database.transaction(async (tx) => {
      // Read here and not before: the number shown is the number that was noted down.
      const row = await tx.row<{ phone_cipher: string | null }>(
        'SELECT phone_cipher FROM residents WHERE id = ?',
        [id],
      );
      const phone = this.phoneOf({ phoneCipher: row?.phone_cipher ?? null });
      if (phone === null) throw new AppError('PHONE_NOT_RECORDED');
      await tx.insert(PhoneReveal, {
        id: newId(),
        residentId: person.id,
        actorId,
        reason,
        at: this.clock.now(),
      });
      return { phone };
    });
  }

  /** The people the caller can sign up: own household first, then those they act for in activities. */
  async listMyFamily(actor: Actor): Promise<OutputOf<typeof listMyFamily>> {
    const own = await this.get(residentOf(actor));
    const household = (await this.#householdOf(own.householdId)).filter(
      (member) => member.status === 'active',
    );
    const others = actor.principals
      .filter(
        (p) => p.scopes.includes('activities') && household.every((member) => member.id !== p.residentId),
      )
      .map((p) => p.residentId);
    const principals = [...(await this.getMany(others)).values()].filter(
      (person) => person.status === 'active',
    );
    const today = this.clock.today();
    const entry = (person: Person, relation: string) => ({
      id: person.id,
      name: person.name,
      relation,
      isMinor: isMinorOn(person.birthOn, today),
    });
    return {
      items: [
        entry(own, '本人'),
        ...household
          .filter((member) => member.id !== own.id)
          .map((member) => entry(member, member.householdRole || '同住家人')),
        ...principals.map((person) => entry(person, '代办对象')),
      ],
    };
  }

  async #inScope(
    actor: Actor,
    permission: 'resident.read' | 'resident.revealPhone',
    id: string,
  ): Promise<Person> {
    const scope = withinScope(actor, permission, 'r.org_path');
    const [person] = await this.#people(`r.id = ? AND ${scope.sql}`, [id, ...scope.parameters]);
    if (!person) throw new AppError('NOT_FOUND');
    return person;
  }

  #householdOf(householdId: string): Promise<Person[]> {
    return this.#people('r.household_id = ? ORDER BY r.birth_on, r.id', [householdId]);
  }

  async #people(where: string, parameters: readonly SqlValue[]): Promise<Person[]> {
    const rows = await this.database.rows<PersonRow>(
      `SELECT ${personColumns} ${fromResidents} WHERE ${where}`,
      parameters,
    );
    const trails = await this.orgUnits.trailsOf(rows.map((row) => row.org_path));
    return rows.map((row) => {
      const trail = trails.get(row.org_path) ?? [];
      return {
        id: row.id,
        name: row.name,
        communityId: row.community_id,
        householdId: row.household_id,
        orgPath: row.org_path,
        address: addressOf(trail),
        door: row.door,
        gridName: gridNameOf(trail),
        birthOn: row.birth_on,
        passbookNo: row.passbook_no,
        householdRole: row.household_role,
        status: row.status,
        phoneCipher: row.phone_cipher,
      };
    });
  }

  async #rowsOf(people: readonly Person[]): Promise<ResidentRow[]> {
    const linked = await this.#linkedOf(people.map((person) => person.id));
    return people.map((person) => {
      const phone = this.#readablePhone(person);
      return {
        id: person.id,
        maskedName: maskName(person.name),
        birthYear: person.birthOn === null ? null : yearOf(person.birthOn),
        address: person.address,
        gridName: person.gridName,
        passbookNo: person.passbookNo,
        hasPhone: phone !== null,
        maskedPhone: phone === null ? null : maskPhone(phone),
        linked: linked.has(person.id),
        status: person.status,
      };
    });
  }

  /** `accounts` stands on this feature, so its service cannot be asked here without a circle; the fact is one column. */
  async #linkedOf(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.rows<{ resident_id: string }>(
      `SELECT resident_id FROM accounts WHERE resident_id IN (${placeholders(ids)})`,
      ids,
    );
    return new Set(rows.map((row) => row.resident_id));
  }
}
