import { Module } from '@nestjs/common';

import { WechatModule } from '../../platform/wechat/wechat.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { OrgUnitsModule } from '../org-units/org-units.module.js';
import { PointsModule } from '../points/points.module.js';
import { ResidentsModule } from '../residents/residents.module.js';

import { ActivitiesController } from './activities.controller.js';
import { ActivitiesService } from './activities.service.js';
import { ActivityCodesService } from './activity-codes.service.js';
import { ActivityViews } from './activity-views.service.js';
import { AttendanceService } from './attendance.service.js';
import { SignUpsService } from './sign-ups.service.js';

@Module({
  imports: [AccountsModule, OrgUnitsModule, PointsModule, ResidentsModule, WechatModule],
  controllers: [ActivitiesController],
  providers: [ActivitiesService, ActivityCodesService, ActivityViews, AttendanceService, SignUpsService],
  exports: [ActivitiesService, AttendanceService, SignUpsService],
})
export class ActivitiesModule {}
