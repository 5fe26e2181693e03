import { readCsv } from './read-csv.js';
import { readXlsx } from './read-xlsx.js';
import { UnreadableTable, type Cells } from './table.js';

/**
 * The rows of a file that somebody filled in, by what it is and not only by what it is called.
 * @throws UnreadableTable
 */
export async function readTable(fileName: string, bytes: Buffer): Promise<Cells> {
  if (bytes.length === 0) throw new UnreadableTable('format');
  if (bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]))) return readXlsx(bytes);
  // D0 CF 11 E0: an old .xls, or an .xlsx with a password.
  const isCompound = bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]));
  if (isCompound || /\.xlsx?$/i.test(fileName.trim())) throw new UnreadableTable('format');
  return readCsv(bytes);
}
