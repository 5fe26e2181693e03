import { Module } from '@nestjs/common';

import { GiftsModule } from '../gifts/gifts.module.js';
import { PointsModule } from '../points/points.module.js';
import { ResidentsModule } from '../residents/residents.module.js';

import { CounterService } from './counter.service.js';
import { RedemptionViews } from './redemption.views.js';
import { RedemptionsController } from './redemptions.controller.js';
import { RedemptionsService } from './redemptions.service.js';

@Module({
  imports: [GiftsModule, PointsModule, ResidentsModule],
  controllers: [RedemptionsController],
  providers: [RedemptionsService, CounterService, RedemptionViews],
  exports: [RedemptionsService],
})
export class RedemptionsModule {}
