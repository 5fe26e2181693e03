import { Api } from './people.mjs';

/**
 * @typedef {object} ScreenRow
 * @property {string} name of the picture's file
 * @property {string} text what it is, for the list in docs
 * @property {import('./people.mjs').PersonKey | null} who null: nobody has signed in
 * @property {string} path
 * @property {('phone' | 'elder' | 'desk')[]} [forms] phone and elder unless told
 * @property {(screen: import('./people.mjs').Screen) => Promise<unknown>} [act] what is done there before looking
 */

/** @typedef {{ role: string, screens: ScreenRow[] }} ScreenGroup */

const resident = 'packages/resident';
const work = 'packages/workbench';
/** @type {('phone' | 'elder' | 'desk')[]} */
const staff = ['phone', 'desk'];

/**
 * Every screen, by whom it is for. Things to look at (an order that waits, people who signed up, a request to decide)
 * are made first, through the calls.
 * @param {import('../weapp/demo-server.mjs').DemoServer} server
 * @returns {Promise<ScreenGroup[]>}
 */
export async function screenGroups(server) {
  const made = await makeThings(server);
  const gift = (/** @type {string} */ id) => `${resident}/gift/index?id=${id}`;
  return [
    {
      role: 'Visitor (nobody signed in)',
      screens: [
        {
          name: 'people',
          text: 'Choosing a person (demo only)',
          who: null,
          path: `${resident}/people/index`,
        },
        { name: 'visitor-home', text: 'Home', who: null, path: 'pages/home/index' },
        { name: 'visitor-store', text: 'Store', who: null, path: 'pages/store/index' },
        {
          name: 'visitor-gift',
          text: 'Gift; exchanging asks to be recognised first',
          who: null,
          path: gift(made.oil),
        },
        { name: 'visitor-me', text: 'Me', who: null, path: 'pages/me/index' },
        {
          name: 'visitor-link',
          text: 'Becoming known as a resident: sign in first',
          who: null,
          path: `${resident}/link/index`,
        },
        {
          name: 'link',
          text: 'Becoming known as a resident: by phone number, or by the grid worker',
          who: 'visitor',
          path: `${resident}/link/index`,
        },
      ],
    },
    {
      role: 'Resident',
      screens: [
        { name: 'home', text: 'Home', who: 'resident', path: 'pages/home/index' },
        { name: 'store', text: 'Store', who: 'resident', path: 'pages/store/index' },
        { name: 'gift', text: 'Gift', who: 'resident', path: gift(made.soap) },
        {
          name: 'gift-asking',
          text: 'Gift: asked once more',
          who: 'resident',
          path: gift(made.soap),
          act: (screen) => screen.tap('我要兑换'),
        },
        { name: 'gift-short', text: 'Gift: not enough points', who: 'volunteer', path: gift(made.soap) },
        {
          name: 'pickup',
          text: 'Pick-up code',
          who: 'elder',
          path: `${resident}/pickup/index?id=${made.order}`,
        },
        { name: 'orders', text: 'My exchanges', who: 'elder', path: `${resident}/orders/index` },
        { name: 'statement', text: 'Statement', who: 'resident', path: `${resident}/statement/index` },
        { name: 'activities', text: 'Activities', who: 'resident', path: `${resident}/activities/index` },
        {
          name: 'activity',
          text: 'Activity and sign-up',
          who: 'helper',
          path: `${resident}/activity/index?id=${made.activity}`,
        },
        { name: 'rules', text: 'Points rules', who: 'resident', path: `${resident}/rules/index` },
        { name: 'topics', text: 'Council (not begun)', who: 'resident', path: 'pages/topics/index' },
        { name: 'inbox', text: 'Messages (none yet)', who: 'resident', path: 'pages/inbox/index' },
        { name: 'me', text: 'Me', who: 'resident', path: 'pages/me/index' },
        { name: 'privacy', text: 'Privacy', who: 'resident', path: `${resident}/privacy/index` },
        {
          name: 'offline',
          text: 'A list without a network',
          who: 'resident',
          path: `${resident}/activities/index`,
          act: async (screen) => {
            await screen.page.context().setOffline(true);
            await screen.tap('办过的', 'tab');
            await screen.sees('没有网络');
          },
        },
      ],
    },
    {
      role: 'Helper of a relative',
      screens: [
        { name: 'helper-me', text: 'Me, with the person helped', who: 'helper', path: 'pages/me/index' },
        {
          name: 'helper-statement',
          text: 'Statement of the person helped',
          who: 'helper',
          path: `${resident}/statement/index?residentId=${made.elder}`,
        },
      ],
    },
    {
      role: 'Volunteer (host of activities)',
      screens: [
        {
          name: 'workbench-host',
          text: 'Workbench',
          who: 'volunteer',
          path: `${work}/index/index`,
          forms: staff,
        },
        {
          name: 'attendance',
          text: 'Attendance: which activity',
          who: 'volunteer',
          path: `${work}/attendance/index`,
          forms: staff,
        },
        {
          name: 'attendance-sheet',
          text: 'Attendance: who came',
          who: 'volunteer',
          path: `${work}/attendance-sheet/index?id=${made.activity}`,
          forms: staff,
        },
      ],
    },
    {
      role: 'Store clerk',
      screens: [
        {
          name: 'workbench-clerk',
          text: 'Workbench',
          who: 'clerk',
          path: `${work}/index/index`,
          forms: ['phone'],
        },
        { name: 'counter', text: 'Counter', who: 'clerk', path: `${work}/counter/index`, forms: staff },
        {
          name: 'counter-slip',
          text: 'Counter: look, then hand over',
          who: 'clerk',
          path: `${work}/counter/index`,
          forms: staff,
          act: async (screen) => {
            await screen.type('取货码', made.code);
            await screen.tap('查取货码');
            await screen.find('已交货').waitFor();
          },
        },
      ],
    },
    {
      role: 'Grid worker',
      screens: [
        {
          name: 'workbench-grid',
          text: 'Workbench',
          who: 'gridWorker',
          path: `${work}/index/index`,
          forms: ['phone'],
        },
        {
          name: 'link-requests',
          text: 'Requests to be recognised',
          who: 'gridWorker',
          path: `${work}/link-requests/index`,
          forms: staff,
        },
      ],
    },
    {
      role: 'Community director',
      screens: [
        { name: 'workbench', text: 'Workbench', who: 'committee', path: `${work}/index/index`, forms: staff },
        {
          name: 'manage-activities',
          text: 'Activities',
          who: 'committee',
          path: `${work}/activities/index`,
          forms: staff,
        },
        {
          name: 'stock',
          text: 'Gifts and stock',
          who: 'committee',
          path: `${work}/stock/index`,
          forms: staff,
        },
        {
          name: 'manage-rules',
          text: 'Points rules',
          who: 'committee',
          path: `${work}/rules/index`,
          forms: staff,
        },
        { name: 'roster', text: 'Roster', who: 'committee', path: `${work}/roster/index`, forms: staff },
        {
          name: 'roster-import',
          text: 'Roster import',
          who: 'committee',
          path: `${work}/roster-import/index`,
          forms: staff,
        },
        {
          name: 'roster-import-problems',
          text: 'Roster import: what has to be mended',
          who: 'committee',
          path: `${work}/roster-import/index`,
          forms: staff,
          act: (screen) => chooseRoster(screen, wrongRoster),
        },
        {
          name: 'org-units',
          text: 'Grids and buildings',
          who: 'committee',
          path: `${work}/org-units/index`,
          forms: staff,
        },
        { name: 'roles', text: 'Roles', who: 'committee', path: `${work}/roles/index`, forms: staff },
      ],
    },
    {
      role: 'Supervisor',
      screens: [
        {
          name: 'ledger',
          text: 'The books, checked',
          who: 'supervisor',
          path: `${work}/ledger/index`,
          forms: staff,
        },
      ],
    },
    {
      role: 'District administrator',
      screens: [
        {
          name: 'calendar',
          text: 'Work calendar',
          who: 'admin',
          path: `${work}/calendar/index`,
          forms: staff,
        },
      ],
    },
    {
      role: 'Somebody without the right',
      screens: [
        { name: 'refused', text: 'Refused', who: 'resident', path: `${work}/roster/index`, forms: ['phone'] },
      ],
    },
  ];
}

/** Three lines with something to mend in each. */
export const wrongRoster = {
  name: '金桂社区新名册.csv',
  text: [
    '存折号,姓名,出生日期,手机号,网格,微网格,楼栋,单元,门牌,与户主关系,备注',
    ',,1960-02-30,15400000111,第1网格,第1微网格,3栋,1单元,101,户主,',
    ',田小满,昨天,123,第1网格,第1微网格,,1单元,102,户主,',
    ',石玉兰,1958-05-06,,第1网格,第1微网格,3栋,1单元,,户主,',
  ].join('\r\n'),
};

/** @param {import('./people.mjs').Screen} screen @param {{ name: string, text: string }} file */
export async function chooseRoster(screen, { name, text }) {
  const [chooser] = await Promise.all([screen.page.waitForEvent('filechooser'), screen.tap('选填好的文件')]);
  await chooser.setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await screen.sees('要改的地方');
}

/** @param {import('../weapp/demo-server.mjs').DemoServer} server */
async function makeThings(server) {
  const [elder, helper, newcomer] = await Promise.all([
    Api.as(server.base, 'elder'),
    Api.as(server.base, 'helper'),
    Api.stranger(server, 'newcomer'),
  ]);
  const { items: held } = await elder.get('/redemptions?state=held');
  const order = held[0];
  const community = elder.session.me.resident.communityId;
  const { items: coming } = await elder.get(`/communities/${community}/activities?when=upcoming`);
  const activity = coming.find((/** @type {any} */ one) => one.phase === 'running') ?? coming[0];
  // Both come to today's clean-up, so that the host has somebody to tick. Said twice is no harm.
  for (const one of [elder, helper]) {
    await one
      .send('POST', `/activities/${activity.id}/sign-ups`, {
        residentIds: [one.session.me.resident.id],
        requestKey: crypto.randomUUID(),
      })
      .catch(() => undefined);
  }
  await newcomer
    .send('POST', '/account-links/requests', {
      communityId: community,
      name: '孙丽芳',
      building: '5栋1单元302',
      note: '刚搬来',
      requestKey: crypto.randomUUID(),
    })
    .catch(() => undefined);
  const gifts = await elder.gifts();
  const drawn = (/** @type {string} */ drawing) => gifts.find((one) => one.drawing === drawing).id;
  return {
    oil: drawn('oil'),
    soap: drawn('soap'),
    order: order?.id,
    code: order?.code,
    activity: activity.id,
    elder: elder.session.me.resident.id,
  };
}
