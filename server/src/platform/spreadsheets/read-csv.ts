import { parse } from 'csv-parse/sync';

import { UnreadableTable, type Cells } from './table.js';

/**
 * Comma, semicolon or tab separated text, in UTF-8 (with or without BOM), UTF-16 or GB 18030: what Excel and WPS write
 * on Chinese machines. Line ends may be mixed.
 * @throws UnreadableTable
 */
export function readCsv(bytes: Buffer): Cells {
  const text = decode(bytes);
  try {
    const records = parse(text, {
      delimiter: delimiterOf(text),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
    }) as string[][];
    return records.map((record) => record.map((cell) => (cell === '' ? null : withoutGuard(cell))));
  } catch (error) {
    throw new UnreadableTable('damaged', { cause: error });
  }
}

function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decodeAs('utf-16le', bytes) ?? refuse();
  if (first === 0xfe && second === 0xff) return decodeAs('utf-16be', bytes) ?? refuse();
  // A text file holds no zero byte; pictures and databases do.
  if (bytes.includes(0)) throw new UnreadableTable('format');
  return decodeAs('utf-8', bytes) ?? decodeAs('gb18030', bytes) ?? refuse();
}

/** The decoder takes a BOM away. */
function decodeAs(encoding: string, bytes: Buffer): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function refuse(): never {
  throw new UnreadableTable('encoding');
}

/** The sign that splits the first line into most parts. */
function delimiterOf(text: string): string {
  const firstLine = text.trimStart().split(/[\r\n]/, 1)[0] ?? '';
  const parts = (sign: string) => firstLine.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) => (parts(sign) > parts(best) ? sign : best));
}

/** `writeCsv` puts an apostrophe before what a spreadsheet would take for a formula. */
function withoutGuard(cell: string): string {
  return /^'[=+\-@\t]/.test(cell) ? cell.slice(1) : cell;
}
