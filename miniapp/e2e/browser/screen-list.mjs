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
      role: '访客（没有登录）',
      screens: [
        { name: 'people', text: '换一个人看看（演示）', who: null, path: `${resident}/people/index` },
        { name: 'visitor-home', text: '首页', who: null, path: 'pages/home/index' },
        { name: 'visitor-store', text: '超市', who: null, path: 'pages/store/index' },
        { name: 'visitor-gift', text: '礼品，认证后才能兑换', who: null, path: gift(made.oil) },
        { name: 'visitor-me', text: '我的', who: null, path: 'pages/me/index' },
        { name: 'visitor-link', text: '认证居民：先登录', who: null, path: `${resident}/link/index` },
        { name: 'link', text: '认证居民：手机号，或请网格员核对', who: 'visitor', path: `${resident}/link/index` },
      ],
    },
    {
      role: '居民',
      screens: [
        { name: 'home', text: '首页', who: 'resident', path: 'pages/home/index' },
        { name: 'store', text: '超市', who: 'resident', path: 'pages/store/index' },
        { name: 'gift', text: '礼品', who: 'resident', path: gift(made.soap) },
        {
          name: 'gift-asking',
          text: '兑换前再问一次',
          who: 'resident',
          path: gift(made.soap),
          act: (screen) => screen.tap('我要兑换'),
        },
        { name: 'gift-short', text: '分不够的礼品', who: 'volunteer', path: gift(made.soap) },
        { name: 'pickup', text: '取货码', who: 'elder', path: `${resident}/pickup/index?id=${made.order}` },
        { name: 'orders', text: '我的兑换', who: 'elder', path: `${resident}/orders/index` },
        { name: 'statement', text: '积分明细', who: 'resident', path: `${resident}/statement/index` },
        { name: 'activities', text: '活动', who: 'resident', path: `${resident}/activities/index` },
        { name: 'activity', text: '活动，报名', who: 'helper', path: `${resident}/activity/index?id=${made.activity}` },
        { name: 'rules', text: '积分规则', who: 'resident', path: `${resident}/rules/index` },
        { name: 'topics', text: '议事（还没有开始）', who: 'resident', path: 'pages/topics/index' },
        { name: 'inbox', text: '消息（还没有）', who: 'resident', path: 'pages/inbox/index' },
        { name: 'me', text: '我的', who: 'resident', path: 'pages/me/index' },
        { name: 'privacy', text: '隐私说明', who: 'resident', path: `${resident}/privacy/index` },
        {
          name: 'offline',
          text: '没有网络',
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
      role: '家人代办',
      screens: [
        { name: 'helper-me', text: '我的，替妈妈办事', who: 'helper', path: 'pages/me/index' },
        {
          name: 'helper-statement',
          text: '妈妈的积分',
          who: 'helper',
          path: `${resident}/statement/index?residentId=${made.elder}`,
        },
      ],
    },
    {
      role: '志愿者（活动主持人）',
      screens: [
        { name: 'workbench-host', text: '工作台', who: 'volunteer', path: `${work}/index/index`, forms: staff },
        { name: 'attendance', text: '确认到场：哪个活动', who: 'volunteer', path: `${work}/attendance/index`, forms: staff },
        {
          name: 'attendance-sheet',
          text: '确认到场：点名',
          who: 'volunteer',
          path: `${work}/attendance-sheet/index?id=${made.activity}`,
          forms: staff,
        },
      ],
    },
    {
      role: '超市店员',
      screens: [
        { name: 'workbench-clerk', text: '工作台', who: 'clerk', path: `${work}/index/index`, forms: ['phone'] },
        { name: 'counter', text: '取货：输码', who: 'clerk', path: `${work}/counter/index`, forms: staff },
        {
          name: 'counter-slip',
          text: '取货：核对再交货',
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
      role: '网格员',
      screens: [
        { name: 'workbench-grid', text: '工作台', who: 'gridWorker', path: `${work}/index/index`, forms: ['phone'] },
        { name: 'link-requests', text: '认证申请', who: 'gridWorker', path: `${work}/link-requests/index`, forms: staff },
      ],
    },
    {
      role: '社区主任',
      screens: [
        { name: 'workbench', text: '工作台', who: 'committee', path: `${work}/index/index`, forms: staff },
        { name: 'manage-activities', text: '办活动', who: 'committee', path: `${work}/activities/index`, forms: staff },
        { name: 'stock', text: '礼品和库存', who: 'committee', path: `${work}/stock/index`, forms: staff },
        { name: 'manage-rules', text: '积分规则', who: 'committee', path: `${work}/rules/index`, forms: staff },
        { name: 'roster', text: '居民名册', who: 'committee', path: `${work}/roster/index`, forms: staff },
        { name: 'roster-import', text: '导入名册', who: 'committee', path: `${work}/roster-import/index`, forms: staff },
        {
          name: 'roster-import-problems',
          text: '导入名册：要改的地方',
          who: 'committee',
          path: `${work}/roster-import/index`,
          forms: staff,
          act: (screen) => chooseRoster(screen, wrongRoster),
        },
        { name: 'org-units', text: '网格与楼栋', who: 'committee', path: `${work}/org-units/index`, forms: staff },
        { name: 'roles', text: '岗位', who: 'committee', path: `${work}/roles/index`, forms: staff },
      ],
    },
    {
      role: '居务监督',
      screens: [{ name: 'ledger', text: '账目核对', who: 'supervisor', path: `${work}/ledger/index`, forms: staff }],
    },
    {
      role: '区管理员',
      screens: [{ name: 'calendar', text: '工作日历', who: 'admin', path: `${work}/calendar/index`, forms: staff }],
    },
    {
      role: '没有权限的人',
      screens: [{ name: 'refused', text: '不是自己的工作', who: 'resident', path: `${work}/roster/index`, forms: ['phone'] }],
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
