import { UnreadableTable } from './table.js';

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;

/**
 * Bytes a zip archive says it unpacks to, from its central directory.
 * The reader allocates exactly what is said there, so that the sum is a true bound however the content lies.
 * @throws UnreadableTable `damaged` when there is no directory or it is cut off
 */
export function unpackedSize(zip: Buffer): number {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > zip.length || zip.readUInt32LE(end) !== endSignature)
    throw new UnreadableTable('damaged');
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  let total = 0;
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== entrySignature) throw new UnreadableTable('damaged');
    const size = zip.readUInt32LE(at + 24);
    // 0xFFFFFFFF means zip64: more than 4 GB, or somebody playing tricks.
    total += size;
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return total;
}
