import { createConnection } from 'mysql2/promise';

import { format } from './exchange.mjs';
import { Line, median } from './load.mjs';
import { aPlace, redeemInput, someGifts, somePeople, tokenMaker } from './people.mjs';
import { openApp, startServer } from './server.mjs';

export const smallLines = 10_000;
const linesPerAccount = 100;
/** So many people ask, in the small and in the large ledger: what is remembered of a person is alike. */
const askers = 100;

/** Row 6: the same three questions on a small and on a large ledger, in turns. */
export async function measureLedger({ url, dataDir, lines, asks, say }) {
  const small = await aLedger({ url, dataDir, name: 'ledger_small', lines: smallLines, say });
  const large = await aLedger({ url, dataDir, name: 'ledger_large', lines, say });
  const sides = [];
  try {
    for (const ledger of [small, large]) {
      const server = await startServer(ledger.env);
      sides.push({ ...ledger, server, line: await Line.open(server.port) });
    }
    const questions = {
      balance: () => ['GET', '/api/points'],
      statement: () => ['GET', '/api/points/entries'],
      redemption: (side) => ['POST', '/api/redemptions', redeemInput(side.gift)],
    };
    const result = {};
    for (const [name, question] of Object.entries(questions)) {
      /** @type {[number[], number[]]} */
      const times = [[], []];
      for (let turn = -askers; turn < asks; turn++) {
        for (const [i, side] of sides.entries()) {
          const person = side.people[(turn + askers) % askers];
          const [method, path, input] = question(side);
          const startedAt = performance.now();
          const { status, body } = await side.line.ask(method, path, side.tokenOf(person), input);
          if (status !== 200) throw new Error(`${method} ${path} answered ${status}: ${body}`);
          // Everybody once to warm up.
          if (turn >= 0) times[i].push(performance.now() - startedAt);
        }
      }
      const [smallMs, largeMs] = times.map(median);
      result[name] = { smallMs, largeMs, ratio: largeMs / smallMs };
      say(
        `${name}: ${smallMs.toFixed(2)} ms at ${format(smallLines)} lines, ${largeMs.toFixed(2)} ms at ${format(lines)}`,
      );
    }
    return { ...result, lines, asks };
  } finally {
    for (const { line, server } of sides) {
      line.close();
      await server.stop();
    }
  }
}

/** A database of its own with so many ledger lines, a hundred for each account, and the orders that go with them. */
async function aLedger({ url, dataDir, name, lines, say }) {
  const startedAt = performance.now();
  const admin = await createConnection({ uri: url });
  await admin.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin`);
  await admin.end();
  const ownUrl = url.replace(/\/[^/]*$/, `/${name}`);
  const env = { DATABASE_URL: ownUrl, DATA_DIR: dataDir };
  const { app, config, database } = await openApp(env);
  const place = await aPlace(database);
  const [gift] = await someGifts(database, place, 1);
  const count = lines / linesPerAccount;
  const people = [];
  for (let from = 0; from < count; from += 5000) {
    people.push(...(await somePeople(database, place, Math.min(5000, count - from), from)));
  }
  const stride = Math.max(1, Math.floor(people.length / askers));
  await app.close();

  const connection = await createConnection({ uri: ownUrl });
  await connection.query('SET SESSION foreign_key_checks = 0, unique_checks = 0');
  await connection.query(
    'CREATE TABLE bench_people (n INT PRIMARY KEY, account_id VARCHAR(36), resident_id VARCHAR(36))',
  );
  for (let from = 0; from < count; from += 5000) {
    const rows = people
      .slice(from, from + 5000)
      .map((person, i) => [from + i, person.accountId, person.residentId]);
    await connection.query('INSERT INTO bench_people VALUES ?', [rows]);
  }
  const chunk = 200_000;
  for (let from = 0; from < lines; from += chunk) {
    const to = Math.min(lines, from + chunk) - 1;
    for (const sql of bulk({ from, to, count, gift, place })) await connection.query(sql);
  }
  for (const table of [
    'points_entries',
    'points_lots',
    'points_entry_lots',
    'redemptions',
    'stock_movements',
  ]) {
    await connection.query(`ANALYZE TABLE ${table}`);
  }
  await connection.end();
  say(`${name}: ${format(lines)} ledger lines in ${Math.round((performance.now() - startedAt) / 1000)} s`);
  const chosen = people.filter((_, i) => i % stride === 0).slice(0, askers);
  return { env, gift, people: chosen, tokenOf: tokenMaker(config) };
}

/**
 * Three lines in turn: 3 points earned, 2 held for a gift, the gift handed over. Line `n` belongs to account
 * `n % count`, so that everybody's lines lie scattered over the whole table, as life scatters them.
 */
function bulk({ from, to, count, gift, place }) {
  const idOf = (n) =>
    `CONCAT('01900000-', LPAD(LOWER(HEX((${n}) DIV 65536)), 4, '0'), '-7', LPAD(LOWER(HEX(((${n}) DIV 16) MOD 4096)), 3, '0'), '-8000-', LPAD(LOWER(HEX(${n})), 12, '0'))`;
  const numbers = `seq_${from}_to_${to} s JOIN bench_people p ON p.n = s.seq MOD ${count}`;
  const turn = `(s.seq DIV ${count})`;
  const kind = `(${turn} MOD 3)`;
  const at = `TIMESTAMPADD(SECOND, s.seq DIV 1000, '2025-06-01 00:00:00')`;
  return [
    `INSERT INTO points_entries (id, account_id, kind, amount, held_change, score_change, balance_after, title, detail, category, reason, rule_id, happened_on, at, actor_id, reverses_id)
     SELECT ${idOf('s.seq')}, p.account_id, ELT(${kind} + 1, 'earn', 'hold', 'settle'), ELT(${kind} + 1, 3, -2, 0), ELT(${kind} + 1, 0, 2, -2),
            IF(${kind} = 0, 3, 0), 3 * (${turn} DIV 3 + 1) - 2 * ((${turn} + 2) DIV 3), '周五大扫除', '金桂社区 3栋旁', 'environment',
            CONCAT('bench-bulk:', s.seq), NULL, DATE_FORMAT(${at}, '%Y-%m-%d'), ${at}, NULL, NULL FROM ${numbers}`,
    `INSERT INTO points_lots (id, account_id, earned_year, points, remaining, lapses_on)
     SELECT ${idOf('s.seq')}, p.account_id, 2026, 3, IF(${turn} >= 66, 3, 0), '2099-12-31' FROM ${numbers} WHERE ${kind} = 0`,
    `INSERT INTO points_entry_lots (entry_id, lot_id, points)
     SELECT ${idOf('s.seq')}, ${idOf(`s.seq - ${count}`)}, -2 FROM ${numbers} WHERE ${kind} = 1`,
    `INSERT INTO redemptions (id, resident_id, account_id, store_id, gift_id, gift_name, quantity, cost, state, code, active_code, held_at, expires_at, settled_at, settled_by_id, closed_at, placed_by_id, proxy_name, proxy_relation, hold_entry_id)
     SELECT ${idOf('s.seq')}, p.resident_id, p.account_id, '${place.storeId}', '${gift.id}', '食用油 1.8 升', 1, 2, 'settled', LPAD(s.seq MOD 999000 + 1000, 6, '0'), NULL,
            ${at}, ${at}, ${at}, NULL, ${at}, p.resident_id, NULL, NULL, ${idOf('s.seq')} FROM ${numbers} WHERE ${kind} = 1`,
    `INSERT INTO stock_movements (id, batch_id, kind, change_by, redemption_id, actor_id, at)
     SELECT ${idOf('s.seq')}, '${gift.batchId}', 'hold', -1, ${idOf('s.seq')}, NULL, ${at} FROM ${numbers} WHERE ${kind} = 1`,
  ];
}
