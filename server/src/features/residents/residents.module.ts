import { Module } from '@nestjs/common';

import { OrgUnitsModule } from '../org-units/org-units.module.js';

import { HelperRelationsService } from './helper-relations.service.js';
import { ResidentsController } from './residents.controller.js';
import { ResidentsService } from './residents.service.js';

@Module({
  imports: [OrgUnitsModule],
  controllers: [ResidentsController],
  providers: [ResidentsService, HelperRelationsService],
  exports: [ResidentsService, HelperRelationsService],
})
export class ResidentsModule {}
