import type { INestApplicationContext } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { addDays, dayOf, momentOf, weekdayOf, yearOf, type Day } from '@linli/shared/time';

import type { Actor, Assignment } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import type { SettableClock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { Database } from '../../database/database.js';
import { Calendar } from '../../platform/calendar/calendar.js';
import { AccountLinksService } from '../accounts/account-links.service.js';
import { RoleAssignmentsService } from '../accounts/role-assignments.service.js';
import { ActivitiesService } from '../activities/activities.service.js';
import { AttendanceService } from '../activities/attendance.service.js';
import { SignUpsService } from '../activities/sign-ups.service.js';
import { Gift } from '../gifts/gift.entity.js';
import { GiftPrice } from '../gifts/gift-price.entity.js';
import type { PointsStore } from '../gifts/points-store.entity.js';
import { StockService } from '../gifts/stock.service.js';
import { StoresService } from '../gifts/stores.service.js';
import type { OrgUnit } from '../org-units/org-unit.entity.js';
import { OrgUnitsService } from '../org-units/org-units.service.js';
import { PointsBudget } from '../points/points-budget.entity.js';
import { PointsRulesService } from '../points/points-rules.service.js';
import { PointsScheme } from '../points/points-scheme.entity.js';
import { ResidentStatusService } from '../points/resident-status.service.js';
import { StatementService } from '../points/statement.service.js';
import { CounterService } from '../redemptions/counter.service.js';
import { RedemptionsService } from '../redemptions/redemptions.service.js';
import { HelperRelationsService } from '../residents/helper-relations.service.js';
import { RosterImportService } from '../residents/roster-import.service.js';

import { daysFrom, demoActivities, type DemoActivity } from './demo-activities.js';
import { demoGifts, type DemoGift } from './demo-gifts.js';
import { demoPeople, type DemoPersonKey } from './demo-people.js';
import { demoRoster, microGridsWithoutHomes, rosterCsv, gridNames } from './demo-roster.js';
import { Dice } from './random.js';

/** How much of the past is lived through. */
const daysOfHistory = 365;
/** How many of those who come to an activity have signed up for it. */
const namesPutDown = 6;
/** Activities announced ahead of today. */
const daysAhead = 21;

/**
 * Makes the demo district of domain.md 8 and lives a year in it, through the services that a user's taps reach: roster
 * import, sign-up, attendance, exchange, hand-over. The same day gives the same district.
 * @param clock the application's clock; it is moved through the year and left at `now`
 */
export async function fillDemoDistrict(
  app: INestApplicationContext,
  clock: SettableClock,
  now: Date,
): Promise<void> {
  await new DemoDistrict(app, clock, now).fill();
}

type Person = {
  id: string;
  name: string;
  householdId: string;
  orgPath: string;
  birthOn: string;
  passbookNo: string;
};

class DemoDistrict {
  readonly #dice = new Dice(20260701);
  readonly #database: Database;
  readonly #today: Day;
  #people!: Map<DemoPersonKey, Person>;
  #residents!: Person[];
  #community!: OrgUnit;
  #store!: PointsStore;
  #gifts!: (DemoGift & { id: string })[];

  constructor(
    private readonly app: INestApplicationContext,
    private readonly clock: SettableClock,
    private readonly now: Date,
  ) {
    this.#database = app.get(Database);
    this.#today = dayOf(now);
  }

  async fill(): Promise<void> {
    const first = addDays(this.#today, -daysOfHistory);
    this.clock.set(momentOf(first, 8));
    const units = await this.#makeOrgUnits();
    this.#community = units.community;
    await this.#openScheme(first);
    await this.#importRoster();
    await this.#assignRoles(units);
    await this.#openStore(first);
    await this.#liveThrough(first);
    await this.#leaveTracks();
    this.clock.set(this.now);
    await this.#wakeOutbox();
    await this.#linkAccounts();
  }

  // ── who and where ──────────────────────────────────────────────────────────────────────────────────────────────

  async #makeOrgUnits(): Promise<{ district: OrgUnit; community: OrgUnit; grids: OrgUnit[] }> {
    const service = this.app.get(OrgUnitsService);
    return this.#database.transaction(async (tx) => {
      const under = (
        parent: OrgUnit | null,
        kind: OrgUnit['kind'],
        code: string,
        name: string,
        phone?: string,
      ) =>
        service.create(tx, {
          parentId: parent?.id ?? null,
          kind,
          code,
          name,
          phone: phone ?? null,
          isDemo: true,
        });
      const district = await under(null, 'district', 'yh', '云湖区');
      const riverside = await under(district, 'street', 'lj', '临江街道');
      const hillside = await under(district, 'street', 'ws', '望山街道');
      const community = await under(riverside, 'community', 'jg', '金桂社区', '0731-5550100');
      const grids: OrgUnit[] = [];
      for (const [index, name] of gridNames.entries())
        grids.push(await under(community, 'grid', `g${index + 1}`, name));
      // The 28 inhabited micro-grids come with the roster.
      for (const [index, name] of microGridsWithoutHomes.entries()) {
        await under(grids[index % grids.length] as OrgUnit, 'microGrid', `p${index + 1}`, name);
      }
      const ginkgo = await under(hillside, 'community', 'yx', '银杏社区', '0731-5550200');
      for (let grid = 1; grid <= 8; grid++) {
        const unit = await under(ginkgo, 'grid', `g${grid}`, `第${'一二三四五六七八'[grid - 1] ?? ''}网格`);
        // 123 micro-grids: fifteen in each grid, and three more.
        const count = grid <= 3 ? 16 : 15;
        for (let no = 1; no <= count; no++) await under(unit, 'microGrid', `m${no}`, `银杏苑 ${grid}-${no}`);
      }
      return { district, community, grids };
    });
  }

  async #openScheme(first: Day): Promise<void> {
    const rules = this.app.get(PointsRulesService);
    await this.#database.transaction(async (tx) => {
      const communityId = this.#community.id;
      await tx.insert(PointsScheme, {
        id: newId(),
        communityId,
        name: '金桂积分',
        lapsePolicy: 'endOfNextYear',
      });
      for (const year of new Set([
        yearOf(first),
        yearOf(this.#today),
        yearOf(addDays(this.#today, daysAhead)),
      ])) {
        await tx.insert(PointsBudget, { id: newId(), communityId, year, total: 40_000, issued: 0 });
      }
      await rules.adoptCatalogue(tx, communityId, addDays(first, -30), '居民代表会议通过');
    });
  }

  async #importRoster(): Promise<void> {
    const roster = demoRoster(demoPeople, yearOf(this.#today));
    const director = this.#actor({ id: newId() } as Person, [
      { role: 'communityDirector', orgUnitId: this.#community.id, path: this.#community.path },
    ]);
    await this.app.get(RosterImportService).import(director, {
      communityId: this.#community.id,
      fileName: '金桂社区名册.csv',
      contentBase64: Buffer.from(rosterCsv(roster)).toString('base64'),
      trial: false,
    });
    const rows = await this.#database.rows<{
      id: string; name: string; household_id: string; org_path: string; birth_on: string; passbook_no: string;
    }>(
      'SELECT id, name, household_id, org_path, birth_on, passbook_no FROM residents WHERE community_id = ? ORDER BY passbook_no',
      [this.#community.id],
    ); // prettier-ignore
    this.#residents = rows.map((row) => ({
      id: row.id,
      name: row.name,
      householdId: row.household_id,
      orgPath: row.org_path,
      birthOn: row.birth_on,
      passbookNo: row.passbook_no,
    }));
    const byPassbook = new Map(this.#residents.map((person) => [person.passbookNo, person]));
    const noOf = (key: DemoPersonKey) => {
      const { name, phone } = demoPeople.find((person) => person.key === key) ?? { name: '', phone: '' };
      return roster.find((line) => line.name === name && line.phone === phone)?.passbookNo ?? '';
    };
    this.#people = new Map(demoPeople.map(({ key }) => [key, byPassbook.get(noOf(key)) as Person]));
  }

  async #assignRoles(units: { district: OrgUnit; community: OrgUnit; grids: OrgUnit[] }): Promise<void> {
    const service = this.app.get(RoleAssignmentsService);
    const thirdGrid = units.grids[2] as OrgUnit;
    await this.#database.transaction(async (tx) => {
      const give = (key: DemoPersonKey, role: Assignment['role'], unit: OrgUnit) =>
        service.ensure(tx, this.#person(key).id, role, unit.id, null);
      await give('gridWorker', 'gridWorker', thirdGrid);
      await give('gridWorker', 'gridWorker', units.grids[0] as OrgUnit);
      await give('committee', 'communityDirector', units.community);
      await give('committee', 'communityStaff', units.community);
      await give('committee', 'storeKeeper', units.community);
      await give('clerk', 'storeClerk', units.community);
      await give('supervisor', 'supervisor', units.community);
      await give('admin', 'districtAdmin', units.district);
    });
    await this.app.get(HelperRelationsService).register(this.#staff('committee', 'communityStaff'), {
      helperId: this.#person('helper').id,
      principalId: this.#person('elder').id,
      relation: 'child',
      scopes: ['points', 'redeem', 'activities'],
      endsOn: addDays(this.#today, 365),
      consentNote: '张桂兰当面同意，签了字',
    });
  }

  async #openStore(first: Day): Promise<void> {
    await this.#database.transaction(async (tx) => {
      this.#store = await this.app.get(StoresService).create(tx, {
        communityId: this.#community.id,
        orgUnitId: this.#community.id,
        name: '金桂党群服务超市',
        place: '3 栋旁',
        phone: '0731-5550101',
        hours: [2, 5, 6].map((weekday) => ({ weekday, opens: '09:00', closes: '11:30' })),
      });
      this.#gifts = demoGifts.map((gift) => ({ ...gift, id: newId() }));
      const gifts = this.#gifts.map((gift, position): Gift => {
        const { id, name, unit, about, category, isService, drawing, monthlyLimit } = gift;
        return {
          id,
          storeId: this.#store.id,
          name,
          unit,
          about,
          category,
          isService,
          drawing,
          monthlyLimit,
          onShelf: true,
          position,
          createdAt: this.clock.now(),
        };
      });
      await tx.insert(Gift, gifts);
      await tx.insert(
        GiftPrice,
        this.#gifts.map((gift) => ({
          id: newId(),
          giftId: gift.id,
          price: gift.price,
          effectiveFrom: first,
          createdAt: this.clock.now(),
        })),
      );
    });
  }

  // ── a year ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Day by day: what is on takes place, goods come in on the first, the store opens on its days. */
  async #liveThrough(first: Day): Promise<void> {
    const calendar = this.app.get(Calendar);
    const regulars = this.#regulars();
    const lastDay = addDays(this.#today, daysAhead);
    for (const day of daysFrom(first, lastDay)) {
      const closed = (await calendar.kindOf(day)) === 'holiday';
      if (!closed) {
        for (const activity of demoActivities) {
          if (activity.takesPlace(day)) await this.#holdActivity(activity, day, regulars);
        }
      }
      if (day >= this.#today) continue;
      if (day === first || day.endsWith('-01')) await this.#receiveGoods(day);
      if (!closed && [2, 5, 6].includes(weekdayOf(day))) await this.#openForTheDay(day, regulars);
    }
    this.clock.set(this.now);
    await this.app.get(RedemptionsService).releaseDue();
  }

  /** About 240 people who take part now and then, more of them older; always the same ones. */
  #regulars(): Person[] {
    const grown = this.#residents.filter((person) => yearOf(this.#today) - yearOf(person.birthOn) >= 16);
    const pool = this.#dice.shuffled(grown).slice(0, 234);
    const known = (['resident', 'elder', 'helper', 'clerk', 'supervisor'] as const).map((key) =>
      this.#person(key),
    );
    return [...known, ...pool.filter((person) => !known.includes(person))];
  }

  async #holdActivity(activity: DemoActivity, day: Day, regulars: readonly Person[]): Promise<void> {
    const startsAt = momentOf(day, ...activity.from);
    const endsAt = new Date(startsAt.getTime() + activity.minutes * 60_000);
    const announcedAt = new Date(
      Math.min(momentOf(addDays(day, -7), 9).getTime(), this.now.getTime() - 3_600_000),
    );
    this.clock.set(announcedAt);
    const { id } = await this.app.get(ActivitiesService).create(this.#staff('committee', 'communityStaff'), {
      orgUnitId: this.#community.id,
      title: activity.title,
      about: activity.about,
      bring: activity.bring,
      place: activity.place,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      capacity: activity.capacity,
      ruleCode: activity.ruleCode,
      hostId: this.#person('volunteer').id,
      requestKey: randomUUID(),
    });
    const past = endsAt < this.now;
    const coming = this.#comingTo(activity, day, regulars, past);
    // As in life: some put down their name, most simply come.
    for (const person of past ? coming.slice(0, namesPutDown) : coming) {
      await this.app
        .get(SignUpsService)
        .signUp(this.#actor(person), { id, residentIds: [person.id], requestKey: randomUUID() });
    }
    if (!past) return;
    this.clock.set(new Date(endsAt.getTime() + 10 * 60_000));
    const absent = this.#dice.below(2);
    await this.app.get(AttendanceService).confirm(this.#actor(this.#person('volunteer')), {
      id,
      people: coming.slice(absent).map((person) => ({ residentId: person.id, minutes: activity.minutes })),
      requestKey: randomUUID(),
    });
  }

  #comingTo(activity: DemoActivity, day: Day, regulars: readonly Person[], past: boolean): Person[] {
    const count = Math.min(activity.capacity ?? 99, activity.turnout + this.#dice.between(-3, 3));
    const volunteer = this.#person('volunteer');
    const inStory = [this.#person('resident'), this.#person('elder'), this.#person('helper')];
    const pool = regulars.filter(
      (person) => person.householdId !== volunteer.householdId && !inStory.includes(person),
    );
    const coming = new Set<Person>();
    // This month's allowance of the people in the story stays whole for whoever tries the demo.
    if (past && activity.ruleCode === 'E01' && day.slice(0, 7) !== this.#today.slice(0, 7)) {
      if (this.#dice.roll() < 0.55) coming.add(this.#person('resident'));
      if (this.#dice.roll() < 0.5) coming.add(this.#person('elder'));
    }
    while (coming.size < (past ? count : Math.ceil(count / 2))) coming.add(this.#dice.pick(pool));
    return [...coming];
  }

  async #receiveGoods(day: Day): Promise<void> {
    this.clock.set(momentOf(day, 8, 30));
    const month = Number(day.slice(5, 7));
    await this.#database.transaction(async (tx) => {
      for (const gift of this.#gifts) {
        if (gift.delivery === 0) continue;
        const perishable = gift.category === 'grain';
        await this.app.get(StockService).receiveIn(tx, {
          giftId: gift.id,
          quantity: gift.delivery,
          source: gift.isService ? 'aid' : 'bought',
          donor: '',
          purpose: 'anyone',
          unitValueFen: gift.valueFen,
          expiresOn: perishable ? addDays(day, gift.drawing === 'eggs' ? 35 : 300) : null,
          receivedById: this.#person('committee').id,
        });
        if (gift.drawing === 'rice' && month % 3 === 0) {
          await this.app.get(StockService).receiveIn(tx, {
            giftId: gift.id,
            quantity: 10,
            source: 'donated',
            donor: '湘南粮油公司',
            purpose: 'elders',
            unitValueFen: gift.valueFen,
            expiresOn: addDays(day, 180),
            receivedById: this.#person('committee').id,
          });
        }
      }
    });
  }

  /** Some people come with points to spend; most of them collect at once, a few never do. */
  async #openForTheDay(day: Day, regulars: readonly Person[]): Promise<void> {
    const redemptions = this.app.get(RedemptionsService);
    const statements = this.app.get(StatementService);
    this.clock.set(momentOf(day, 9, 20));
    await redemptions.releaseDue();
    for (let visit = 0; visit < 6; visit++) {
      const person = this.#dice.pick(regulars);
      const gift = this.#dice.pick(this.#gifts);
      // The resident and the elder of the story keep theirs for whoever tries the demo.
      if (person === this.#person('resident') || person === this.#person('elder')) continue;
      if (gift.price === 0 || (await statements.spendable(person.id)) < gift.price) continue;
      const order = await this.#allowingRefusal(() =>
        redemptions.redeem(this.#actor(person), {
          giftId: gift.id,
          quantity: 1,
          price: gift.price,
          requestKey: randomUUID(),
        }),
      );
      if (order?.code && this.#dice.roll() < 0.93 && person !== this.#person('clerk'))
        await this.#handOver(order.code);
    }
  }

  /** Sold out or had already this month: what happens in a store. */
  async #allowingRefusal<T>(act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof AppError) return null;
      throw error;
    }
  }

  #handOver(code: string) {
    return this.app.get(CounterService).settle(this.#staff('clerk', 'storeClerk'), {
      storeId: this.#store.id,
      code,
      requestKey: randomUUID(),
    });
  }

  // ── what a real district has ───────────────────────────────────────────────────────────────────────────────────

  /** The edge cases of domain.md 8 that concern points and the store. */
  async #leaveTracks(): Promise<void> {
    this.clock.set(new Date(this.now.getTime() - 2 * 3_600_000));
    await this.#waitingOrder();
    await this.#reversedEntry();
    await this.#dearerAndExpiring();
    await this.#thoseWhoLeft();
  }

  /** The elder's oil waits at the counter; her daughter will collect it. */
  async #waitingOrder(): Promise<void> {
    const oil = this.#gift('oil');
    if ((await this.app.get(StatementService).spendable(this.#person('elder').id)) < oil.price) return;
    await this.#allowingRefusal(() =>
      this.app.get(RedemptionsService).redeem(this.#actor(this.#person('elder')), {
        giftId: oil.id,
        quantity: 1,
        price: oil.price,
        proxy: { name: this.#person('helper').name, relation: 'child' },
        requestKey: randomUUID(),
      }),
    );
  }

  /** One attendance was confirmed for the wrong person and taken back. */
  async #reversedEntry(): Promise<void> {
    const wrong = await this.#database.row<{ id: string }>(
      `SELECT e.id FROM points_entries e JOIN points_lots l ON l.id = e.id JOIN points_accounts a ON a.id = e.account_id
        WHERE e.kind = 'earn' AND l.remaining = l.points AND a.resident_id = ? ORDER BY e.id DESC LIMIT 1`,
      [this.#person('supervisor').id],
    );
    if (!wrong) return;
    await this.app.get(StatementService).reverse(this.#staff('committee', 'communityDirector'), {
      id: wrong.id,
      reason: '点错了人，本人那天没有来',
      requestKey: randomUUID(),
    });
  }

  /** A price that is decided but has not begun, and donated flour that expires soon. (Sold out: the kettle, never delivered.) */
  async #dearerAndExpiring(): Promise<void> {
    const dearer = this.#gift('wash');
    await this.#database.transaction(async (tx) => {
      await tx.insert(GiftPrice, {
        id: newId(),
        giftId: dearer.id,
        price: dearer.price + 3,
        effectiveFrom: addDays(this.#today, 10),
        createdAt: this.clock.now(),
      });
      await this.app.get(StockService).receiveIn(tx, {
        giftId: this.#gift('flour').id,
        quantity: 6,
        source: 'donated',
        donor: '社区食堂',
        purpose: 'anyone',
        unitValueFen: 1800,
        expiresOn: addDays(this.#today, 25),
        receivedById: this.#person('committee').id,
      });
    });
  }

  /** One household moved away, one person died: their accounts are closed, their ledgers stay. */
  async #thoseWhoLeft(): Promise<void> {
    const [moved, deceased] = this.#residents.slice(-2) as [Person, Person];
    const staff = this.#staff('committee', 'communityStaff');
    const service = this.app.get(ResidentStatusService);
    await service.change(staff, { id: moved.id, status: 'movedAway' });
    await service.change(staff, { id: deceased.id, status: 'deceased' });
  }

  /** What was written in the past year waits for its sender since now, not since then. */
  async #wakeOutbox(): Promise<void> {
    await this.#database.transaction((tx) =>
      tx.run('UPDATE outbox_messages SET due_at_ms = ? WHERE done_at_ms = 0', [this.now.getTime()]),
    );
  }

  /** Last of all: their presence says that the district is whole. */
  async #linkAccounts(): Promise<void> {
    const links = this.app.get(AccountLinksService);
    await this.#database.transaction(async (tx) => {
      for (const { key, openid } of demoPeople) {
        if (key !== 'visitor') await links.openLinked(tx, { openid, residentId: this.#person(key).id });
      }
    });
  }

  // ── small helps ────────────────────────────────────────────────────────────────────────────────────────────────

  #person(key: DemoPersonKey): Person {
    const person = this.#people.get(key);
    if (!person) throw new Error(`the roster does not hold ${key}`);
    return person;
  }

  #gift(drawing: string) {
    const gift = this.#gifts.find((one) => one.drawing === drawing);
    if (!gift) throw new Error(`no gift is drawn as ${drawing}`);
    return gift;
  }

  #staff(key: DemoPersonKey, role: Assignment['role']): Actor {
    return this.#actor(this.#person(key), [
      { role, orgUnitId: this.#community.id, path: this.#community.path },
    ]);
  }

  /** Somebody as the guard would describe them after signing in. */
  #actor(person: Person, assignments: Assignment[] = []): Actor {
    const hosts = person.id === this.#people?.get('volunteer')?.id;
    return {
      accountId: person.id,
      sessionId: person.id,
      residentId: person.id,
      householdId: person.householdId,
      homePath: person.orgPath,
      communityId: this.#community.id,
      assignments: hosts
        ? [...assignments, { role: 'host', orgUnitId: this.#community.id, path: this.#community.path }]
        : assignments,
      principals: [],
    };
  }
}
