import { Global, Module } from '@nestjs/common';

import { IdempotentActs } from './idempotent-acts.js';

@Global()
@Module({ providers: [IdempotentActs], exports: [IdempotentActs] })
export class IdempotencyModule {}
