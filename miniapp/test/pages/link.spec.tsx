import type { LinkRequestView } from '@linli/shared/accounts';
import { fireEvent, screen, waitFor } from '@testing-library/react';

import LinkPage from '@/packages/resident/link';

import { lost, refusal, serve } from '../fake-server';
import { aMe, signedIn } from '../people';
import { renderPage } from '../render';
import { taroLog } from '../taro/taro';

import { communities, id, ok } from './samples';

const visitor = aMe({ resident: null, contact: null });
const request = (change: Partial<LinkRequestView> = {}): LinkRequestView => ({
  id: id(9),
  name: '孙丽芳',
  building: '5栋1单元302',
  note: '',
  communityName: '金桂社区',
  state: 'pending',
  reason: null,
  askedAt: new Date().toISOString(),
  ...change,
});
const calls = {
  'GET /communities': ok(communities),
  'GET /account-links/requests/mine': ok({ request: null }),
  'POST /demo/phone-codes': ok({ code: 'phone-code' }),
};

async function fill() {
  fireEvent.change(await screen.findByLabelText('姓名'), { target: { value: '孙丽芳' } });
  fireEvent.change(screen.getByLabelText('楼栋和门牌'), { target: { value: '5栋1单元302' } });
}
const hand = () => fireEvent.click(screen.getByRole('button', { name: '交给网格员核对' }));

it('names the counter and the telephone, whoever looks', async () => {
  serve(calls);
  renderPage(<LinkPage />);
  expect(screen.getByText('不用手机也能办')).toBeTruthy();
  await screen.findByRole('button', { name: '打电话给金桂社区' });
  fireEvent.click(screen.getByRole('button', { name: '选一个人登录' }));
  await waitFor(() => expect(taroLog).toEqual(['navigateTo /packages/resident/people/index']));
});

it('links by the phone number WeChat verified, and shows who one is', async () => {
  signedIn(visitor);
  const asked = serve({ ...calls, 'POST /account-links/phone': ok(aMe()), 'GET /me': ok(aMe()) });
  renderPage(<LinkPage />);
  fireEvent.click(await screen.findByRole('button', { name: '用微信手机号认证' }));
  await screen.findByText('认证好了');
  expect(screen.getByText('3栋2单元501')).toBeTruthy();
  expect(asked.find(({ path }) => path === '/account-links/phone')?.body).toEqual({
    phoneCode: 'phone-code',
  });
});

it('says what to do when the number is not in the roster', async () => {
  signedIn(visitor);
  serve({
    ...calls,
    'POST /account-links/phone': () =>
      refusal(404, 'PHONE_NOT_ON_ROSTER', '名册里没有这个手机号。请填姓名和楼栋，让网格员帮您认证。'),
  });
  renderPage(<LinkPage />);
  fireEvent.click(await screen.findByRole('button', { name: '用微信手机号认证' }));
  await screen.findByText('名册里没有这个手机号。请填姓名和楼栋，让网格员帮您认证。');
});

it('asks the grid worker by name and building, once, and shows that it waits', async () => {
  signedIn(visitor);
  const asked = serve({ ...calls, 'POST /account-links/requests': () => ({ status: 201, body: request() }) });
  renderPage(<LinkPage />);
  await fill();
  const button = screen.getByRole('button', { name: '交给网格员核对' });
  fireEvent.click(button);
  fireEvent.click(button);
  await screen.findByText('网格员正在核对');
  const sent = asked.filter(({ method, path }) => method === 'POST' && path === '/account-links/requests');
  expect(sent).toHaveLength(1);
  expect(sent[0]?.body).toMatchObject({
    communityId: communities.items[0]?.id,
    name: '孙丽芳',
    building: '5栋1单元302',
  });
  expect(screen.queryByLabelText('姓名')).toBeNull();
});

it('keeps what was typed through a lost reply and a closed page', async () => {
  signedIn(visitor);
  serve({
    ...calls,
    'POST /account-links/requests': () => {
      throw lost;
    },
  });
  const first = renderPage(<LinkPage />);
  await fill();
  hand();
  await screen.findByText(/没有连上网/);
  first.unmount();
  renderPage(<LinkPage />);
  expect(((await screen.findByLabelText('姓名')) as HTMLInputElement).value).toBe('孙丽芳');
});

it('names each missing or wrong field below it', async () => {
  signedIn(visitor);
  serve({
    ...calls,
    'POST /account-links/requests': () =>
      refusal(400, 'INPUT_INVALID', '有的地方没填对', { name: '姓名只能写汉字或字母，最多 30 个字' }),
  });
  renderPage(<LinkPage />);
  await screen.findByLabelText('姓名');
  hand();
  expect(screen.getByText('请填姓名')).toBeTruthy();
  expect(screen.getByText('请填楼栋和门牌')).toBeTruthy();
  await fill();
  hand();
  await screen.findByText('姓名只能写汉字或字母，最多 30 个字');
});

it('tells why a request was refused, and lets one ask again', async () => {
  signedIn(visitor);
  serve({
    ...calls,
    'GET /account-links/requests/mine': ok({
      request: request({ state: 'refused', reason: '门牌对不上。' }),
    }),
  });
  renderPage(<LinkPage />);
  await screen.findByText(/门牌对不上。/);
  expect(screen.getByLabelText('姓名')).toBeTruthy();
});

it('finds out that the request was approved', async () => {
  signedIn(visitor);
  serve({ ...calls, 'GET /account-links/requests/mine': ok({ request: request() }), 'GET /me': ok(aMe()) });
  renderPage(<LinkPage />);
  fireEvent.click(await screen.findByRole('button', { name: '看看通过了没有' }));
  await screen.findByText('认证好了');
});
