// Writes src/database/migrations/…-initial.ts from the entities. Used until the first release; afterwards migrations
// are written by hand and this file goes.
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { DataSource } from 'typeorm';

import { SnakeNaming } from '../dist/database/snake-naming.js';
import { entities } from '../dist/entities.js';

const dataSource = new DataSource({
  type: 'mysql',
  database: 'none',
  entities,
  namingStrategy: new SnakeNaming(),
});
await dataSource.buildMetadatas();

const q = (value) => `'${String(value).replace(/'/g, "\\'")}'`;
const tables = dataSource.entityMetadatas
  .toSorted((a, b) => a.tableName.localeCompare(b.tableName))
  .map((meta) => {
    const columns = meta.columns.map((column) => {
      const parts = [`name: ${q(column.databaseName)}`, `type: ${q(column.type)}`];
      if (column.length) parts.push(`length: ${q(column.length)}`);
      if (column.precision) parts.push(`precision: ${column.precision}`);
      if (column.isPrimary) parts.push('isPrimary: true');
      if (column.isNullable) parts.push('isNullable: true');
      return `      { ${parts.join(', ')} },`;
    });
    const indices = meta.indices.map(
      (index) =>
        `      { name: ${q(index.name)}, columnNames: [${index.columns.map((c) => q(c.databaseName)).join(', ')}]${index.isUnique ? ', isUnique: true' : ''} },`,
    );
    const checks = meta.checks.map(
      (check) => `      { name: ${q(check.name)}, expression: ${q(check.expression)} },`,
    );
    const keys = meta.foreignKeys.map(
      (key) =>
        `      { name: ${q(key.name)}, columnNames: [${key.columnNames.map(q).join(', ')}], referencedTableName: ${q(key.referencedEntityMetadata.tableName)}, referencedColumnNames: [${key.referencedColumnNames.map(q).join(', ')}], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },`,
    );
    const block = (name, lines) => (lines.length ? `    ${name}: [\n${lines.join('\n')}\n    ],\n` : '');
    return `  {\n    name: ${q(meta.tableName)},\n${block('columns', columns)}${block('indices', indices)}${block('checks', checks)}${block('foreignKeys', keys)}  },`;
  });

writeFileSync(
  new URL('../src/database/migrations/1795300000000-initial.ts', import.meta.url),
  `import type { MigrationInterface, QueryRunner, TableOptions } from 'typeorm';

import { createTables, dropTables } from './portable.js';

/** The tables of the first release. */
const tables: TableOptions[] = [
${tables.join('\n')}
];

export class Initial1795300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, tables);
  }
}
`,
);
console.log(`${tables.length} tables`);
