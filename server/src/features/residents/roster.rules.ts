import { isCleanText, isPersonName, lengthOf, toHalfWidth } from '@linli/shared/fields';
import { rosterColumns, type RosterProblem } from '@linli/shared/residents';
import { isDay, type Day } from '@linli/shared/time';

import type { Cell, Cells } from '../../platform/spreadsheets/table.js';

export type RosterColumn = keyof typeof rosterColumns;
export const rosterColumnKeys = Object.keys(rosterColumns) as RosterColumn[];

/** Columns without which nobody can be put into the roster. */
const neededColumns = ['name', 'building', 'door'] as const satisfies readonly RosterColumn[];

/** More in one file is more than one person can check. */
export const maxRosterLines = 20_000;

/** How many problems are spelled out; the rest is a number. */
export const listedProblems = 200;

/** What a line says where there was something to write and somebody wrote that there is nothing. */
const nothingWords = ['无', '没有', '-', '—', '/'];

/** The template's example line ends with these words; a line that still has them is not a resident. */
export const exampleNote = '示例，填好后删掉这一行';

const householdRoles = [
  '户主',
  '配偶',
  '丈夫',
  '妻子',
  '子女',
  '儿子',
  '女儿',
  '儿媳',
  '女婿',
  '父母',
  '父亲',
  '母亲',
  '公公',
  '婆婆',
  '岳父',
  '岳母',
  '孙辈',
  '孙子',
  '孙女',
  '外孙',
  '外孙女',
  '祖辈',
  '祖父',
  '祖母',
  '爷爷',
  '奶奶',
  '外公',
  '外婆',
  '外祖父',
  '外祖母',
  '兄弟姐妹',
  '哥哥',
  '弟弟',
  '姐姐',
  '妹妹',
  '亲属',
  '租户',
  '合租',
  '保姆',
  '护工',
  '其他',
] as const;
const knownRoles = new Set<string>(householdRoles);

/** One person of the file. Null = the file does not say, so what is stored stays. */
export interface RosterLine {
  /** As the spreadsheet counts: the column names are line 1. */
  line: number;
  passbookNo: string | null;
  name: string;
  birthOn: Day | null;
  /** Eleven digits; '' = the person has none. */
  phone: string | null;
  grid: string | null;
  microGrid: string | null;
  building: string;
  stairUnit: string | null;
  door: string;
  householdRole: string | null;
  careNote: string | null;
}

export interface ReadRoster {
  lines: RosterLine[];
  problems: RosterProblem[];
}

/**
 * Reads the cells of a roster file: columns in any order, found by their names. Every line is looked at, so that
 * everything wrong can be mended in one go; lines with a problem are not in `lines`.
 */
export function readRoster(cells: Cells, today: Day): ReadRoster {
  const problems: RosterProblem[] = [];
  const headAt = cells.findIndex((row) => !isEmpty(row));
  if (headAt < 0)
    return { lines: [], problems: [{ line: 1, column: '', text: '文件是空的。请在模板里填好再交' }] };
  const columns = readHead(cells[headAt] as readonly Cell[], headAt + 1, problems);
  if (problems.length > 0) return { lines: [], problems };

  const lines: RosterLine[] = [];
  let count = 0;
  for (let at = headAt + 1; at < cells.length; at++) {
    const row = cells[at] as readonly Cell[];
    if (isEmpty(row)) continue;
    count += 1;
    if (count > maxRosterLines) {
      problems.push({ line: at + 1, column: '', text: `一次最多 ${maxRosterLines} 行，请分成几个文件` });
      break;
    }
    const line = readLine(row, at + 1, columns, today, problems);
    if (line) lines.push(line);
  }
  if (count === 0) problems.push({ line: headAt + 2, column: '', text: '列名下面一行都没有。请填好再交' });
  return { lines, problems };
}

type Columns = readonly (RosterColumn | undefined)[];

function isEmpty(row: readonly Cell[]): boolean {
  return row.every(
    (cell) => cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === ''),
  );
}

/** A column's name without the blanks and stars that people put around it. */
function plainTitle(cell: Cell): string {
  return typeof cell === 'string' ? toHalfWidth(cell).replace(/[\s*＊]/g, '') : String(cell ?? '');
}

function readHead(head: readonly Cell[], line: number, problems: RosterProblem[]): Columns {
  const byTitle = new Map(rosterColumnKeys.map((key) => [rosterColumns[key] as string, key] as const));
  const titles = head.map(plainTitle);
  if (!titles.some((title) => byTitle.has(title))) {
    problems.push({ line, column: '', text: '第一行要写列名：姓名、楼栋、门牌……请用我们的模板' });
    return [];
  }
  const columns = titles.map((title) => byTitle.get(title));
  titles.forEach((title, at) => {
    const key = columns[at];
    if (!key && title !== '') {
      problems.push({
        line,
        column: title.slice(0, 20),
        text: '名册里没有这一列，请删掉，或改成模板里的列名',
      });
    } else if (key && columns.indexOf(key) < at) {
      problems.push({ line, column: title, text: '这一列写了两遍，请留一列' });
    }
  });
  for (const key of neededColumns) {
    if (!columns.includes(key)) problems.push({ line, column: rosterColumns[key], text: '缺这一列，请补上' });
  }
  return columns;
}

function readLine(
  row: readonly Cell[],
  line: number,
  columns: Columns,
  today: Day,
  problems: RosterProblem[],
): RosterLine | null {
  const before = problems.length;
  const complain = (column: RosterColumn | '', text: string) => {
    problems.push({ line, column: column === '' ? '' : rosterColumns[column], text });
  };
  const cellOf = (key: RosterColumn): Cell => row[columns.indexOf(key)] ?? null;
  const read = <T>(key: RosterColumn, parse: (cell: Cell) => Parsed<T>): T | null => {
    const cell = columns.includes(key) ? cellOf(key) : null;
    if (cell === null || (typeof cell === 'string' && cell.trim() === '')) return null;
    const parsed = parse(cell);
    if ('problem' in parsed) complain(key, parsed.problem);
    return 'value' in parsed ? parsed.value : null;
  };

  row.forEach((cell, at) => {
    if (!columns[at] && cell !== null && String(cell).trim() !== '') {
      complain('', `第 ${at + 1} 列没有列名，却写了“${String(cell).slice(0, 10)}”。请删掉`);
    }
  });

  const careNote = read('careNote', noteIn);
  if (careNote?.startsWith('示例')) {
    complain('', '这一行是模板里的示例，请删掉');
    return null;
  }
  const result = {
    line,
    passbookNo: read('passbookNo', passbookNoIn),
    name: read('name', nameIn) ?? '',
    birthOn: read('birthOn', (cell) => birthOnIn(cell, today)),
    phone: read('phone', phoneIn),
    grid: read('grid', unitNameIn('')),
    microGrid: read('microGrid', unitNameIn('')),
    building: read('building', unitNameIn('栋')) ?? '',
    stairUnit: read('stairUnit', unitNameIn('单元')),
    door: read('door', doorIn) ?? '',
    householdRole: read('householdRole', householdRoleIn),
    careNote,
  };
  const isMissing = (key: (typeof neededColumns)[number]) => result[key] === '' && isEmpty([cellOf(key)]);
  if (isMissing('name')) complain('name', '没有填姓名');
  if (isMissing('building')) complain('building', '没有填楼栋');
  if (isMissing('door')) complain('door', '没有填门牌');
  return problems.length > before ? null : result;
}

/** What a cell means, or what is wrong with it. */
export type Parsed<T> = { value: T } | { problem: string };

/** The words of a cell: numbers as they look, days as `YYYY-MM-DD`, full-width digits and letters plain, one line. */
function wordsOf(cell: Cell): string {
  if (cell instanceof Date) return dayOfCell(cell);
  return toHalfWidth(String(cell ?? ''))
    .replace(/\s+/g, ' ')
    .trim();
}

/** The reader gives midnight UTC of the day the sheet shows; '' for a date no calendar has. */
function dayOfCell(cell: Date): Day {
  return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
}

export function passbookNoIn(cell: Cell): Parsed<string> {
  const digits = wordsOf(cell).replace(/[\s-]/g, '');
  if (!/^\d{1,6}$/.test(digits)) return { problem: '存折号是 6 位数字。新居民可以空着，由系统来编' };
  // A spreadsheet eats the zeros in front: 18 is 000018.
  const full = digits.padStart(6, '0');
  return full === '000000' ? { problem: '存折号不能全是 0。新居民可以空着，由系统来编' } : { value: full };
}

export function nameIn(cell: Cell): Parsed<string> {
  const name = wordsOf(cell);
  if (lengthOf(name) > 30) return { problem: '姓名最多 30 个字' };
  if (/\p{Extended_Pictographic}/u.test(name.replace(/\d/g, '')))
    return { problem: '姓名里有表情符号，请删掉' };
  if (!isPersonName(name)) return { problem: '姓名只能写汉字或字母，请再核对' };
  return { value: name };
}

export function phoneIn(cell: Cell): Parsed<string> {
  const words = wordsOf(cell);
  if (nothingWords.includes(words)) return { value: '' };
  const digits = words.replace(/[\s-]/g, '').replace(/^(\+?86)(?=1\d{10}$)/, '');
  return /^1\d{10}$/.test(digits) ? { value: digits } : { problem: '手机号是 11 位数字。没有手机就空着' };
}

const earliestBirth = '1900-01-01';
const excelEpoch = Date.UTC(1899, 11, 30);

/** Days as people and spreadsheets write them: a date cell, its bare number, 1948-3-2, 1948/03/02, 1948年3月2日, 19480302. */
export function birthOnIn(cell: Cell, today: Day): Parsed<Day> {
  const day = typeof cell === 'number' ? dayOfNumber(cell) : dayOfWords(wordsOf(cell));
  if (day === null) return { problem: '出生日期请写成 1948-03-02 这样，年月日都要有' };
  if (!isDay(day))
    return {
      problem: `没有 ${Number(day.slice(0, 4))} 年 ${Number(day.slice(5, 7))} 月 ${Number(day.slice(8))} 日这一天，请再核对`,
    };
  if (day > today) return { problem: '出生日期在今天以后，请再核对' };
  if (day < earliestBirth) return { problem: '出生日期早于 1900 年，请再核对' };
  return { value: day };
}

function dayOfNumber(number: number): Day | null {
  if (number >= 19_000_000) return dayOfWords(String(number));
  // Below 2101 it is a year that somebody typed, not a day of 1905.
  if (!Number.isInteger(number) || number <= 2100 || number > 80_000) return null;
  return new Date(excelEpoch + number * 86_400_000).toISOString().slice(0, 10);
}

function dayOfWords(words: string): Day | null {
  const parts =
    /^(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?$/.exec(words) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(words);
  if (!parts) return null;
  const [, year, month, day] = parts as unknown as [string, string, string, string];
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** A unit's name; a bare number gets its word: 3 → 3栋, 2 → 2单元. */
export function unitNameIn(word: string): (cell: Cell) => Parsed<string> {
  return (cell) => {
    const words = wordsOf(cell);
    const name = word !== '' && /^\d+$/.test(words) ? `${Number(words)}${word}` : words;
    if (lengthOf(name) > 40) return { problem: '名称最多 40 个字' };
    return isCleanText(name) ? { value: name } : { problem: '里面有看不见的字符，请删掉重打' };
  };
}

function doorIn(cell: Cell): Parsed<string> {
  const door = wordsOf(cell);
  if (lengthOf(door) > 20) return { problem: '门牌最多 20 个字' };
  return isCleanText(door) ? { value: door } : { problem: '里面有看不见的字符，请删掉重打' };
}

export function householdRoleIn(cell: Cell): Parsed<string> {
  const role = wordsOf(cell);
  return knownRoles.has(role)
    ? { value: role }
    : {
        problem: `不认识“${Array.from(role).slice(0, 10).join('')}”。请写户主、配偶、子女、父母、租户或其他`,
      };
}

export function noteIn(cell: Cell): Parsed<string> {
  const note = cell instanceof Date ? dayOfCell(cell) : String(cell).trim();
  if (nothingWords.includes(note)) return { value: '' };
  if (lengthOf(note) > 100) return { problem: '备注最多 100 个字' };
  return isCleanText(note) ? { value: note } : { problem: '里面有看不见的字符，请删掉重打' };
}
