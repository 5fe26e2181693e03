import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';

import { Database } from './database.js';

/** The opened database, closed last when the application stops. */
@Global()
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  static with(database: Database): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [{ provide: Database, useValue: database }],
      exports: [Database],
    };
  }

  constructor(private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.dataSource.destroy();
  }
}
