import { setTimeout as sleep } from 'node:timers/promises';

import { openTestDatabase, testEngine, type TestDatabase } from '../../test/test-database.js';
import { openDataSource } from './data-source.js';
import { Database } from './database.js';
import { isCheckViolation, isDuplicate } from './failures.js';

/** Acts on two small tables of our own; what is proved holds for every feature that uses `transaction`. */
let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await openTestDatabase();
  database = test.database;
  await database.dataSource.query(
    'CREATE TABLE proof (id int NOT NULL PRIMARY KEY, n int NOT NULL, CHECK (n >= 0))',
  );
  await database.dataSource.query(
    'CREATE TABLE proof_log (id varchar(36) NOT NULL PRIMARY KEY, n int NOT NULL)',
  );
});

afterAll(() => test.drop());

beforeEach(async () => {
  await database.transaction(async (tx) => {
    await tx.run('DELETE FROM proof_log');
    await tx.run('DELETE FROM proof');
    await tx.run('INSERT INTO proof (id, n) VALUES (1, 0), (2, 0)');
  });
});

const n = async (id: number) =>
  (await database.row<{ n: number }>('SELECT n FROM proof WHERE id = ?', [id]))?.n;
const lines = async () =>
  Number((await database.row<{ n: number | string }>('SELECT COUNT(*) AS n FROM proof_log'))?.n);

it('loses no change when 300 acts move one row at once', async () => {
  await Promise.all(
    Array.from({ length: 300 }, (_, i) =>
      database.transaction(async (tx) => {
        await tx.run('INSERT INTO proof_log (id, n) VALUES (?, 1)', [`act-${i}`]);
        await tx.run('UPDATE proof SET n = n + 1 WHERE id = 1');
      }),
    ),
  );
  expect(await n(1)).toBe(300);
  expect(await lines()).toBe(300);
});

it('carries out acts that touch two rows in opposite order, whole and all of them', async () => {
  await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      database.transaction(
        async (tx) => {
          const [first, second] = i % 2 === 0 ? [1, 2] : [2, 1];
          await tx.run('UPDATE proof SET n = n + 1 WHERE id = ?', [first as number]);
          await sleep(1);
          await tx.run('UPDATE proof SET n = n + 1 WHERE id = ?', [second as number]);
        },
        { attempts: 60 },
      ),
    ),
  );
  expect([await n(1), await n(2)]).toEqual([100, 100]);
});

it('keeps nothing of an act that fails and everything of the one beside it', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 60 }, (_, i) =>
      database.transaction(async (tx) => {
        await tx.run('UPDATE proof SET n = n + 1 WHERE id = 1');
        await tx.run('INSERT INTO proof_log (id, n) VALUES (?, 1)', [`mixed-${i}`]);
        await sleep(i % 3);
        if (i % 2 === 1) throw new Error('refused');
      }),
    ),
  );
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(30);
  expect(await n(1)).toBe(30);
  const odd = await database.rows<{ id: string }>('SELECT id FROM proof_log');
  expect(odd.every((row) => Number(row.id.slice(6)) % 2 === 0)).toBe(true);
});

it('runs the whole act again when the database undid it', async () => {
  let runs = 0;
  await database.transaction(async (tx) => {
    runs += 1;
    await tx.run('INSERT INTO proof_log (id, n) VALUES (?, ?)', ['again', runs]);
    if (runs < 3)
      throw Object.assign(
        new Error('deadlock'),
        testEngine === 'sqlite' ? { code: 'SQLITE_BUSY' } : { errno: 1213 },
      );
  });
  expect(runs).toBe(3);
  expect(await database.row('SELECT n FROM proof_log WHERE id = ?', ['again'])).toEqual({ n: 3 });
});

it('does not run an act again for a refusal, nor for a lost connection without a key', async () => {
  let runs = 0;
  const act = (error: object, repeatable: boolean) =>
    database.transaction(
      () => {
        runs += 1;
        return Promise.reject(Object.assign(new Error('no'), error));
      },
      { repeatable, attempts: 4 },
    );
  await expect(act({}, true)).rejects.toThrow('no');
  expect(runs).toBe(1);
  await expect(act({ code: 'PROTOCOL_CONNECTION_LOST' }, false)).rejects.toThrow('no');
  expect(runs).toBe(2);
  await expect(act({ code: 'PROTOCOL_CONNECTION_LOST' }, true)).rejects.toThrow('no');
  expect(runs).toBe(6);
});

it('shows a reader outside only what is committed', async () => {
  let seenInside: unknown;
  let seenOutside: unknown;
  const other = new Database(await openDataSource(test.settings, []));
  await database.transaction(async (tx) => {
    await tx.run('UPDATE proof SET n = 7 WHERE id = 1');
    seenInside = await tx.row('SELECT n FROM proof WHERE id = 1');
    // Asked by another process of the same database, as a second server would.
    seenOutside = await new Promise((resolve) =>
      setImmediate(() => resolve(other.dataSource.query('SELECT n FROM proof WHERE id = 1'))),
    );
  });
  expect(seenInside).toEqual({ n: 7 });
  expect(seenOutside).toEqual([{ n: 0 }]);
  await other.dataSource.destroy();
});

it('refuses to go past the open transaction instead of waiting for itself', async () => {
  const act = (past: () => Promise<unknown>) =>
    database.transaction(async (tx) => {
      await tx.run('UPDATE proof SET n = 1 WHERE id = 1');
      await past();
    });
  await expect(act(() => database.rows('SELECT 1 AS one'))).rejects.toThrow('past the open transaction');
  await expect(act(() => database.transaction(() => Promise.resolve()))).rejects.toThrow(
    'past the open transaction',
  );
  expect(await n(1)).toBe(0);
});

it('counts an act as done when only a callback after its commit fails', async () => {
  const heard: unknown[] = [];
  const told: string[] = [];
  const done = await new Database(database.dataSource, (error) => heard.push(error)).transaction(
    async (tx) => {
      tx.afterCommit(() => {
        throw new Error('nobody listens');
      });
      tx.afterCommit(() => told.push('the next one'));
      await tx.run('UPDATE proof SET n = 9 WHERE id = 1');
      return 'done';
    },
  );
  expect([done, await n(1), told]).toEqual(['done', 9, ['the next one']]);
  expect(heard).toEqual([new Error('nobody listens')]);
});

it('does what was put off last, and a refusal there undoes everything', async () => {
  const order: string[] = [];
  await database.transaction(async (tx) => {
    tx.last(async () => {
      order.push('last');
      await tx.run('UPDATE proof SET n = n + 1 WHERE id = 2');
    });
    await tx.run('UPDATE proof SET n = n + 1 WHERE id = 1');
    order.push('first');
  });
  expect(order).toEqual(['first', 'last']);
  await expect(
    database.transaction(async (tx) => {
      tx.last(() => Promise.reject(new Error('sold out')));
      await tx.run('UPDATE proof SET n = n + 1 WHERE id = 1');
    }),
  ).rejects.toThrow('sold out');
  expect([await n(1), await n(2)]).toEqual([1, 1]);
});

it('names a duplicate and a broken CHECK on this engine', async () => {
  const failure = (sql: string) =>
    database
      .transaction((tx) => tx.run(sql))
      .then(
        () => undefined,
        (error: unknown) => error,
      );
  expect(isDuplicate(await failure('INSERT INTO proof (id, n) VALUES (1, 0)'))).toBe(true);
  expect(isCheckViolation(await failure('UPDATE proof SET n = -1 WHERE id = 1'))).toBe(true);
});

it('counts a guarded UPDATE that changes nothing as a match, on both engines', async () => {
  expect(await database.transaction((tx) => tx.run('UPDATE proof SET n = 0 WHERE id = 1 AND n = 0'))).toBe(1);
});

it('keeps rare characters and emoji, and tells apart what differs only in case', async () => {
  const names = ['𠮷野家', '㐂', '👵🏽', 'abc', 'ABC'];
  await database.dataSource.query('CREATE TABLE proof_text (id varchar(40) NOT NULL PRIMARY KEY)');
  for (const name of names)
    await database.transaction((tx) => tx.run('INSERT INTO proof_text (id) VALUES (?)', [name]));
  const rows = await database.rows<{ id: string }>('SELECT id FROM proof_text');
  expect(rows.map((row) => row.id).sort()).toEqual([...names].sort());
});
