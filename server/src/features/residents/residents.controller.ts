import { Controller, Res } from '@nestjs/common';
import type { ParsedInputOf } from '@linli/shared/call';
import {
  downloadRosterTemplate,
  endHelper,
  getResident,
  importRoster,
  listMyFamily,
  listResidents,
  registerHelper,
  revealPhone,
} from '@linli/shared/residents';
import type { FastifyReply } from 'fastify';

import { CurrentActor, type Actor } from '../../common/access.js';
import { Handles, Input } from '../../common/handles.js';

import { HelperRelationsService } from './helper-relations.service.js';
import { RosterImportService } from './roster-import.service.js';
import { ResidentsService } from './residents.service.js';

const contentTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const;

@Controller()
export class ResidentsController {
  constructor(
    private readonly residents: ResidentsService,
    private readonly helperRelations: HelperRelationsService,
    private readonly rosterImport: RosterImportService,
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

  @Handles(downloadRosterTemplate)
  async downloadRosterTemplate(
    @Input() { format }: ParsedInputOf<typeof downloadRosterTemplate>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    void reply
      .type(contentTypes[format])
      .header(
        'content-disposition',
        `attachment; filename="roster.${format}"; filename*=UTF-8''${encodeURIComponent(`居民名册模板.${format}`)}`,
      );
    return this.rosterImport.template({ format });
  }

  @Handles(importRoster)
  importRoster(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof importRoster>) {
    return this.rosterImport.import(actor, input);
  }
}
