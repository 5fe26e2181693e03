import { applyMigrations } from '../src/database/apply-migrations.js';
import { openDataSource } from '../src/database/data-source.js';
import { entities } from '../src/entities.js';

import { emptyDatabase, openTestDatabase } from './test-database.js';

it('the migrated schema and the entities say the same', async () => {
  const { database, drop } = await openTestDatabase();
  try {
    const { upQueries } = await database.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map((query) => query.query)).toEqual([]);
  } finally {
    await drop();
  }
});

it('three instances that start together migrate once', async () => {
  const { settings, remove } = await emptyDatabase();
  const sources = await Promise.all([1, 2, 3].map(() => openDataSource(settings, entities)));
  try {
    await Promise.all(sources.map((source) => applyMigrations(source)));
    const rows: unknown[] = await sources[0]!.query('SELECT name FROM schema_migrations');
    expect(rows).toHaveLength(1);
  } finally {
    await Promise.all(sources.map((source) => source.destroy()));
    await remove();
  }
});
