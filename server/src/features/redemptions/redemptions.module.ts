import { Module, type OnModuleInit } from '@nestjs/common';

import { Jobs } from '../../platform/outbox/jobs.js';
import { GiftsModule } from '../gifts/gifts.module.js';
import { PointsModule } from '../points/points.module.js';
import { ResidentsModule } from '../residents/residents.module.js';

import { CounterMisses } from './counter-misses.js';
import { CounterService } from './counter.service.js';
import { RedemptionViews } from './redemption.views.js';
import { RedemptionsController } from './redemptions.controller.js';
import { RedemptionsService } from './redemptions.service.js';

@Module({
  imports: [GiftsModule, PointsModule, ResidentsModule],
  controllers: [RedemptionsController],
  providers: [RedemptionsService, CounterService, CounterMisses, RedemptionViews],
  exports: [RedemptionsService],
})
export class RedemptionsModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly redemptions: RedemptionsService,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'redemptions.release',
      everyMs: 60_000,
      run: async (signal) => void (await this.redemptions.releaseDue(signal)),
    });
  }
}
