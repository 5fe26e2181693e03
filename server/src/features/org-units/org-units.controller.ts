import { Controller } from '@nestjs/common';
import type { ParsedInputOf } from '@linli/shared/call';
import { createOrgUnit, listCommunities, listOrgUnits, renameOrgUnit } from '@linli/shared/org-units';

import { CurrentActor, type Actor } from '../../common/access.js';
import { Handles, Input } from '../../common/handles.js';

import { OrgUnitsService } from './org-units.service.js';

@Controller()
export class OrgUnitsController {
  constructor(private readonly orgUnits: OrgUnitsService) {}

  @Handles(listCommunities)
  async listCommunities() {
    return { items: await this.orgUnits.listCommunities() };
  }

  @Handles(listOrgUnits)
  list(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof listOrgUnits>) {
    return this.orgUnits.list(actor, input);
  }

  @Handles(createOrgUnit)
  create(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof createOrgUnit>) {
    return this.orgUnits.add(actor, input);
  }

  @Handles(renameOrgUnit)
  rename(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof renameOrgUnit>) {
    return this.orgUnits.rename(actor, input);
  }
}
