import { deflateRawSync } from 'node:zlib';

import { readTable } from './read-table.js';
import { UnreadableTable, type Cell } from './table.js';
import { writeCsv } from './write-csv.js';
import { writeXlsx } from './write-xlsx.js';

const rows = [
  ['存折号', '姓名', '备注'],
  ['000018', '𠮷田㐂', '=1+1'],
  ['000019', '李，建"国', '+861\n二'],
];

/** A zip of these files, and how large its directory claims the first to be. */
function zipOf(files: Record<string, Buffer | string>, claimed?: number): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const [name, given] of Object.entries(files)) {
    const content = Buffer.from(given);
    const size = entries.length === 0 ? (claimed ?? content.length) : content.length;
    const packed = deflateRawSync(content);
    const path = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(path.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(path.length, 28);
    entry.writeUInt32LE(at, 42);
    locals.push(local, path, packed);
    entries.push(entry, path);
    at += local.length + path.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(Buffer.concat(entries).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...entries, end]);
}

/** An .xlsx with the given `<sheetData>`. */
function sheetOf(rowsXml: string): Buffer {
  return zipOf({
    'xl/workbook.xml': '<workbook><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rowsXml}</sheetData></worksheet>`,
  });
}

async function reasonOf(fileName: string, bytes: Buffer): Promise<string> {
  const error = await readTable(fileName, bytes).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UnreadableTable);
  return (error as UnreadableTable).reason;
}

describe('xlsx', () => {
  it('reads back what it wrote, zeros and rare characters included', async () => {
    expect(await readTable('a.xlsx', await writeXlsx([{ name: '名册', rows }]))).toEqual(rows);
  });

  it('is recognised by its content, whatever it is called', async () => {
    expect(await readTable('a.csv', await writeXlsx([{ name: '名册', rows }]))).toEqual(rows);
  });

  it.each<[string, string, Buffer, string]>([
    ['an empty file', 'a.xlsx', Buffer.alloc(0), 'format'],
    ['a picture called .xlsx', 'a.xlsx', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]), 'format'],
    ['text called .xlsx', 'a.xlsx', Buffer.from('姓名,楼栋'), 'format'],
    ['an old .xls', 'a.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'format'],
    ['a zip that is no spreadsheet', 'a.xlsx', zipOf({ 'readme.txt': 'hello' }), 'damaged'],
    ['only the beginning of a zip', 'a.xlsx', Buffer.from('PK\u0003\u0004 and nothing more'), 'damaged'],
    [
      'a small file that unpacks to 100 MB',
      'a.xlsx',
      zipOf({ 'xl/a.xml': Buffer.alloc(100_000_000) }),
      'too large',
    ],
    [
      'a small file that lies about its 100 MB',
      'a.xlsx',
      zipOf({ 'xl/workbook.xml': Buffer.alloc(100_000_000, ' ') }, 1000),
      'damaged',
    ],
  ])('refuses %s', async (_what, fileName, bytes, reason) => {
    expect(await reasonOf(fileName, bytes)).toBe(reason);
  });

  it('reads numbers and days as such', async () => {
    const cells = '<row r="1"><c r="A1"><v>18</v></c><c r="C1" t="inlineStr"><is><t>㐂</t></is></c></row>';
    expect(await readTable('a.xlsx', sheetOf(cells))).toEqual([[18, null, '㐂']]);
  });

  it('survives a small file whose last cell is in row 400,000,000', async () => {
    const cells =
      '<row r="1"><c r="A1"><v>1</v></c></row><row r="400000000"><c r="XFD400000000"><v>1</v></c></row>';
    expect(await reasonOf('a.xlsx', sheetOf(cells))).toBe('too large');
  });

  it('refuses a file cut off in the middle', async () => {
    const whole = await writeXlsx([{ name: '名册', rows }]);
    expect(await reasonOf('a.xlsx', whole.subarray(0, Math.floor(whole.length / 2)))).toBe('damaged');
  });
});

describe('csv', () => {
  it('reads back what it wrote, and the guard against formulas is not seen', async () => {
    expect(await readTable('a.csv', writeCsv(rows))).toEqual(rows);
  });

  it('keeps a cell from running as a formula', () => {
    const text = writeCsv([['=HYPERLINK("x")', '+1', '-1', '@a', '\tb', -5, '普通']]).toString('utf8');
    expect(text).toBe('\uFEFF"\'=HYPERLINK(""x"")",\'+1,\'-1,\'@a,\'\tb,-5,普通\r\n');
  });

  const plain: Cell[][] = [
    ['姓名', '门牌'],
    ['张三', '0501'],
    ['李四', null],
  ];
  it.each<[string, Buffer]>([
    ['without BOM', Buffer.from('姓名,门牌\n张三,0501\n李四,\n')],
    ['with BOM', Buffer.from('\uFEFF姓名,门牌\n张三,0501\n李四,\n')],
    ['with mixed line ends', Buffer.from('姓名,门牌\r\n张三,0501\r李四,\n')],
    ['without a last line end', Buffer.from('姓名,门牌\n张三,0501\n李四,')],
    ['with semicolons', Buffer.from('姓名;门牌\n张三;0501\n李四;\n')],
    ['as Excel’s Unicode text', Buffer.from('\uFEFF姓名\t门牌\r\n张三\t0501\r\n李四\t\r\n', 'utf16le')],
    ['in GBK', Buffer.from('d0d5c3fb2cc3c5c5c60ad5c5c8fd2c303530310ac0eecbc42c0a', 'hex')],
  ])('is read %s', async (_what, bytes) => {
    expect(await readTable('a.csv', bytes)).toEqual(plain);
  });

  it('keeps empty lines, so that line numbers are those of the file', async () => {
    expect(await readTable('a.csv', Buffer.from('a,b\n\nc,d\n'))).toEqual([['a', 'b'], [null], ['c', 'd']]);
  });

  it.each<[string, Buffer, string]>([
    ['bytes of no text', Buffer.from([0x61, 0x00, 0xff, 0x80]), 'format'],
    ['an unknown encoding', Buffer.from([0x61, 0xff, 0xff, 0x0a]), 'encoding'],
    ['a quotation mark that never closes', Buffer.from('a,"b\nc,d\n'), 'damaged'],
  ])('refuses %s', async (_what, bytes, reason) => {
    expect(await reasonOf('a.csv', bytes)).toBe(reason);
  });
});
