import { inflateSync } from 'node:zlib';

/** Reads the two-colour pictures the simulator draws, for tests: RGBA pixels, row by row. */
export function decodePng(png: Buffer): { width: number; height: number; pixels: Uint8ClampedArray } {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.set(png.toString('ascii', at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const part = (type: string) => chunks.get(type) ?? Buffer.alloc(0);
  const width = part('IHDR').readUInt32BE(0);
  const height = part('IHDR').readUInt32BE(4);
  const palette = part('PLTE');
  const opacity = part('tRNS');
  const rows = inflateSync(part('IDAT'));
  const rowLength = 1 + Math.ceil(width / 8);
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const index = (rows.readUInt8(y * rowLength + 1 + (x >> 3)) >> (7 - (x & 7))) & 1;
      const colour = [...palette.subarray(index * 3, index * 3 + 3), opacity[index] ?? 255];
      pixels.set(colour, (y * width + x) * 4);
    }
  }
  return { width, height, pixels };
}
