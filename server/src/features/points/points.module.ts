import { Module } from '@nestjs/common';

import { OutboxModule } from '../../platform/outbox/outbox.module.js';
import { OrgUnitsModule } from '../org-units/org-units.module.js';
import { ResidentsModule } from '../residents/residents.module.js';

import { PointsRulesService } from './points-rules.service.js';
import { PointsController } from './points.controller.js';
import { PointsService } from './points.service.js';
import { StatementService } from './statement.service.js';

@Module({
  imports: [OrgUnitsModule, ResidentsModule, OutboxModule],
  controllers: [PointsController],
  providers: [PointsService, PointsRulesService, StatementService],
  exports: [PointsService, PointsRulesService, StatementService],
})
export class PointsModule {}
