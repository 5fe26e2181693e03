import { fireEvent, screen, waitFor } from '@testing-library/react';

import Calendar from '@/packages/workbench/calendar';
import Ledger from '@/packages/workbench/ledger';
import LinkRequests from '@/packages/workbench/link-requests';
import Roles from '@/packages/workbench/roles';
import Roster from '@/packages/workbench/roster';
import Rules from '@/packages/workbench/rules';
import Stock from '@/packages/workbench/stock';

import { type FakeRequest, refusal, serve } from '../fake-server';
import { renderPage } from '../render';
import { aStockRow, aStore, communities, communityId, staff, storeId } from './samples';

const page = { page: 1, size: 20 };
const ok = { status: 200, body: { done: true } };
const acts = (asked: FakeRequest[]) => asked.filter(({ method }) => method !== 'GET');
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const fill = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

describe('stock', () => {
  const gift = aStockRow({
    available: 0,
    batches: [
      {
        id: 'b1',
        source: 'donated',
        donor: '江城粮油公司',
        purpose: 'elders',
        quantity: 20,
        remaining: 5,
        receivedOn: '2026-10-01',
        expiresOn: '2026-12-01',
        expiringSoon: true,
      },
    ],
  });
  const answering = (handlers: Parameters<typeof serve>[0] = {}) =>
    serve({
      ...communities,
      'GET /communities/:communityId/stores': () => ({ status: 200, body: { items: [aStore()] } }),
      'GET /stores/:storeId/stock': () => ({ status: 200, body: { store: aStore(), items: [gift] } }),
      'POST /gifts/:giftId/batches': () => ({ status: 201, body: aStockRow({ available: 30 }) }),
      'PUT /gifts/:id/shelf': () => ok,
      ...handlers,
    });
  beforeEach(() => staff(['stock.manage', 'gift.manage']));

  it('says what is gone, what lapses soon and whom a batch was given for', async () => {
    answering();
    renderPage(<Stock />);
    expect(await screen.findByText(/5 桶 12月1日/)).toBeTruthy();
    expect(screen.getByText('有的只给 60 岁以上')).toBeTruthy();
    fireEvent.click(screen.getByRole('tab', { name: /快到期/ }));
    fireEvent.click(screen.getByText('食用油'));
    expect(await screen.findByText(/江城粮油公司，只给 60 岁以上/)).toBeTruthy();
  });

  it('records a given batch with its donor and purpose, in fen', async () => {
    const asked = answering();
    renderPage(<Stock />);
    fireEvent.click(await screen.findByText('食用油'));
    press('进货');
    fill('数量（桶）', '３０');
    fill('来源', 'donated');
    fill('谁捐的', '爱心商家');
    fill('捐赠人要求给谁', 'elders');
    fill('单价（元）', '29.9');
    press('进 ３０ 桶');
    expect(await screen.findByText('进货记好了，现在能兑 30 桶')).toBeTruthy();
    expect(acts(asked)).toMatchObject([
      {
        params: { giftId: gift.giftId },
        body: {
          quantity: 30,
          source: 'donated',
          donor: '爱心商家',
          purpose: 'elders',
          unitValueFen: 2990,
          expiresOn: null,
        },
      },
    ]);
  });

  it('keeps what was typed when a batch is refused, and says it at the field', async () => {
    answering({
      'POST /gifts/:giftId/batches': () =>
        refusal(400, 'INPUT_INVALID', '有的地方没填对', { quantity: '数量最少是 1' }),
    });
    renderPage(<Stock />);
    fireEvent.click(await screen.findByText('食用油'));
    press('进货');
    fill('数量（桶）', '0');
    press('进 0 桶');
    expect(await screen.findByText('数量最少是 1')).toBeTruthy();
    expect((screen.getByLabelText('数量（桶）') as HTMLInputElement).value).toBe('0');
  });

  it('shows prices, not batches, to those who set prices only', async () => {
    staff(['gift.manage']);
    const asked = answering({
      'GET /stores/:storeId/gifts': () => ({ status: 200, body: { items: [], balance: null } }),
    });
    renderPage(<Stock />);
    await waitFor(() => expect(asked.some(({ path }) => path === `/stores/${storeId}/gifts`)).toBe(true));
    expect(asked.some(({ path }) => path === `/stores/${storeId}/stock`)).toBe(false);
  });
});

describe('rules', () => {
  const rule = {
    code: 'E01',
    version: 1,
    category: 'environment',
    title: '周五大扫除',
    points: 4,
    unit: 'time',
    capPoints: 16,
    capPeriod: 'month',
    evidence: '主持人',
    approver: 'host',
    effectiveFrom: '2026-01-01',
    effectiveTo: null,
    adoptedBy: '居民代表会议',
  };
  const answering = (handlers: Parameters<typeof serve>[0] = {}) =>
    serve({
      ...communities,
      'GET /communities/:communityId/points-rules': () => ({
        status: 200,
        body: { items: [rule], upcoming: [] },
      }),
      'GET /communities/:communityId/points-budget': () => ({
        status: 200,
        body: { year: 2026, total: 1000, issued: 200, nearlyUsed: false },
      }),
      ...handlers,
    });
  beforeEach(() => staff(['rule.manage']));

  it('starts a new version from what is in force, with the day and the meeting still open', async () => {
    const asked = answering({
      'PUT /communities/:communityId/points-rules/:code': ({ body }) => ({
        status: 200,
        body: { ...rule, ...(body as object) },
      }),
    });
    renderPage(<Rules />);
    fireEvent.click(await screen.findByText('周五大扫除'));
    press('出新一版');
    fill('得几分', '5');
    fill('从哪天起用', '2099-01-01');
    fill('哪次会通过的', '11月20日 居民代表会议');
    press(/起用$/);
    expect(await screen.findByText(/从 2099年1月1日 周四 起用/)).toBeTruthy();
    expect(acts(asked)).toMatchObject([
      {
        params: { communityId, code: 'E01' },
        body: { points: 5, capPoints: 16, unit: 'time', effectiveFrom: '2099-01-01' },
      },
    ]);
  });

  it('says which thing cannot be given points for', async () => {
    answering({
      'PUT /communities/:communityId/points-rules/:code': () =>
        refusal(409, 'RULE_TITLE_FORBIDDEN', '这类事情不能给积分：点赞。请改成实际帮忙做的事。'),
    });
    renderPage(<Rules />);
    fireEvent.click(await screen.findByRole('button', { name: '加一条规则' }));
    await screen.findByLabelText('事项');
    expect(screen.getByRole('button', { name: '先写编号' })).toBeTruthy();
    fill('编号', 'e09');
    fill('事项', '点赞');
    press('定下来');
    expect(await screen.findByText('这类事情不能给积分：点赞。请改成实际帮忙做的事。')).toBeTruthy();
    expect((screen.getByLabelText('事项') as HTMLInputElement).value).toBe('点赞');
  });
});

describe('link requests', () => {
  const request = {
    id: '00000000-0000-7000-8000-0000000000b1',
    name: '孙丽芳',
    building: '5栋1单元302',
    note: '',
    communityName: '金桂社区',
    state: 'pending',
    reason: null,
    askedAt: '2026-11-21T02:00:00.000Z',
    candidates: [
      { id: '00000000-0000-7000-8000-000000000031', name: '孙丽芳', address: '5栋1单元', birthYear: 1980 },
      { id: '00000000-0000-7000-8000-000000000032', name: '孙丽芳', address: '9栋2单元', birthYear: 2001 },
    ],
  };
  const answering = (handlers: Parameters<typeof serve>[0] = {}) =>
    serve({
      'GET /account-links/requests': () => ({ status: 200, body: { items: [request], total: 1, ...page } }),
      'POST /account-links/requests/:id/decision': () => ok,
      ...handlers,
    });
  beforeEach(() => staff(['link.decide']));

  it('binds the account to the person who was chosen, and to nobody before', async () => {
    const asked = answering();
    renderPage(<LinkRequests />);
    fireEvent.click(await screen.findByText('孙丽芳'));
    expect(screen.getByRole('button', { name: '先选是哪一位' })).toBeTruthy();
    fireEvent.click(screen.getByRole('radio', { name: '孙丽芳，1980 年生，5栋1单元' }));
    press('就是这位，绑定');
    expect(await screen.findByText('孙丽芳认证好了，可以用微信看积分了')).toBeTruthy();
    expect(acts(asked)).toMatchObject([
      { params: { id: request.id }, body: { residentId: request.candidates[0]?.id } },
    ]);
  });

  it('refuses only with a reason', async () => {
    const asked = answering();
    renderPage(<LinkRequests />);
    fireEvent.click(await screen.findByText('孙丽芳'));
    press('不通过');
    expect(screen.getByRole('button', { name: '先写原因' })).toBeTruthy();
    fill('原因', '名册里没有这个门牌');
    press('不通过');
    await screen.findByText(/没有通过，原因已经告诉本人/);
    expect(acts(asked)).toMatchObject([{ body: { reason: '名册里没有这个门牌' } }]);
  });
});

describe('roster', () => {
  const row = {
    id: '00000000-0000-7000-8000-000000000041',
    maskedName: '王*英',
    birthYear: 1954,
    address: '5栋1单元',
    gridName: '第三网格',
    passbookNo: '100023',
    hasPhone: true,
    maskedPhone: '154****0011',
    linked: false,
    status: 'active',
  };
  it('shows a whole phone number only after a reason', async () => {
    staff(['resident.read', 'resident.revealPhone']);
    const asked = serve({
      'GET /residents': () => ({ status: 200, body: { items: [row], total: 1, ...page } }),
      'GET /residents/:id': () => ({
        status: 200,
        body: { ...row, name: '王秀英', householdMembers: [], helpers: [] },
      }),
      'POST /residents/:id/phone-reveals': () => ({ status: 201, body: { phone: '15400000011' } }),
    });
    renderPage(<Roster />);
    fireEvent.click(await screen.findByText('王*英'));
    fireEvent.click(await screen.findByRole('button', { name: '看号码' }));
    expect(screen.getByRole('button', { name: '先写原因' })).toBeTruthy();
    fill('为什么要看', '通知停水');
    press('看号码');
    expect(await screen.findByText('15400000011')).toBeTruthy();
    expect(acts(asked)).toMatchObject([{ body: { reason: '通知停水' } }]);
  });
});

describe('roles', () => {
  it('gives a role to the person and the unit that were chosen', async () => {
    staff(['role.assign', 'resident.read', 'orgUnit.read']);
    const resident = '00000000-0000-7000-8000-000000000051';
    const unit = {
      id: communityId,
      kind: 'community',
      code: 'jg',
      name: '金桂社区',
      parentId: null,
      trail: [],
      childCount: 6,
    };
    const asked = serve({
      'GET /role-assignments': () => ({ status: 200, body: { items: [], total: 0, ...page } }),
      'GET /residents': () => ({
        status: 200,
        body: {
          items: [
            {
              id: resident,
              maskedName: '吴*梅',
              birthYear: 1985,
              address: '2栋',
              passbookNo: '100061',
              status: 'active',
            },
          ],
          total: 1,
          ...page,
        },
      }),
      'GET /org-units': () => ({ status: 200, body: { items: [unit] } }),
      'POST /role-assignments': () => ({
        status: 201,
        body: { name: '吴雪梅', roleText: '超市店员', orgUnitName: '金桂社区' },
      }),
    });
    renderPage(<Roles />);
    fireEvent.click(await screen.findByRole('button', { name: '安排一个岗位' }));
    fill('谁', '吴雪梅');
    fireEvent.click(await screen.findByRole('button', { name: '选吴*梅，2栋' }));
    fill('岗位', 'storeClerk');
    fireEvent.click(await screen.findByRole('button', { name: '选金桂社区' }));
    press('安排');
    expect(await screen.findByText('吴雪梅现在是金桂社区超市店员')).toBeTruthy();
    expect(acts(asked)).toMatchObject([
      { body: { residentId: resident, role: 'storeClerk', orgUnitId: communityId } },
    ]);
  });
});

describe('ledger', () => {
  const answering = (faults: string[]) =>
    serve({
      'GET /verification': () => ({
        status: 200,
        body: {
          at: '2026-11-22T02:00:00.000Z',
          sound: faults.length === 0,
          checks: [{ name: 'balance', title: '余额等于每一笔加起来', rowsRead: 3862, faults }],
        },
      }),
    });
  beforeEach(() => staff(['points.supervise']));

  it('says plainly that the books agree', async () => {
    answering([]);
    renderPage(<Ledger />);
    expect(await screen.findByText('账都对得上')).toBeTruthy();
    expect(screen.getByText('看了 3862 条，都对得上')).toBeTruthy();
  });

  it('names each row that does not agree', async () => {
    answering(['账户 42 的余额是 18，各笔加起来是 14']);
    renderPage(<Ledger />);
    expect(await screen.findByText('有 1 处对不上')).toBeTruthy();
    expect(screen.getByText('账户 42 的余额是 18，各笔加起来是 14')).toBeTruthy();
  });
});

describe('calendar', () => {
  it('warns of a year without its list and takes a day', async () => {
    staff(['calendar.manage']);
    const asked = serve({
      'GET /calendar-days': () => ({ status: 200, body: { items: [], known: true, missing: [2027] } }),
      'PUT /calendar-days/:day': () => ok,
    });
    renderPage(<Calendar />);
    expect(await screen.findByText('还没有 2027 年的放假安排')).toBeTruthy();
    press('录一天');
    fill('哪一天', '2027-02-06');
    fill('是什么日子', 'holiday');
    fill('名称', '春节');
    press('记下来');
    expect(await screen.findByText(/记成了节假日/)).toBeTruthy();
    expect(acts(asked)).toMatchObject([
      { params: { day: '2027-02-06' }, body: { kind: 'holiday', name: '春节' } },
    ]);
  });
});
