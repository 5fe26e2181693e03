import { rosterColumns } from '@linli/shared/residents';

import type { DemoPersonRow } from './demo-people.js';
import { Dice } from './random.js';

/** 金桂社区 after domain.md 8: 20 buildings with 54 flats and 8 with 36 = 1,368 households, 3,862 residents. */
const residentCount = 3862;
const buildings = Array.from({ length: 28 }, (_, index) => ({
  no: index + 1,
  stairUnits: index < 20 ? 3 : 2,
}));
const floors = 6;
const flatsPerFloor = 3;
export const gridNames = ['第一网格', '第二网格', '第三网格', '第四网格', '第五网格', '第六网格'] as const;

/** 28 micro-grids are one building each; the other 16 look after shops, the market and open ground: nobody lives there. */
export const microGridsWithoutHomes = [
  '临街商铺东', '临街商铺西', '农贸市场', '停车场', '老年活动广场', '儿童游乐角', '卫生服务站', '幼儿园周边',
  '公交站台', '垃圾分类点', '社区花园', '羽毛球场', '快递驿站', '便民服务街', '河边步道', '配电房周边',
]; // prettier-ignore

/** Grid of a building: five buildings each, the last two grids four. */
function gridOfBuilding(no: number): number {
  return Math.min(5, Math.floor((no - 1) / 5));
}

const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金';
const given = {
  elderWomen:
    '桂兰 秀英 玉兰 淑珍 凤英 桂芳 玉梅 秀兰 翠莲 桂珍 素芬 玉芳 淑兰 菊香 腊梅 金娥 月娥 春秀'.split(' '),
  elderMen: '建国 国强 德明 长生 福生 志刚 永康 春生 明山 学文 国华 宝田 金山 树林 友良 世荣 家旺 文才'.split(
    ' ',
  ),
  women: '丽华 红梅 海燕 静 敏 艳 娟 芳 丽娜 雅婷 晓燕 婷婷 慧 玲 佳 雪 思雨 倩'.split(' '),
  men: '志明 伟 强 磊 军 勇 涛 鹏 浩然 俊杰 宇 斌 超 建华 晓东 文博 子豪 海波'.split(' '),
  children: '梓涵 子轩 欣怡 浩宇 诗涵 宇航 可馨 一诺 沐宸 思远 雨桐 佳怡'.split(' '),
};

export interface DemoResident {
  passbookNo: string;
  name: string;
  birthOn: string;
  phone: string;
  grid: string;
  microGrid: string;
  building: string;
  stairUnit: string;
  door: string;
  householdRole: string;
  careNote: string;
}

type Home = Pick<DemoResident, 'grid' | 'microGrid' | 'building' | 'stairUnit' | 'door'>;

/** People whose place in the story is fixed: where they live, with whom, how old they are. */
const fixed: Record<
  DemoPersonRow['key'],
  { building: number; unit: number; door: string; birthOn: string; role: string }
> = {
  resident: { building: 3, unit: 2, door: '501', birthOn: '1979-05-14', role: '户主' },
  elder: { building: 3, unit: 1, door: '302', birthOn: '1954-03-02', role: '户主' },
  volunteer: { building: 5, unit: 1, door: '201', birthOn: '1994-08-21', role: '户主' },
  helper: { building: 8, unit: 2, door: '403', birthOn: '1983-11-09', role: '户主' },
  gridWorker: { building: 12, unit: 1, door: '101', birthOn: '1976-02-18', role: '户主' },
  committee: { building: 15, unit: 3, door: '602', birthOn: '1972-07-30', role: '户主' },
  clerk: { building: 9, unit: 1, door: '203', birthOn: '1988-12-05', role: '户主' },
  supervisor: { building: 21, unit: 2, door: '301', birthOn: '1963-04-25', role: '户主' },
  admin: { building: 24, unit: 1, door: '502', birthOn: '1980-10-11', role: '户主' },
  visitor: { building: 17, unit: 2, door: '103', birthOn: '1991-06-16', role: '户主' },
};

/** The whole roster, the same for one `year` every time. Ages follow the mix of domain.md 8. */
export function demoRoster(people: readonly DemoPersonRow[], year: number): DemoResident[] {
  const dice = new Dice(20260701);
  const homes = allHomes();
  const roster: DemoResident[] = [];
  const placed = new Set<string>();
  let phone = 15400001000;
  const add = (
    home: Home,
    person: Pick<DemoResident, 'name' | 'birthOn' | 'phone' | 'householdRole'>,
    careNote = '',
  ) => roster.push({ ...home, ...person, careNote, passbookNo: String(roster.length + 1).padStart(6, '0') });

  for (const person of people) {
    const place = fixed[person.key];
    const home = homeAt(place.building, place.unit, place.door);
    placed.add(keyOf(home));
    add(home, { name: person.name, birthOn: place.birthOn, phone: person.phone, householdRole: place.role });
    if (person.key === 'resident') {
      add(home, { name: '李志强', birthOn: '1977-09-03', phone: '15400000012', householdRole: '配偶' });
      add(home, { name: '李子轩', birthOn: `${year - 10}-06-01`, phone: '', householdRole: '子女' });
    }
  }
  // Without a phone, and two people of one name in one building: the cases a real roster has.
  const quiet = homeAt(3, 1, '101');
  placed.add(keyOf(quiet));
  add(quiet, { name: '李长生', birthOn: '1946-01-20', phone: '', householdRole: '户主' }, '没有手机');
  for (const [door, birthOn] of [
    ['401', '1958-02-11'],
    ['602', '1985-08-08'],
  ] as const) {
    const home = homeAt(6, 2, door);
    placed.add(keyOf(home));
    add(home, { name: '陈秀兰', birthOn, phone: String(phone++), householdRole: '户主' });
  }

  const left = dice.shuffled(homes.filter((home) => !placed.has(keyOf(home))));
  const ages = dice.shuffled(agesOf(residentCount - roster.length));
  const heads = ages.filter((age) => age >= 22);
  const others = ages.filter((age) => age < 22).concat(heads.splice(left.length));
  const households = left.map((home, index) => ({ home, ages: [heads[index] ?? 40] }));
  // Everyone else goes where there is room for one more, mostly to small households.
  for (const age of dice.shuffled(others)) {
    let household = dice.pick(households);
    for (let tries = 0; household.ages.length > 1 + dice.below(4) && tries < 20; tries++)
      household = dice.pick(households);
    household.ages.push(age);
  }
  for (const { home, ages: members } of households) {
    const surname = surnames[dice.below(surnames.length)] as string;
    const head = members[0] as number;
    members.forEach((age, index) => {
      const female = dice.roll() < 0.52;
      const householdRole = index === 0 ? '户主' : roleBeside(head, age, members, index);
      const sharesName = index === 0 || householdRole === '子女' || householdRole === '孙辈';
      const family = sharesName ? surname : (surnames[dice.below(surnames.length)] as string);
      const withPhone = dice.roll() < phoneShare(age);
      add(
        home,
        {
          name: family + dice.pick(namesFor(age, female)),
          birthOn: `${year - age}-${two(dice.between(1, 12))}-${two(dice.between(1, 28))}`,
          phone: withPhone ? String(phone++) : '',
          householdRole,
        },
        age >= 80 && members.length === 1 ? '独居' : '',
      );
    });
  }
  return roster;
}

/** The roster as a file a committee would hand in. */
export function rosterCsv(roster: readonly DemoResident[]): string {
  const keys = Object.keys(rosterColumns) as (keyof typeof rosterColumns)[];
  const lines = roster.map((person) => keys.map((key) => person[key]).join(','));
  return [keys.map((key) => rosterColumns[key]).join(','), ...lines].join('\n');
}

const two = (value: number) => String(value).padStart(2, '0');
const keyOf = (home: Home) => `${home.building} ${home.stairUnit} ${home.door}`;

function homeAt(building: number, unit: number, door: string): Home {
  return {
    grid: gridNames[gridOfBuilding(building)] as string,
    microGrid: `${building}栋微网格`,
    building: `${building}栋`,
    stairUnit: `${unit}单元`,
    door,
  };
}

function allHomes(): Home[] {
  return buildings.flatMap(({ no, stairUnits }) =>
    range(stairUnits).flatMap((unit) =>
      range(floors).flatMap((floor) =>
        range(flatsPerFloor).map((flat) => homeAt(no, unit, `${floor}0${flat}`)),
      ),
    ),
  );
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** Under 14: 11 %, 14–17: 4 %, 18–59: 51 %, 60–79: 28 %, 80 and older: 6 %. */
function agesOf(count: number): number[] {
  const dice = new Dice(20260702);
  const bands = [
    [0.11, 2, 13],
    [0.04, 14, 17],
    [0.51, 18, 59],
    [0.28, 60, 79],
  ] as const;
  const ages = bands.flatMap(([share, least, most]) =>
    Array.from({ length: Math.round(count * share) }, () => dice.between(least, most)),
  );
  while (ages.length < count) ages.push(dice.between(80, 94));
  return ages.slice(0, count);
}

/** Smartphones and telephones by age: about 30 % of those over 60 have none, 70 % of those over 80. */
function phoneShare(age: number): number {
  if (age < 14) return 0;
  if (age < 18) return 0.5;
  if (age < 60) return 0.97;
  return age < 80 ? 0.78 : 0.3;
}

function namesFor(age: number, female: boolean): readonly string[] {
  if (age < 20) return given.children;
  if (age >= 58) return female ? given.elderWomen : given.elderMen;
  return female ? given.women : given.men;
}

function roleBeside(head: number, age: number, members: readonly number[], index: number): string {
  const difference = head - age;
  const firstOfAge = members.slice(1, index).every((other) => Math.abs(head - other) > 14);
  if (Math.abs(difference) <= 14 && age >= 22) return firstOfAge ? '配偶' : '亲属';
  if (difference >= 44) return '孙辈';
  if (difference >= 15) return '子女';
  return age > head ? '父母' : '亲属';
}
