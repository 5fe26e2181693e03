import { Controller } from '@nestjs/common';
import type { ParsedInputOf } from '@linli/shared/call';
import {
  endRule,
  getBudget,
  getPoints,
  listEntries,
  listRules,
  reverseEntry,
  saveRule,
} from '@linli/shared/points';
import { changeResidentStatus } from '@linli/shared/residents';

import { CurrentActor, type Actor } from '../../common/access.js';
import { Clock } from '../../common/clock.js';
import { Handles, Input } from '../../common/handles.js';

import { PointsRulesService } from './points-rules.service.js';
import { ResidentStatusService } from './resident-status.service.js';
import { StatementService } from './statement.service.js';

@Controller()
export class PointsController {
  constructor(
    private readonly statements: StatementService,
    private readonly rules: PointsRulesService,
    private readonly residentStatus: ResidentStatusService,
    private readonly clock: Clock,
  ) {}

  @Handles(getPoints)
  summary(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof getPoints>) {
    return this.statements.summary(actor, input.residentId);
  }

  @Handles(listEntries)
  entries(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof listEntries>) {
    return this.statements.entries(actor, input);
  }

  @Handles(reverseEntry)
  reverse(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof reverseEntry>) {
    return this.statements.reverse(actor, input);
  }

  @Handles(getBudget)
  budget(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof getBudget>) {
    return this.statements.budget(actor, input);
  }

  @Handles(listRules)
  listRules(@Input() input: ParsedInputOf<typeof listRules>) {
    return this.rules.list(input.communityId, input.on ?? this.clock.today());
  }

  @Handles(saveRule)
  saveRule(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof saveRule>) {
    return this.rules.save(actor, input);
  }

  @Handles(endRule)
  async endRule(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof endRule>) {
    await this.rules.end(actor, input);
    return { done: true };
  }

  @Handles(changeResidentStatus)
  changeResidentStatus(
    @CurrentActor() actor: Actor,
    @Input() input: ParsedInputOf<typeof changeResidentStatus>,
  ) {
    return this.residentStatus.change(actor, input);
  }
}
