import { rosterMaxBytes } from '@linli/shared/residents';
import { fireEvent, screen } from '@testing-library/react';

import RosterImport from '@/packages/workbench/roster-import';

import { type FakeRequest, refusal, serve } from '../fake-server';
import { renderPage } from '../render';
import { communities, communityId, staff } from './samples';

beforeEach(() => staff(['roster.import']));
// The file dialogue itself is the browser's; the input it opens is ours.
const dialogue = jest.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(() => undefined);
afterAll(() => dialogue.mockRestore());

const found = {
  lines: 3862,
  residentsAdded: 3860,
  residentsChanged: 2,
  residentsUnchanged: 0,
  householdsAdded: 1368,
  orgUnitsAdded: 78,
  applied: false,
};

function answering(answer: (trial: boolean) => { status: number; body: unknown }) {
  return serve({
    ...communities,
    'POST /communities/:communityId/roster-imports': ({ body }) => answer((body as { trial: boolean }).trial),
  });
}

const posts = (asked: FakeRequest[]) => asked.filter(({ method }) => method === 'POST');

async function chooseFile(content = '存折号,姓名', size?: number) {
  fireEvent.click(await screen.findByRole('button', { name: '选填好的文件' }));
  const input = document.querySelector('input[type=file]') as HTMLInputElement;
  const file = new File([content], '金桂名册.csv', { type: 'text/csv' });
  if (size) Object.defineProperty(file, 'size', { value: size });
  Object.defineProperty(input, 'files', { value: [file] });
  fireEvent.change(input);
}

it('tries first, without storing anything, and imports only when told to', async () => {
  const asked = answering((trial) => ({ status: 201, body: { ...found, applied: !trial } }));
  renderPage(<RosterImport />);
  await chooseFile();
  fireEvent.click(await screen.findByRole('button', { name: '导入 3,862 行' }));
  expect(await screen.findByText('导入好了：新增 3,860 人，改了 2 人')).toBeTruthy();
  expect(posts(asked)).toMatchObject([
    { params: { communityId }, body: { trial: true, fileName: '金桂名册.csv' } },
    { body: { trial: false, fileName: '金桂名册.csv' } },
  ]);
  const { contentBase64 } = posts(asked)[1]?.body as { contentBase64: string };
  expect(Buffer.from(contentBase64, 'base64').toString()).toBe('存折号,姓名');
});

it('lists every problem by line and column, and offers no import', async () => {
  const asked = answering(() => ({
    status: 422,
    body: {
      ...(refusal(422, 'ROSTER_HAS_PROBLEMS', '名册里有 2 处要改，一条都没有导入。请按下面的行号改好再交。')
        .body as object),
      problems: [
        { line: 7, column: '手机号', text: '手机号是 11 位数字，请再核对' },
        { line: 12, column: '出生日期', text: '没有 2026-02-30 这一天' },
      ],
    },
  }));
  renderPage(<RosterImport />);
  await chooseFile();
  expect(await screen.findByText('一条都没有导入')).toBeTruthy();
  expect(screen.getByText('第 7 行，手机号')).toBeTruthy();
  expect(screen.getByText('手机号是 11 位数字，请再核对')).toBeTruthy();
  expect(screen.getByText('第 12 行，出生日期')).toBeTruthy();
  expect(screen.getByText('2 处')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^导入 / })).toBeNull();
  expect(posts(asked)).toHaveLength(1);
});

it('says that a second import of the same file would change nothing', async () => {
  answering(() => ({
    status: 201,
    body: {
      ...found,
      residentsAdded: 0,
      residentsChanged: 0,
      householdsAdded: 0,
      orgUnitsAdded: 0,
      residentsUnchanged: 3862,
    },
  }));
  renderPage(<RosterImport />);
  await chooseFile();
  expect(await screen.findByText('和名册里一样')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^导入 / })).toBeNull();
});

it('says what to do with a file that is no roster', async () => {
  answering(() =>
    refusal(400, 'ROSTER_FILE_UNREADABLE', '这个文件打不开。请用我们的模板，存成 .xlsx 或 .csv 再交。'),
  );
  renderPage(<RosterImport />);
  await chooseFile();
  expect(await screen.findByText('这个文件打不开。请用我们的模板，存成 .xlsx 或 .csv 再交。')).toBeTruthy();
  expect(screen.getByText('金桂名册.csv')).toBeTruthy();
});

it('does not send a file that is too large', async () => {
  const asked = answering(() => ({ status: 201, body: found }));
  renderPage(<RosterImport />);
  await chooseFile('x', rosterMaxBytes + 1);
  expect(await screen.findByText('文件太大')).toBeTruthy();
  expect(posts(asked)).toHaveLength(0);
});
