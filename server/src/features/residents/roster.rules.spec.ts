import { rosterColumns } from '@linli/shared/residents';

import type { Cell } from '../../platform/spreadsheets/table.js';

import {
  birthOnIn,
  exampleNote,
  householdRoleIn,
  maxRosterLines,
  nameIn,
  noteIn,
  passbookNoIn,
  phoneIn,
  readRoster,
  unitNameIn,
  type Parsed,
} from './roster.rules.js';

const today = '2026-11-22';
const valueOf = <T>(parsed: Parsed<T>) => ('value' in parsed ? parsed.value : 'refused');

describe('a cell', () => {
  it.each<[string, Cell, string]>([
    ['a plain day', '1948-03-02', '1948-03-02'],
    ['without zeros', '1948-3-2', '1948-03-02'],
    ['slashes', '1948/03/02', '1948-03-02'],
    ['dots', '1948.3.2', '1948-03-02'],
    ['Chinese', '1948年3月2日', '1948-03-02'],
    ['full-width digits', '１９４８年３月２日', '1948-03-02'],
    ['eight digits', '19480302', '1948-03-02'],
    ['eight digits as a number', 19_480_302, '1948-03-02'],
    ['a date cell', new Date(Date.UTC(1948, 2, 2)), '1948-03-02'],
    ['the bare number of a date cell', 17_594, '1948-03-02'],
    ['a leap day', '1948-02-29', '1948-02-29'],
    ['today', '2026-11-22', '2026-11-22'],
    ['tomorrow', '2026-11-23', 'refused'],
    ['the 31st of April', '1948-04-31', 'refused'],
    ['a leap day in a plain year', '1947-02-29', 'refused'],
    ['month 13', '1948-13-01', 'refused'],
    ['the year only', '1948', 'refused'],
    ['the year only, as a number', 1948, 'refused'],
    ['two-digit year', '48-3-2', 'refused'],
    ['before 1900', '1848-03-02', 'refused'],
    ['a broken date cell', new Date(Number.NaN), 'refused'],
    ['words', '不详', 'refused'],
  ])('birthday: %s', (_what, cell, day) => {
    expect(valueOf(birthOnIn(cell, today))).toBe(day);
  });

  it('says which day does not exist', () => {
    expect(birthOnIn('1948-4-31', today)).toEqual({ problem: '没有 1948 年 4 月 31 日这一天，请再核对' });
  });

  it.each<[string, Cell, string]>([
    ['plain', '15400000001', '15400000001'],
    ['a number', 15_400_000_001, '15400000001'],
    ['with spaces', '154 0000 0001', '15400000001'],
    ['with dashes', '154-0000-0001', '15400000001'],
    ['full-width', '１５４０００００００１', '15400000001'],
    ['with the country', '+8615400000001', '15400000001'],
    ['none', '无', ''],
    ['ten digits', '1540000000', 'refused'],
    ['twelve digits', '154000000011', 'refused'],
    ['a landline', '0731-85551234', 'refused'],
    ['rounded by a spreadsheet', '1.54E+10', 'refused'],
  ])('phone: %s', (_what, cell, phone) => {
    expect(valueOf(phoneIn(cell))).toBe(phone);
  });

  it.each<[string, Cell, string]>([
    ['text with its zeros', '000018', '000018'],
    ['a number that lost its zeros', 18, '000018'],
    ['full-width', '００００１８', '000018'],
    ['seven digits', '1000018', 'refused'],
    ['zero', '000000', 'refused'],
    ['letters', 'A00018', 'refused'],
    ['a broken number', 1.5, 'refused'],
  ])('passbook number: %s', (_what, cell, number) => {
    expect(valueOf(passbookNoIn(cell))).toBe(number);
  });

  it.each<[string, Cell, string]>([
    ['common', '王秀英', '王秀英'],
    ['rare characters', '𠮷㐂', '𠮷㐂'],
    ['a middle dot', '买买提·艾力', '买买提·艾力'],
    ['blanks around it', '  王秀英　', '王秀英'],
    ['thirty characters', '𠮷'.repeat(30), '𠮷'.repeat(30)],
    ['thirty-one characters', '王'.repeat(31), 'refused'],
    ['an emoji', '王秀英😀', 'refused'],
    ['digits', '王秀英2', 'refused'],
    ['a zero-width character', '王\u200B秀英', 'refused'],
    ['a formula', '=1+1', 'refused'],
  ])('name: %s', (_what, cell, name) => {
    expect(valueOf(nameIn(cell))).toBe(name);
  });

  it('names the emoji as what is wrong', () => {
    expect(nameIn('王秀英😀')).toEqual({ problem: '姓名里有表情符号，请删掉' });
  });

  it.each<[string, Cell, string]>([
    ['3栋', '3栋', '3栋'],
    ['a bare number', 3, '3栋'],
    ['full-width and a leading zero', '０３', '3栋'],
    ['another word', '3号楼', '3号楼'],
    ['forty-one characters', '楼'.repeat(41), 'refused'],
  ])('building: %s', (_what, cell, name) => {
    expect(valueOf(unitNameIn('栋')(cell))).toBe(name);
  });

  it.each([
    ['户主', '户主'],
    ['房东的朋友', 'refused'],
  ])('household role: %s', (cell, role) => {
    expect(valueOf(householdRoleIn(cell))).toBe(role);
  });

  it('a note keeps its full-width digits and may hold 100 characters', () => {
    expect(valueOf(noteIn('住２楼'))).toBe('住２楼');
    expect(valueOf(noteIn('备'.repeat(100)))).toBe('备'.repeat(100));
    expect(valueOf(noteIn('备'.repeat(101)))).toBe('refused');
  });
});

describe('a file', () => {
  const head = ['姓名', '楼栋', '门牌'];
  const told = (cells: Cell[][]) =>
    readRoster(cells, today).problems.map(({ line, column, text }) => `${line} ${column} ${text}`);

  it('is read with its columns in any order, with stars and blanks in their names', () => {
    const { lines, problems } = readRoster(
      [
        ['门牌*', ' 楼 栋 ', '手机号', '姓名'],
        [501, 3, null, '王秀英'],
      ],
      today,
    );
    expect(problems).toEqual([]);
    expect(lines).toEqual([
      {
        line: 2,
        passbookNo: null,
        name: '王秀英',
        birthOn: null,
        phone: null,
        grid: null,
        microGrid: null,
        building: '3栋',
        stairUnit: null,
        door: '501',
        householdRole: null,
        careNote: null,
      },
    ]);
  });

  it('counts lines as the spreadsheet does, empty ones too', () => {
    const { lines } = readRoster([[null, null], head, [], ['王秀英', '3栋', '501'], ['', ' ']], today);
    expect(lines.map((line) => line.line)).toEqual([4]);
  });

  it('tells everything that is wrong with every line', () => {
    expect(
      told([
        [...head, '出生日期', '手机号'],
        ['', '3栋', '501', '1948-02-30', '123'],
        ['王秀英', null, '501', null, null],
        ['李建国', '3栋', '501', null, null],
        ['李😀', '3栋', null, '明天', null],
      ]),
    ).toEqual([
      '2 出生日期 没有 1948 年 2 月 30 日这一天，请再核对',
      '2 手机号 手机号是 11 位数字。没有手机就空着',
      '2 姓名 没有填姓名',
      '3 楼栋 没有填楼栋',
      '5 姓名 姓名里有表情符号，请删掉',
      '5 出生日期 出生日期请写成 1948-03-02 这样，年月日都要有',
      '5 门牌 没有填门牌',
    ]);
  });

  it.each<[string, Cell[][], string[]]>([
    ['an empty file', [], ['1  文件是空的。请在模板里填好再交']],
    ['no column names', [['王秀英', '3栋', '501']], ['1  第一行要写列名：姓名、楼栋、门牌……请用我们的模板']],
    ['column names only', [head], ['2  列名下面一行都没有。请填好再交']],
    ['a missing column', [['姓名', '楼栋']], ['1 门牌 缺这一列，请补上']],
    [
      'a column that we never ask for',
      [[...head, '身份证号']],
      ['1 身份证号 名册里没有这一列，请删掉，或改成模板里的列名'],
    ],
    ['a column twice', [[...head, '姓名']], ['1 姓名 这一列写了两遍，请留一列']],
    [
      'something beside the columns',
      [head, ['王秀英', '3栋', '501', '你好']],
      ['2  第 4 列没有列名，却写了“你好”。请删掉'],
    ],
    [
      'the example left in',
      [
        [...head, rosterColumns.careNote],
        ['张桂兰', '3栋', '501', exampleNote],
      ],
      ['2  这一行是模板里的示例，请删掉'],
    ],
  ])('says what is wrong with %s', (_what, cells, problems) => {
    expect(told(cells)).toEqual(problems);
  });

  it('takes 20,000 lines and not one more', () => {
    const lines = Array.from({ length: maxRosterLines + 1 }, (_, n) => ['王秀英', '3栋', String(n)]);
    expect(readRoster([head, ...lines.slice(1)], today).problems).toEqual([]);
    expect(told([head, ...lines])).toEqual(['20002  一次最多 20000 行，请分成几个文件']);
  });
});
