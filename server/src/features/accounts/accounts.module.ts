import { Global, Module, type OnModuleInit } from '@nestjs/common';

import { ActorSource } from '../../common/access.js';
import { IdempotencyModule } from '../../platform/idempotency/idempotency.module.js';
import { Jobs } from '../../platform/outbox/jobs.js';
import { OutboxModule } from '../../platform/outbox/outbox.module.js';
import { WechatModule } from '../../platform/wechat/wechat.module.js';
import { OrgUnitsModule } from '../org-units/org-units.module.js';
import { ResidentsModule } from '../residents/residents.module.js';

import { AccountLinksService } from './account-links.service.js';
import { AccountsController } from './accounts.controller.js';
import { MeService } from './me.service.js';
import { RoleAssignmentsService } from './role-assignments.service.js';
import { SessionActors } from './session-actors.service.js';
import { SessionTokens } from './session-tokens.js';
import { SessionsService } from './sessions.service.js';

/** Global, because the guard of every call asks for the `ActorSource`. */
@Global()
@Module({
  imports: [IdempotencyModule, OutboxModule, OrgUnitsModule, ResidentsModule, WechatModule],
  controllers: [AccountsController],
  providers: [
    AccountLinksService,
    MeService,
    RoleAssignmentsService,
    SessionActors,
    SessionTokens,
    SessionsService,
    { provide: ActorSource, useExisting: SessionActors },
  ],
  exports: [AccountLinksService, ActorSource, RoleAssignmentsService],
})
export class AccountsModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly sessions: SessionsService,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'sessions.purge',
      dailyAt: '03:20',
      run: async () => {
        await this.sessions.purge();
      },
    });
  }
}
