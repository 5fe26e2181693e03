import { encode } from 'uqr';

/** Black and white PNG of a QR code as a data URI: no canvas, no TextEncoder, so WeChat draws it too. */
export function qrImage(text: string): string {
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  const scale = 8;
  const width = size * scale;
  const rowBytes = Math.ceil(width / 8);
  const raw: number[] = [];
  for (let y = 0; y < width; y++) {
    // Each line begins with its filter: none.
    raw.push(0);
    const modules = data[Math.floor(y / scale)] as boolean[];
    // Eight dots are one module wide, so each module is one byte: ink 0, paper 1.
    for (let x = 0; x < rowBytes; x++) raw.push(modules[x] ? 0x00 : 0xff);
  }
  const header = [...int(width), ...int(width), 1, 0, 0, 0, 0];
  const png = [
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk('IHDR', header),
    ...chunk('IDAT', zlib(raw)),
    ...chunk('IEND', []),
  ];
  return `data:image/png;base64,${base64(png)}`;
}

const int = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

function chunk(name: string, data: number[]): number[] {
  const body = [...Array.from(name, (letter) => letter.charCodeAt(0)), ...data];
  return [...int(data.length), ...body, ...int(crc32(body))];
}

/** zlib with stored blocks: a code is a few kilobytes, not worth a compressor. */
function zlib(data: number[]): number[] {
  const out = [0x78, 0x01];
  for (let at = 0; at < data.length; at += 65535) {
    const part = data.slice(at, at + 65535);
    const last = at + 65535 >= data.length ? 1 : 0;
    out.push(
      last,
      part.length & 255,
      part.length >>> 8,
      ~part.length & 255,
      (~part.length >>> 8) & 255,
      ...part,
    );
  }
  return [...out, ...int(adler32(data))];
}

function crc32(data: number[]): number {
  let crc = -1;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}

function adler32(data: number[]): number {
  let a = 1;
  let b = 0;
  for (const byte of data) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return (b << 16) | a;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(bytes: number[]): string {
  let out = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.slice(at, at + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    out += letters.charAt(bits >> 18) + letters.charAt((bits >> 12) & 63);
    out += b === undefined ? '=' : letters.charAt((bits >> 6) & 63);
    out += c === undefined ? '=' : letters.charAt(bits & 63);
  }
  return out;
}
