import { Injectable } from '@nestjs/common';
import type { OutputOf, ParsedInputOf } from '@linli/shared/call';
import {
  rosterColumns,
  type importRoster,
  type RosterProblem,
  type RosterResult,
} from '@linli/shared/residents';

import { covers, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Cipher } from '../../common/cipher.js';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { Database, type Tx } from '../../database/database.js';
import { readTable } from '../../platform/spreadsheets/read-table.js';
import { UnreadableTable, type Cells } from '../../platform/spreadsheets/table.js';
import { writeCsv } from '../../platform/spreadsheets/write-csv.js';
import { writeXlsx } from '../../platform/spreadsheets/write-xlsx.js';
import type { OrgUnit } from '../org-units/org-unit.entity.js';
import { OrgUnitsService } from '../org-units/org-units.service.js';

import { Household } from './household.entity.js';
import { phonePlace } from './person-search.js';
import { Resident } from './resident.entity.js';
import {
  planRoster,
  type PlannedResident,
  type RosterPlan,
  type RosterSnapshot,
  type StoredHousehold,
  type StoredResident,
} from './roster-plan.rules.js';
import { listedProblems, readRoster, rosterColumnKeys } from './roster.rules.js';
import { rosterExample, rosterGuide } from './roster-template.js';

/** Names of added units that an answer spells out. */
const listedUnits = 50;

/** Everything read of one community in one go: from a transaction, or committed data for a trial. */
type Source = Pick<Tx, 'rows'>;

/** Brings a community's roster file into the database: all of it or nothing, and a second time nothing more. */
@Injectable()
export class RosterImportService {
  constructor(
    private readonly database: Database,
    private readonly orgUnits: OrgUnitsService,
    private readonly cipher: Cipher,
    private readonly clock: Clock,
  ) {}

  /**
   * Reads a roster file for a community of the caller's.
   * @throws AppError NOT_FOUND, ROSTER_FILE_UNREADABLE, ROSTER_HAS_PROBLEMS with line, column and sentence of each
   */
  async import(
    actor: Actor,
    input: ParsedInputOf<typeof importRoster>,
  ): Promise<OutputOf<typeof importRoster>> {
    const community = await this.orgUnits.getCommunity(input.communityId);
    if (!covers(actor, 'roster.import', community.path)) throw new AppError('NOT_FOUND');
    const cells = await readFile(input.fileName, input.contentBase64);
    return this.importCells(community, cells, { trial: input.trial });
  }

  /**
   * The import itself, for a file that is already a table; the demo district comes in this way too.
   * A trial computes everything and stores nothing.
   * @throws AppError ROSTER_HAS_PROBLEMS
   */
  async importCells(community: OrgUnit, cells: Cells, { trial }: { trial: boolean }): Promise<RosterResult> {
    const { lines, problems } = readRoster(cells, this.clock.today());
    // What a line says is wrong can hide what two lines say against each other, so both are told at once.
    const hashed = lines.map((line) => this.#hashed(line));
    if (trial || problems.length > 0) {
      const plan = planRoster(hashed, await this.#snapshotOf(this.database, community), newId);
      refuse([...problems, ...plan.problems]);
      return resultOf(community, lines.length, plan, { applied: false });
    }
    return this.database.transaction(async (tx) => {
      await this.orgUnits.take(tx, community.id);
      const plan = planRoster(hashed, await this.#snapshotOf(tx, community), newId);
      refuse(plan.problems);
      await this.#apply(tx, community, plan);
      return resultOf(community, lines.length, plan, { applied: true });
    });
  }

  /** An empty roster with column names and one example line, every cell typed as text. */
  async template({ format }: { format: 'xlsx' | 'csv' }): Promise<Buffer> {
    const titles = rosterColumnKeys.map((key) => rosterColumns[key]);
    const rows = [titles, rosterColumnKeys.map((key) => rosterExample[key])];
    if (format === 'csv') return writeCsv(rows);
    return writeXlsx([
      { name: '名册', rows, widths: rosterColumnKeys.map((key) => (key === 'careNote' ? 28 : 14)) },
      { name: '怎么填', rows: rosterGuide, widths: [16, 70] },
    ]);
  }

  #hashed<T extends { phone: string | null }>(line: T): T & { phoneHash: string | null } {
    return { ...line, phoneHash: line.phone ? this.cipher.blindIndex(phonePlace, line.phone) : line.phone };
  }

  async #snapshotOf(source: Source, community: OrgUnit): Promise<RosterSnapshot> {
    const units = await this.orgUnits.below(source, community.path);
    const households = await source.rows<{ id: string; org_unit_id: string; door: string }>(
      'SELECT id, org_unit_id, door FROM households WHERE community_id = ?',
      [community.id],
    );
    const residents = await source.rows<Record<string, string>>(
      `SELECT id, household_id, org_path, passbook_no, name, birth_on, phone_hash, household_role, care_note
        FROM residents WHERE community_id = ? ORDER BY id`,
      [community.id],
    );
    return {
      community,
      units,
      households: households.map((row): StoredHousehold => ({
        id: row.id,
        orgUnitId: row.org_unit_id,
        door: row.door,
      })),
      residents: residents.map(storedResident),
    };
  }

  async #apply(tx: Tx, community: OrgUnit, plan: RosterPlan): Promise<void> {
    const at = this.clock.now();
    await this.orgUnits.createAll(tx, plan.units);
    await tx.insert(
      Household,
      plan.households.map((household) => ({ ...household, communityId: community.id, createdAt: at })),
    );
    await tx.insert(
      Resident,
      plan.added.map((person): Resident => ({
        id: person.id,
        communityId: community.id,
        householdId: person.householdId,
        orgPath: person.orgPath,
        passbookNo: person.passbookNo,
        name: person.name,
        birthOn: person.birthOn,
        phoneCipher: this.#phoneCipherOf(person),
        phoneHash: person.phoneHash,
        householdRole: person.householdRole,
        careNote: person.careNote,
        status: 'active',
        createdAt: at,
        changedAt: at,
      })),
    );
    // Lowest id first, as everywhere where several rows are taken.
    for (const person of [...plan.changed].sort((a, b) => (a.id < b.id ? -1 : 1)))
      await this.#change(tx, person, at);
  }

  async #change(tx: Tx, person: PlannedResident, at: Date): Promise<void> {
    const phone = person.phone === null ? '' : ', phone_cipher = ?, phone_hash = ?';
    await tx.run(
      `UPDATE residents SET household_id = ?, org_path = ?, name = ?, birth_on = ?, household_role = ?, care_note = ?,
        changed_at = ?${phone} WHERE id = ?`,
      [
        person.householdId,
        person.orgPath,
        person.name,
        person.birthOn,
        person.householdRole,
        person.careNote,
        at,
        ...(person.phone === null ? [] : [this.#phoneCipherOf(person), person.phoneHash]),
        person.id,
      ],
    );
  }

  #phoneCipherOf({ phone }: PlannedResident): string | null {
    return phone ? this.cipher.encrypt(phonePlace, phone) : null;
  }
}

async function readFile(fileName: string, contentBase64: string): Promise<Cells> {
  try {
    return await readTable(fileName, Buffer.from(contentBase64, 'base64'));
  } catch (error) {
    if (error instanceof UnreadableTable) throw new AppError('ROSTER_FILE_UNREADABLE');
    throw error;
  }
}

/** @throws AppError ROSTER_HAS_PROBLEMS when there is one: how many in all, and the first of them spelled out */
function refuse(problems: readonly RosterProblem[]): void {
  if (problems.length === 0) return;
  const inOrder = [...problems].sort((a, b) => a.line - b.line);
  throw new AppError('ROSTER_HAS_PROBLEMS', {
    details: { count: problems.length },
    problems: inOrder.slice(0, listedProblems),
  });
}

function resultOf(
  community: OrgUnit,
  lines: number,
  plan: RosterPlan,
  { applied }: { applied: boolean },
): RosterResult {
  return {
    lines,
    residentsAdded: plan.added.length,
    residentsChanged: plan.changed.length,
    residentsUnchanged: plan.unchanged,
    householdsAdded: plan.households.length,
    orgUnitsAdded: plan.units.length,
    addedUnits: plan.unitTrails.slice(0, listedUnits).map((trail) => trail.join(' › ')),
    applied,
  };
}

function storedResident(row: Record<string, string | null>): StoredResident {
  return {
    id: row.id as string,
    householdId: row.household_id as string,
    orgPath: row.org_path as string,
    passbookNo: row.passbook_no as string,
    name: row.name as string,
    birthOn: row.birth_on ?? null,
    phoneHash: row.phone_hash ?? null,
    householdRole: row.household_role as string,
    careNote: row.care_note as string,
  };
}
