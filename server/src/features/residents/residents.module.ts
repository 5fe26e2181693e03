import { Module } from '@nestjs/common';

import { OrgUnitsModule } from '../org-units/org-units.module.js';

import { HelperRelationsService } from './helper-relations.service.js';
import { ResidentsController } from './residents.controller.js';
import { RosterImportService } from './roster-import.service.js';
import { ResidentsService } from './residents.service.js';

@Module({
  imports: [OrgUnitsModule],
  controllers: [ResidentsController],
  providers: [ResidentsService, HelperRelationsService, RosterImportService],
  exports: [ResidentsService, HelperRelationsService, RosterImportService],
})
export class ResidentsModule {}
