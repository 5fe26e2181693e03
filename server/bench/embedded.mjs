import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { randomInt } from 'node:crypto';
import path from 'node:path';
import { run } from '../../scripts/lib/processes.mjs';
import { inRepo } from '../../scripts/lib/repo.mjs';

import { RedemptionsService } from '../dist/features/redemptions/redemptions.service.js';
import { SessionActors } from '../dist/features/accounts/session-actors.service.js';

import { bareSqlite } from './bare.mjs';
import { callers, compareInTurns } from './exchange.mjs';
import { Line, loadFor } from './load.mjs';
import { aPlace, redeemInput, someGifts, somePeople, tokenMaker } from './people.mjs';
import { openApp, startServer } from './server.mjs';
import { captureRedeem, factsFor } from './statements.mjs';

const yardstick = 'better-sqlite3@12.11.1';
const pick = (list) => list[randomInt(list.length)];

/** Row 3: the embedded engine beside a bare driver running the same statements with the same durability. */
export async function measureEmbedded({ dataDir, rounds, roundMs, say }) {
  const driver = await bareDriver(say);
  const env = { DATA_DIR: dataDir };
  say('preparing people and gifts on the embedded engine');
  const { app, config, database } = await openApp(env);
  const place = await aPlace(database);
  const people = await somePeople(database, place, 1000);
  const gifts = await someGifts(database, place, 50);
  const tokenOf = tokenMaker(config);
  const statements = await captureRedeem(app, database, people[0], gifts[0], tokenOf(people[0]));
  const redemptions = app.get(RedemptionsService);
  const actors = app.get(SessionActors);

  const server = await startServer(env);
  const bare = bareSqlite(driver.Driver, path.join(dataDir, 'linli.sqlite'));
  const lines = await Promise.all(Array.from({ length: callers }, () => Line.open(server.port)));
  try {
    const whole = bare.redeemWith(statements);
    let turn = 0;
    const figures = await compareInTurns({
      rounds,
      roundMs,
      say: (text) => say(`embedded engine, ${text}`),
      ways: {
        http: (ms) => {
          const tokens = people.map(tokenOf);
          const act = async (caller) => {
            const { status, body } = await lines[caller].ask(
              'POST',
              '/api/redemptions',
              pick(tokens),
              redeemInput(pick(gifts)),
            );
            if (status !== 200) throw new Error(`unexpected answer ${status}: ${body}`);
            return true;
          };
          return loadFor({ callers, ms, act });
        },
        service: (ms) => {
          const tokens = people.map(tokenOf);
          const act = async () => {
            await redemptions.redeem(await actors.actorOf(pick(tokens)), redeemInput(pick(gifts)));
            return true;
          };
          return loadFor({ callers, ms, act });
        },
        // One writer at a time is all there is; a breath now and then lets the clock and the signals through.
        bare: (ms) => {
          const act = async () => {
            if (++turn % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
            return whole(factsFor(pick(people), pick(gifts)));
          };
          return loadFor({ callers: 1, ms, act });
        },
      },
      yardstick: 'bare',
    });
    return { ...figures, yardstick: driver.name, statementCount: statements.length };
  } finally {
    for (const line of lines) line.close();
    bare.close();
    await app.close();
    await server.stop();
  }
}

/**
 * better-sqlite3 is no dependency of the product, which uses libsql; it is compiled here on demand, into a folder that
 * is not part of the repository. Where that cannot be done, libsql itself is the yardstick, and the row says so.
 */
async function bareDriver(say) {
  const folder = inRepo('.cache', 'bench');
  const find = () => createRequire(path.join(folder, 'package.json'))('better-sqlite3');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(path.join(folder, 'node_modules', 'better-sqlite3'))) {
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
    say(`fetching and compiling ${yardstick} (about a minute, once)`);
    await run('npm', ['install', '--no-audit', '--no-fund', '--no-save', yardstick], {
      cwd: folder,
      capture: true,
      timeoutMs: 6 * 60_000,
      env: existsSync('/usr/include/node/node.h') ? { npm_config_nodedir: '/usr' } : {},
    });
  }
  try {
    const Driver = find();
    new Driver(':memory:').close();
    return { Driver, name: yardstick.replace('@', ' ') };
  } catch {
    say(`${yardstick} cannot be had here; bare libsql is the yardstick instead`);
    const { default: Driver } = await import('libsql');
    return { Driver, name: 'libsql (better-sqlite3 could not be had)' };
  }
}
