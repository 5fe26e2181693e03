const h5 = process.env.TARO_ENV === 'h5';

export default defineAppConfig({
  pages: [
    'pages/home/index',
    'pages/store/index',
    'pages/topics/index',
    'pages/inbox/index',
    'pages/me/index',
  ],
  subPackages: [
    {
      root: 'packages/resident',
      pages: [
        'gift/index',
        'pickup/index',
        'orders/index',
        'statement/index',
        'activities/index',
        'activity/index',
        'rules/index',
        'link/index',
        'people/index',
        'privacy/index',
      ],
    },
    {
      root: 'packages/workbench',
      pages: [
        'index/index',
        'attendance/index',
        'attendance-sheet/index',
        'counter/index',
        'stock/index',
        'activities/index',
        'rules/index',
        'ledger/index',
        'link-requests/index',
        'roster/index',
        'roster-import/index',
        'org-units/index',
        'roles/index',
        'calendar/index',
      ],
    },
    // Every component in every state, for the eye and for the browser tests.
    ...(h5 ? [{ root: 'packages/gallery', pages: ['index/index'] }] : []),
  ],
  window: {
    navigationBarTitleText: '邻里',
    navigationBarBackgroundColor: '#FAF6EF',
    navigationBarTextStyle: 'black',
    backgroundColor: '#FAF6EF',
    backgroundTextStyle: 'dark',
  },
  // Custom: WeChat's own tab words do not grow with our type. Each tab page draws <TabBar> through <Page tab>.
  tabBar: {
    custom: true,
    color: '#5C5048',
    selectedColor: '#C4342B',
    backgroundColor: '#FFFEFC',
    list: [
      { pagePath: 'pages/home/index', text: '首页' },
      { pagePath: 'pages/store/index', text: '超市' },
      { pagePath: 'pages/topics/index', text: '议事' },
      { pagePath: 'pages/inbox/index', text: '消息' },
      { pagePath: 'pages/me/index', text: '我的' },
    ],
  },
  lazyCodeLoading: 'requiredComponents',
  ...(h5 ? { animation: false } : {}),
});
