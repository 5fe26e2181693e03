import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import type { Logger } from 'pino';

import { AccessGuard } from './common/access.js';
import { CallerThrottlerGuard } from './common/caller-throttler.guard.js';
import type { Clock } from './common/clock.js';
import type { Config } from './common/config.js';
import { CoreModule } from './common/core.module.js';
import type { Database } from './database/database.js';
import { DatabaseModule } from './database/database.module.js';
import { AccountsModule } from './features/accounts/accounts.module.js';
import { ActivitiesModule } from './features/activities/activities.module.js';
import { DemoModule } from './features/demo/demo.module.js';
import { GiftsModule } from './features/gifts/gifts.module.js';
import { OrgUnitsModule } from './features/org-units/org-units.module.js';
import { PointsModule } from './features/points/points.module.js';
import { RedemptionsModule } from './features/redemptions/redemptions.module.js';
import { ResidentsModule } from './features/residents/residents.module.js';
import { VerificationModule } from './features/verification/verification.module.js';
import { CalendarModule } from './platform/calendar/calendar.module.js';
import { HealthModule } from './platform/health/health.module.js';
import { IdempotencyModule } from './platform/idempotency/idempotency.module.js';
import { OutboxModule } from './platform/outbox/outbox.module.js';
import { WechatModule } from './platform/wechat/wechat.module.js';

export interface AppParts {
  config: Config;
  clock: Clock;
  log: Logger;
  database: Database;
}

@Module({})
export class AppModule {
  static with({ config, clock, log, database }: AppParts): DynamicModule {
    return {
      module: AppModule,
      imports: [
        // Stopped in this order, first to last: the database closes when nobody needs it any more.
        CoreModule.with(config, log, clock),
        DatabaseModule.with(database),
        ThrottlerModule.forRoot([{ ttl: 60_000, limit: config.rateLimitPerMinute }]),
        IdempotencyModule,
        CalendarModule,
        OutboxModule,
        WechatModule,
        HealthModule,
        OrgUnitsModule,
        ResidentsModule,
        AccountsModule,
        PointsModule,
        ActivitiesModule,
        GiftsModule,
        RedemptionsModule,
        VerificationModule,
        ...(config.demo ? [DemoModule] : []),
      ],
      providers: [
        { provide: APP_GUARD, useClass: CallerThrottlerGuard },
        { provide: APP_GUARD, useClass: AccessGuard },
      ],
    };
  }
}
