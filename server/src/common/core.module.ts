import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';

import { Cipher } from './cipher.js';
import { Clock } from './clock.js';
import { Config } from './config.js';

/** Injection token of the pino logger. */
export const LOG = Symbol('log');

/** What every feature may ask for. */
@Global()
@Module({})
export class CoreModule {
  static with(config: Config, log: Logger, clock: Clock): DynamicModule {
    return {
      module: CoreModule,
      providers: [
        { provide: Config, useValue: config },
        { provide: LOG, useValue: log },
        { provide: Clock, useValue: clock },
        { provide: Cipher, useValue: new Cipher(config.dataKey) },
      ],
      exports: [Config, LOG, Clock, Cipher],
    };
  }
}
