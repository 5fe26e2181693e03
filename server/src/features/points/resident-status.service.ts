import { Injectable } from '@nestjs/common';
import type { ParsedInputOf } from '@linli/shared/call';
import type { changeResidentStatus } from '@linli/shared/residents';

import { ActorSource, withinScope, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { Database } from '../../database/database.js';

import { PointsService } from './points.service.js';

/** Moving away, dying, coming back: the person and their points account change together. */
@Injectable()
export class ResidentStatusService {
  constructor(
    private readonly database: Database,
    private readonly points: PointsService,
    private readonly actors: ActorSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Sets the status of a resident of the caller's units; the same one again changes nothing.
   * @throws AppError NOT_FOUND, also when the person lives outside the caller's units
   */
  async change(
    actor: Actor,
    { id, status }: ParsedInputOf<typeof changeResidentStatus>,
  ): Promise<{ done: true }> {
    const scope = withinScope(actor, 'resident.changeStatus', 'org_path');
    await this.database.transaction(async (tx) => {
      await tx.run(`UPDATE residents SET status = ?, changed_at = ? WHERE id = ? AND ${scope.sql}`, [
        status,
        this.clock.now(),
        id,
        ...scope.parameters,
      ]);
      const person = await tx.row<{ community_id: string }>(
        `SELECT community_id FROM residents WHERE id = ? AND ${scope.sql}`,
        [id, ...scope.parameters],
      );
      if (!person) throw new AppError('NOT_FOUND');
      const account = { residentId: id, communityId: person.community_id };
      await this.points.setAccountState(tx, account, status === 'active' ? 'open' : 'closed');
    });
    this.actors.forgetResident(id);
    return { done: true };
  }
}
