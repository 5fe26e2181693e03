import { fireEvent, screen, waitFor, within } from '@testing-library/react';

import AttendanceSheet from '@/packages/workbench/attendance-sheet';

import { type FakeRequest, lost, refusal, serve } from '../fake-server';
import { renderPage } from '../render';
import { setParams } from '../taro/taro';
import { activityId, anAttendee, aSheet, staff } from './samples';

const wang = anAttendee('00000000-0000-7000-8000-000000000011', '王秀英');
const li = anAttendee('00000000-0000-7000-8000-000000000012', '李国庆');
const own = anAttendee('00000000-0000-7000-8000-000000000013', '周小宝', {
  locked: '您的家人，请别人确认',
  isMinor: true,
});
const done = anAttendee('00000000-0000-7000-8000-000000000014', '赵芳', {
  confirmed: { minutes: 90, points: 0, remark: '这个月到上限了' },
});

beforeEach(() => {
  staff([], { hosting: true });
  setParams({ id: activityId });
});

const confirmed = (change = {}) => ({
  status: 200,
  body: { confirmed: 2, pointsPosted: 8, capped: [], ...change },
});

function answering(handlers: Parameters<typeof serve>[0] = {}, sheet = aSheet([wang, li, own, done])) {
  return serve({
    'GET /activities/:id/attendance': () => ({ status: 200, body: sheet }),
    'POST /activities/:id/attendance': () => confirmed(),
    ...handlers,
  });
}

const posts = (asked: FakeRequest[]) => asked.filter(({ method }) => method === 'POST');
const tick = (name: string) => fireEvent.click(screen.getByRole('checkbox', { name }));
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));

it('confirms exactly the people who were ticked, for the planned time', async () => {
  const asked = answering();
  renderPage(<AttendanceSheet />);
  await screen.findByText('王秀英');
  tick('王秀英');
  tick('李国庆');
  press('确认 2 人到场');
  expect(await screen.findByText('2 人的到场确认好了')).toBeTruthy();
  expect(screen.getByText('一共入账 8 分。')).toBeTruthy();
  expect(posts(asked)).toMatchObject([
    {
      body: {
        people: [
          { residentId: wang.residentId, minutes: 90 },
          { residentId: li.residentId, minutes: 90 },
        ],
      },
    },
  ]);
});

it('ticks all who may be confirmed at once, and nobody who may not', async () => {
  const asked = answering();
  renderPage(<AttendanceSheet />);
  await screen.findByText('王秀英');
  tick('全部勾上');
  press('确认 2 人到场');
  await screen.findByText('2 人的到场确认好了');
  expect(JSON.stringify(posts(asked)[0]?.body)).not.toContain(own.residentId);
});

it('says why somebody may not be confirmed, and does not tick them', async () => {
  answering();
  renderPage(<AttendanceSheet />);
  const box = await screen.findByRole('checkbox', { name: '周小宝，您的家人，请别人确认' });
  fireEvent.click(box);
  expect(box.getAttribute('aria-checked')).toBe('false');
  expect(screen.getByText('您的家人，请别人确认')).toBeTruthy();
  expect(screen.getByRole('button', { name: '先勾到场的人' })).toBeTruthy();
});

it('shows who is confirmed already, with points and why they are few', async () => {
  answering();
  renderPage(<AttendanceSheet />);
  const section = (await screen.findByText('赵芳')).closest('.sec') as HTMLElement;
  expect(within(section).getByText('0 分')).toBeTruthy();
  expect(within(section).getByText('这个月到上限了')).toBeTruthy();
});

it('names the people whose points were capped', async () => {
  answering({
    'POST /activities/:id/attendance': () =>
      confirmed({ capped: [{ residentId: li.residentId, name: '李国庆', points: 1 }], pointsPosted: 5 }),
  });
  renderPage(<AttendanceSheet />);
  await screen.findByText('王秀英');
  tick('全部勾上');
  press('确认 2 人到场');
  expect(await screen.findByText(/李国庆（1 分）/)).toBeTruthy();
});

it('sends once for two taps', async () => {
  const asked = answering();
  renderPage(<AttendanceSheet />);
  await screen.findByText('王秀英');
  tick('王秀英');
  const button = screen.getByRole('button', { name: '确认 1 人到场' });
  fireEvent.click(button);
  fireEvent.click(button);
  await screen.findByText(/的到场确认好了/);
  expect(posts(asked)).toHaveLength(1);
});

it('keeps the ticks after a lost reply, and asks again with the same key', async () => {
  let times = 0;
  const asked = answering({
    'POST /activities/:id/attendance': () => {
      if (++times === 1) throw lost;
      return confirmed({ confirmed: 1, pointsPosted: 4 });
    },
  });
  renderPage(<AttendanceSheet />);
  await screen.findByText('王秀英');
  tick('王秀英');
  press('确认 1 人到场');
  expect(await screen.findByText('还不知道成没成')).toBeTruthy();
  press('确认 1 人到场');
  await screen.findByText('1 人的到场确认好了');
  const [first, second] = posts(asked).map(({ body }) => (body as { requestKey: string }).requestKey);
  expect(second).toBe(first);
});

it('keeps the ticks when the page is closed and opened again', async () => {
  answering();
  const { unmount } = renderPage(<AttendanceSheet />);
  await screen.findByText('王秀英');
  tick('王秀英');
  unmount();
  renderPage(<AttendanceSheet />);
  expect((await screen.findByRole('checkbox', { name: '王秀英' })).getAttribute('aria-checked')).toBe('true');
  expect(screen.getByRole('button', { name: '确认 1 人到场' })).toBeTruthy();
});

it('lets the host say how long each came, when time counts', async () => {
  const asked = answering({}, aSheet([wang], { byTime: true }));
  renderPage(<AttendanceSheet />);
  await screen.findByText('王秀英');
  expect(screen.queryByRole('group', { name: '王秀英来了多久' })).toBeNull();
  tick('王秀英');
  press('王秀英来了多久，少 30 分钟');
  press('确认 1 人到场');
  await screen.findByText(/的到场确认好了/);
  expect(posts(asked)).toMatchObject([{ body: { people: [{ minutes: 60 }] } }]);
});

it('adds somebody who came without signing up', async () => {
  const asked = answering({
    'GET /activities/:id/walk-ins': () => ({
      status: 200,
      body: {
        items: [
          {
            residentId: '00000000-0000-7000-8000-000000000021',
            maskedName: '孙*芳',
            address: '5栋1单元',
            birthYear: 1980,
          },
        ],
      },
    }),
  });
  renderPage(<AttendanceSheet />);
  fireEvent.change(await screen.findByLabelText('找人'), { target: { value: ' 孙丽芳 ' } });
  press('找这个人');
  fireEvent.click(await screen.findByRole('button', { name: '加上孙*芳，5栋1单元' }));
  expect(screen.getByRole('checkbox', { name: '孙*芳' }).getAttribute('aria-checked')).toBe('true');
  press('确认 1 人到场');
  await screen.findByText(/的到场确认好了/);
  expect(asked.find(({ path }) => path.endsWith('walk-ins'))).toMatchObject({ query: { search: '孙丽芳' } });
  expect(posts(asked)).toMatchObject([
    { body: { people: [{ residentId: '00000000-0000-7000-8000-000000000021' }] } },
  ]);
});

it('shows the server’s sentence and the newest list when somebody else was faster', async () => {
  let taken = false;
  answering({
    'GET /activities/:id/attendance': () => ({
      status: 200,
      body: aSheet([taken ? { ...wang, confirmed: { minutes: 90, points: 4, remark: '' } } : wang, li]),
    }),
    'POST /activities/:id/attendance': () => {
      taken = true;
      return refusal(409, 'ATTENDANCE_ALREADY_CONFIRMED', '有人已经确认过到场了，请刷新名单再看。');
    },
  });
  renderPage(<AttendanceSheet />);
  await screen.findByText('王秀英');
  tick('王秀英');
  press('确认 1 人到场');
  expect(await screen.findByText('有人已经确认过到场了，请刷新名单再看。')).toBeTruthy();
  await waitFor(() => expect(screen.queryByRole('checkbox', { name: '王秀英' })).toBeNull());
  expect(screen.getByText('已经确认')).toBeTruthy();
});

it('says that it cannot be confirmed yet, and offers no button for it', async () => {
  answering(
    {},
    aSheet([wang], { can: { confirm: false }, cannotConfirm: '活动还没开始，开始以后才能确认到场。' }),
  );
  renderPage(<AttendanceSheet />);
  expect(await screen.findByText('活动还没开始，开始以后才能确认到场。')).toBeTruthy();
  expect(screen.getByRole('button', { name: '现在不能确认' })).toBeTruthy();
  expect(screen.queryByLabelText('找人')).toBeNull();
});

it('hides whether an activity exists from somebody who does not host it', async () => {
  answering({
    'GET /activities/:id/attendance': () =>
      refusal(404, 'ATTENDANCE_NOT_THE_HOST', '您不是这个活动的主持人，看不到到场名单。'),
  });
  renderPage(<AttendanceSheet />);
  expect(await screen.findByText('您不是这个活动的主持人，看不到到场名单。')).toBeTruthy();
});
