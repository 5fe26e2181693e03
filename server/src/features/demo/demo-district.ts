import { randomUUID } from 'node:crypto';

import type { INestApplicationContext } from '@nestjs/common';

import { Database } from '../../database/database.js';
import { ActivitiesService } from '../activities/activities.service.js';

import { demoPeople, type DemoPersonKey } from './demo-people.js';

/** The demo district stands and is whole. */
export async function hasDemoDistrict(app: INestApplicationContext): Promise<boolean> {
  const database = app.get(Database);
  const units = await database.row('SELECT id FROM org_units LIMIT 1');
  if (!units) return false;
  const finished = await database.row('SELECT id FROM accounts WHERE openid = ?', [
    demoPeople[0]?.openid ?? '',
  ]);
  if (!finished) {
    throw new Error(
      'The demo district was begun but not finished. Delete the folder DATA_DIR (or empty the database) and start again.',
    );
  }
  return true;
}

/** A clean-up that goes on now, so that the whole story can be lived at any hour: made anew when the last one is over. */
export async function keepSomethingGoing(app: INestApplicationContext, now: Date): Promise<void> {
  const database = app.get(Database);
  const title = '今天的楼道清扫';
  const going = await database.row(
    "SELECT id FROM activities WHERE title = ? AND state = 'open' AND ends_at > ?",
    [title, new Date(now.getTime() + 3_600_000)],
  );
  if (going) return;
  const people = await database.rows<{ id: string; resident_id: string; openid: string }>(
    'SELECT id, resident_id, openid FROM accounts WHERE resident_id IS NOT NULL',
  );
  const idOf = (key: DemoPersonKey) =>
    people.find((row) => row.openid === `demo-openid-${key}`)?.resident_id ?? '';
  const community = await database.row<{ id: string; path: string }>(
    'SELECT u.id, u.path FROM org_units u JOIN residents r ON r.community_id = u.id WHERE r.id = ?',
    [idOf('committee')],
  );
  if (!community) return;
  await app.get(ActivitiesService).create(
    {
      accountId: idOf('committee'),
      sessionId: '',
      residentId: idOf('committee'),
      householdId: null,
      homePath: '',
      communityId: community.id,
      assignments: [{ role: 'communityStaff', orgUnitId: community.id, path: community.path }],
      principals: [],
    },
    {
      orgUnitId: community.id,
      title,
      about: '今天随时可以来，扫一扫楼道和单元门口。来了找主持人周浩然报到。',
      bring: '手套',
      place: '3 栋 1 单元门口',
      ruleCode: 'E01',
      capacity: 30,
      startsAt: new Date(now.getTime() + 1000).toISOString(),
      endsAt: new Date(now.getTime() + 11 * 3_600_000).toISOString(),
      hostId: idOf('volunteer'),
      requestKey: randomUUID(),
    },
  );
}
