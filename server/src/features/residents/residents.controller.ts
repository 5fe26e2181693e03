import { Controller } from '@nestjs/common';
import type { ParsedInputOf } from '@linli/shared/call';
import {
  endHelper,
  getResident,
  listMyFamily,
  listResidents,
  registerHelper,
  revealPhone,
} from '@linli/shared/residents';

import { CurrentActor, type Actor } from '../../common/access.js';
import { Handles, Input } from '../../common/handles.js';

import { HelperRelationsService } from './helper-relations.service.js';
import { ResidentsService } from './residents.service.js';

@Controller()
export class ResidentsController {
  constructor(
    private readonly residents: ResidentsService,
    private readonly helperRelations: HelperRelationsService,
  ) {}

  @Handles(listResidents)
  list(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof listResidents>) {
    return this.residents.list(actor, input);
  }

  @Handles(getResident)
  get(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof getResident>) {
    return this.residents.view(actor, input);
  }

  @Handles(revealPhone)
  revealPhone(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof revealPhone>) {
    return this.residents.revealPhone(actor, input);
  }

  @Handles(registerHelper)
  registerHelper(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof registerHelper>) {
    return this.helperRelations.register(actor, input);
  }

  @Handles(endHelper)
  endHelper(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof endHelper>) {
    return this.helperRelations.end(actor, input);
  }

  @Handles(listMyFamily)
  listMyFamily(@CurrentActor() actor: Actor) {
    return this.residents.listMyFamily(actor);
  }
}
