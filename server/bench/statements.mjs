import { randomInt } from 'node:crypto';
import { newId } from '../dist/common/ids.js';

import { redeemInput } from './people.mjs';

/**
 * The statements of one redemption as the service runs it, ready to be run again by a bare driver for anybody.
 * @typedef {object} Statement
 * @property {string} sql with `?`
 * @property {(facts: Facts) => (string | number | null)[]} values
 * @property {boolean} inside the transaction
 * @property {'read' | 'write'} kind
 * @property {boolean} isStock reads or changes the stock of the gift
 *
 * @typedef {Record<string, string>} Facts what differs between two redemptions, by slot
 */

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** The server's own housekeeping may tick while we listen. */
const housekeeping = /outbox_messages|job_leases|wechat_access_tokens/;

/**
 * Listens to one redemption and answers its statements in their order, exactly as they went to the driver, with the
 * ids and codes that belong to this one redemption turned into slots. So the yardstick follows the service by itself.
 * @param {{ get: (type: unknown) => any, inject: (request: object) => Promise<any> }} app
 * @returns {Promise<Statement[]>}
 */
export async function captureRedeem(app, database, person, gift, token) {
  const redeem = () =>
    app.inject({
      method: 'POST',
      url: '/api/redemptions',
      headers: { authorization: `Bearer ${token}` },
      payload: redeemInput(gift),
    });
  await redeem(); // what is remembered from then on is not asked again
  // Heard three times, and the shortest believed: a job of the server's own may speak in between.
  const heard = [
    await listen(database, redeem),
    await listen(database, redeem),
    await listen(database, redeem),
  ];
  const shortest = heard.reduce((least, one) => (one.length < least.length ? one : least));
  return toStatements(shortest, person, gift);
}

/** @returns {Promise<{ sql: string, parameters: unknown[] }[]>} what went to the driver meanwhile */
async function listen(database, redeem) {
  const heard = [];
  const { logger } = database.dataSource;
  const logQuery = (sql, parameters) => heard.push({ sql, parameters: parameters ?? [] });
  Object.assign(database.dataSource, { logger: { ...silent, logQuery } });
  const answer = await redeem();
  Object.assign(database.dataSource, { logger });
  if (answer.statusCode !== 200) throw new Error(`the redemption to be measured was refused: ${answer.body}`);
  return heard;
}

const nothing = () => undefined;
const silent = {
  logQueryError: nothing,
  logQuerySlow: nothing,
  logSchemaBuild: nothing,
  logMigration: nothing,
  log: nothing,
};

function toStatements(heard, person, gift) {
  /** @type {Map<string, string>} slot by id */
  const slots = new Map([
    ...Object.entries(person).map(([name, id]) => /** @type {[string, string]} */ ([id, name])),
    [gift.id, 'giftId'],
    [gift.batchId, 'batchId'],
  ]);
  const shared = new Set();
  const statements = [];
  let inside = false;
  for (const { sql, parameters } of heard) {
    if (housekeeping.test(sql)) continue;
    if (/^(BEGIN|START TRANSACTION)/i.test(sql)) inside = true;
    else if (/^COMMIT/i.test(sql)) inside = false;
    else {
      const isInsert = /^\s*INSERT/i.test(sql);
      // An id that a SELECT gave us belongs to the place; one that an INSERT brings is new with every redemption.
      for (const value of parameters) {
        for (const id of typeof value === 'string' ? (value.match(uuid) ?? []) : []) {
          if (slots.has(id) || shared.has(id)) continue;
          if (isInsert && inside && !isKnownColumn(sql, parameters, value)) slots.set(id, `new${slots.size}`);
          else shared.add(id);
        }
      }
      statements.push({
        sql,
        values: valuesOf(parameters, slots),
        inside,
        kind: /^\s*SELECT/i.test(sql) ? 'read' : 'write',
        isStock: /stock_batches/.test(sql),
      });
    }
  }
  return statements;
}

/** Ids of the store and the like come with an INSERT too, but in columns that point elsewhere. */
function isKnownColumn(sql, parameters, value) {
  const columns = (/\(([^)]*)\)\s*VALUES/i.exec(sql)?.[1] ?? '')
    .split(',')
    .map((name) => name.replace(/[`"\s]/g, ''));
  const column = columns[parameters.indexOf(value) % columns.length] ?? '';
  return ['store_id', 'community_id', 'rule_id'].includes(column);
}

/** @returns {Statement['values']} */
function valuesOf(parameters, slots) {
  const makers = parameters.map((value) => {
    if (typeof value !== 'string') {
      const constant = value instanceof Date ? value.toISOString().replace('T', ' ').replace('Z', '') : value;
      return () => constant;
    }
    if (/^\d{6}$/.test(value)) return (facts) => facts.code;
    const known = slots.get(value);
    if (known) return (facts) => facts[known];
    const withCode = value.replace(/:\d{6}$/, ':{code}');
    const parts = withCode.split(/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\{code\})/);
    if (parts.length === 1) return () => value;
    const pieces = parts.map((part) => {
      if (part === '{code}') return (facts) => facts.code;
      const slot = slots.get(part);
      return slot ? (facts) => facts[slot] : () => part;
    });
    return (facts) => pieces.map((piece) => piece(facts)).join('');
  });
  return (facts) => makers.map((make) => make(facts));
}

/** What a bare redemption is about: a person, a gift, and ids nobody has had. @returns {Facts} */
export function factsFor(person, gift) {
  const fresh = new Proxy(/** @type {Facts} */ ({ ...person, giftId: gift.id, batchId: gift.batchId }), {
    get(known, slot) {
      if (typeof slot === 'string' && !(slot in known)) {
        known[slot] = slot === 'code' ? String(randomInt(1000, 1_000_000)).padStart(6, '0') : newId();
      }
      return known[/** @type {string} */ (slot)];
    },
  });
  return fresh;
}
