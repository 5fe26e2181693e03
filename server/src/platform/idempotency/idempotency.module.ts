import { Global, Module } from '@nestjs/common';

import { IdempotentActs } from './idempotent-acts.js';
import { PurgeRequestKeys } from './purge-request-keys.js';

@Global()
@Module({ providers: [IdempotentActs, PurgeRequestKeys], exports: [IdempotentActs] })
export class IdempotencyModule {}
