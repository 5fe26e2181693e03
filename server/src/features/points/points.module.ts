import { Module, type OnModuleInit } from '@nestjs/common';

import { Jobs } from '../../platform/outbox/jobs.js';
import { OrgUnitsModule } from '../org-units/org-units.module.js';
import { ResidentsModule } from '../residents/residents.module.js';

import { PointsRulesService } from './points-rules.service.js';
import { PointsController } from './points.controller.js';
import { PointsService } from './points.service.js';
import { ResidentStatusService } from './resident-status.service.js';
import { StatementService } from './statement.service.js';

@Module({
  imports: [OrgUnitsModule, ResidentsModule],
  controllers: [PointsController],
  providers: [PointsService, PointsRulesService, ResidentStatusService, StatementService],
  exports: [PointsService, PointsRulesService, ResidentStatusService, StatementService],
})
export class PointsModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly points: PointsService,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'points.lapse',
      dailyAt: '00:10',
      run: async (signal) => void (await this.points.lapseDue(signal)),
    });
  }
}
