import { randomInt } from 'node:crypto';

import { bareMysql } from './bare.mjs';
import { Line, loadFor, median } from './load.mjs';
import { aPlace, redeemInput, someGifts, somePeople, tokenMaker } from './people.mjs';
import { cpuMs, openApp, processOfMariadb, startServer } from './server.mjs';
import { captureRedeem, factsFor } from './statements.mjs';

export const callers = 32;
const connections = 32;
const pick = (list) => list[randomInt(list.length)];

/** Rows 1 and 2: exchanging over HTTP beside the same statements by bare mysql2, in turns on the same tables. */
export async function measureExchange({ url, dataDir, rounds, roundMs, say }) {
  const env = { DATABASE_URL: url, DATA_DIR: dataDir, DATABASE_POOL_SIZE: String(connections) };
  say('preparing people and gifts on MariaDB');
  const { app, config, database } = await openApp(env);
  const place = await aPlace(database);
  const people = await somePeople(database, place, 1000);
  const crowd = await somePeople(database, place, 2000, 1000);
  const gifts = await someGifts(database, place, 50);
  const [hot] = await someGifts(database, place, 1);
  const scarce = await someGifts(database, place, 2 * rounds, 100);
  const tokenOf = tokenMaker(config);
  const statements = await captureRedeem(app, database, people[0], gifts[0], tokenOf(people[0]));
  const mariadb = await processOfMariadb(database);
  await app.close();

  const server = await startServer(env);
  const bare = bareMysql(url, connections);
  const lines = await Promise.all(Array.from({ length: callers }, () => Line.open(server.port)));
  try {
    const whole = bare.redeemWith(statements);
    const core = bare.redeemWith(statements.filter(({ inside }) => inside));
    const overHttp = (giftOf) => (ms) => {
      const tokens = people.map(tokenOf);
      const act = async (caller) => {
        const { status, body } = await lines[caller].ask(
          'POST',
          '/api/redemptions',
          pick(tokens),
          redeemInput(giftOf()),
        );
        if (status !== 200) throw new Error(`unexpected answer ${status}: ${body}`);
        return true;
      };
      return loadFor({ callers, ms, act });
    };
    const byDriver = (redeem, giftOf) => (ms) =>
      loadFor({ callers, ms, act: () => redeem(factsFor(pick(people), giftOf())) });
    const compare = (what, giftOf) =>
      compareInTurns({
        rounds,
        roundMs,
        say: (text) => say(`${what}, ${text}`),
        ways: { http: overHttp(giftOf), bare: byDriver(whole, giftOf), core: byDriver(core, giftOf) },
        yardstick: 'bare',
        cpu: () => cpuMs(process.pid) + cpuMs(server.pid) + cpuMs(mariadb),
      });

    const spread = await compare('spread over 50 gifts', () => pick(gifts));
    const oneRow = await compare('all on one gift', () => hot);
    const rush = { http: [], bare: [], ratios: [], exact: true };
    for (let round = 0; round < rounds; round++) {
      const http = await rushOverHttp(server.port, crowd.map(tokenOf), scarce[2 * round]);
      const driver = await rushByDriver(whole, crowd, scarce[2 * round + 1]);
      rush.exact &&= http.won === 100 && http.lost === 1900;
      rush.http.push(http.ms);
      rush.bare.push(driver.ms);
      rush.ratios.push(driver.ms / http.ms);
      say(
        `2,000 callers at once on a stock of 100, round ${round + 1}: ${http.won} succeed in ${format(http.ms)} ms; ` +
          `bare ${driver.won} in ${format(driver.ms)} ms`,
      );
    }
    return {
      spread,
      oneRow,
      rush: {
        http: median(rush.http),
        bare: median(rush.bare),
        ratio: median(rush.ratios),
        exact: rush.exact,
      },
      statementCount: statements.length,
      insideCount: statements.filter(({ inside }) => inside).length,
    };
  } finally {
    for (const line of lines) line.close();
    await bare.close();
    await server.stop();
  }
}

/**
 * Runs several ways of doing the same in turns, A B C A B C, so that whatever else the machine does hits all alike,
 * and compares each with the yardstick of its own round. The first round warms up and is thrown away.
 * @param {object} options
 * @param {Record<string, (ms: number) => Promise<{ perSecond: number, done: number }>>} options.ways
 * @param {() => number} [options.cpu] processor time used so far by everybody involved, in ms
 * @returns {Promise<{ rate: Record<string, number>, ratio: Record<string, number>, spread: Record<string, [number, number]>, cpuRatio: Record<string, number> }>}
 *   medians over the rounds; `ratio` way : yardstick, `spread` its lowest and highest, `cpuRatio` yardstick : way in
 *   processor time per exchange
 */
export async function compareInTurns({ rounds, roundMs, ways, yardstick, say, cpu = () => 0 }) {
  /** @type {Record<string, number>[]} */
  const rates = [];
  /** @type {Record<string, number>[]} */
  const costs = [];
  for (let round = -1; round < rounds; round++) {
    const rate = {};
    const cost = {};
    for (const [name, run] of Object.entries(ways)) {
      const before = cpu();
      const { perSecond, done } = await run(round < 0 ? Math.min(roundMs, 3000) : roundMs);
      rate[name] = perSecond;
      cost[name] = (cpu() - before) / Math.max(1, done);
    }
    if (round < 0) continue;
    rates.push(rate);
    costs.push(cost);
    say(
      `round ${round + 1}: ${Object.entries(rate)
        .map(([name, value]) => `${name} ${format(value)}/s`)
        .join(', ')}`,
    );
  }
  const over = (pickFrom) =>
    Object.fromEntries(Object.keys(ways).map((name) => [name, rates.map((_, i) => pickFrom(name, i))]));
  const ratios = over((name, i) => rates[i][name] / rates[i][yardstick]);
  const medians = (lists) =>
    Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, median(list)]));
  return {
    rate: medians(over((name, i) => rates[i][name])),
    ratio: medians(ratios),
    spread: Object.fromEntries(
      Object.entries(ratios).map(([name, list]) => [name, [Math.min(...list), Math.max(...list)]]),
    ),
    cpuRatio: medians(over((name, i) => costs[i][yardstick] / costs[i][name])),
  };
}

async function rushOverHttp(port, tokens, gift) {
  const lines = [];
  for (let from = 0; from < tokens.length; from += 100) {
    lines.push(...(await Promise.all(tokens.slice(from, from + 100).map(() => Line.open(port)))));
  }
  const startedAt = performance.now();
  const answers = await Promise.all(
    lines.map((line, i) => line.ask('POST', '/api/redemptions', tokens[i], redeemInput(gift))),
  );
  const ms = performance.now() - startedAt;
  for (const line of lines) line.close();
  const won = answers.filter(({ status }) => status === 200).length;
  const lost = answers.filter(({ body }) => body.includes('GIFT_OUT_OF_STOCK')).length;
  return { ms, won, lost };
}

async function rushByDriver(redeem, people, gift) {
  const startedAt = performance.now();
  const won = await Promise.all(people.map((person) => redeem(factsFor(person, gift))));
  return { ms: performance.now() - startedAt, won: won.filter(Boolean).length };
}

export const format = (value) => Math.round(value).toLocaleString('en-US');
