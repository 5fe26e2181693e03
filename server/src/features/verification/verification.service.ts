import { Injectable } from '@nestjs/common';
import type { Verification } from '@linli/shared/points';

import { withinScope, type Actor } from '../../common/access.js';
import { Clock } from '../../common/clock.js';
import { Database } from '../../database/database.js';

import { activityChecks } from './activity.checks.js';
import { Look, type Check } from './check.js';
import { platformChecks } from './platform.checks.js';
import { pointsChecks } from './points.checks.js';
import { storeChecks } from './store.checks.js';

/** How many faults are named per check; the rest is counted. */
const namedFaults = 100;

const communityChecks: readonly Check[] = [...pointsChecks, ...storeChecks, ...activityChecks];

/** Runs the checks. They only read: a supervisor may run them on live data. */
@Injectable()
export class VerificationService {
  /** The end of the run asked for last; the next one begins after it. */
  #lastRun: Promise<unknown> = Promise.resolve();
  readonly #runs = new Map<string, Promise<Verification>>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs all checks one after the other and names what does not add up.
   * @param communityIds looks only there, and not at what belongs to no community; absent = everything
   */
  async verify(communityIds?: readonly string[]): Promise<Verification> {
    const checks = communityIds ? communityChecks : [...communityChecks, ...platformChecks];
    const results: Verification['checks'] = [];
    for (const check of checks) results.push(await this.#run(check, communityIds ?? null));
    return {
      at: this.clock.now().toISOString(),
      checks: results,
      sound: results.every((result) => result.faults.length === 0),
    };
  }

  /**
   * The checks over the communities the actor supervises. They read whole tables, so one run goes on at a time:
   * whoever asks for the same communities meanwhile gets its answer, others wait.
   */
  async verifyFor(actor: Actor): Promise<Verification> {
    const scope = withinScope(actor, 'points.supervise', 'path');
    const rows = await this.database.rows<{ id: string }>(
      `SELECT id FROM org_units WHERE kind = 'community' AND ${scope.sql} ORDER BY id`,
      scope.parameters,
    );
    const communityIds = rows.map((row) => row.id);
    const key = communityIds.join();
    const going = this.#runs.get(key);
    if (going) return going;
    const run = this.#lastRun.then(() => this.verify(communityIds)).finally(() => this.#runs.delete(key));
    this.#runs.set(key, run);
    this.#lastRun = run.catch(() => undefined);
    return run;
  }

  async #run(check: Check, communityIds: readonly string[] | null): Promise<Verification['checks'][number]> {
    const ask = async (question: (look: Look) => string) => {
      const look = new Look(this.clock.now(), communityIds);
      const sql = question(look);
      return this.database.rows(sql, look.parameters);
    };
    const [counted] = await ask((look) => check.count(look));
    const wrong = await ask((look) => check.faults(look));
    const faults = wrong.slice(0, namedFaults).map((row) => check.say(row));
    if (wrong.length > namedFaults) faults.push(`还有 ${wrong.length - namedFaults} 处`);
    return { name: check.name, title: check.title, rowsRead: Number(counted?.n ?? 0), faults };
  }
}
