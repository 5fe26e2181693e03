import { encode } from 'uqr';
import { twoColourPng, type Rgb } from './png.js';
import { Refusal } from './refusals.js';

const SCENE_MAX_LENGTH = 32;
const SCENE_CHARACTERS = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]+$/;
const BLACK: Rgb = { r: 0, g: 0, b: 0 };

interface CodeOrder {
  scene: string;
  width: number;
  line: Rgb;
  transparent: boolean;
}

/**
 * Answers `getwxacodeunlimit`. WeChat draws its own round code; ours is a QR code that holds the `scene`,
 * so that a demo can be scanned with any camera.
 * @param releasedPages the pages of the released version; null takes every well-formed page for a released one.
 */
export function drawMiniProgramCode(body: unknown, releasedPages: ReadonlySet<string> | null): Buffer {
  const { scene, width, line, transparent } = readOrder(body, releasedPages);
  const { data, size } = encode(scene, { ecc: 'M', border: 4 });
  const scale = Math.floor(width / size);
  const margin = Math.floor((width - scale * size) / 2);
  const isDark = (x: number, y: number) =>
    data[Math.floor((y - margin) / scale)]?.[Math.floor((x - margin) / scale)] ?? false;
  return twoColourPng(width, isDark, line, transparent);
}

function readOrder(body: unknown, releasedPages: ReadonlySet<string> | null): CodeOrder {
  if (!isRecord(body)) throw new Refusal(40169);
  const { scene, page, check_path: checkPath = true, env_version: version = 'release', width = 430 } = body;
  const { is_hyaline: transparent = false, auto_color: autoColour = false, line_color: line = BLACK } = body;

  if (typeof scene !== 'string' || scene.length === 0 || scene.length > SCENE_MAX_LENGTH)
    throw new Refusal(40169);
  if (!SCENE_CHARACTERS.test(scene)) throw new Refusal(40129);
  if (scene.includes('scancode_time')) throw new Refusal(85096);

  if (typeof checkPath !== 'boolean' || typeof transparent !== 'boolean' || typeof autoColour !== 'boolean')
    throw new Refusal(40097);
  if (typeof version !== 'string' || !['release', 'trial', 'develop'].includes(version))
    throw new Refusal(40097);
  if (typeof width !== 'number' || !Number.isInteger(width) || width < 280 || width > 1280)
    throw new Refusal(40097);
  if (page !== undefined) checkPage(page, checkPath ? releasedPages : null);
  return { scene, width, line: autoColour ? BLACK : readColour(line), transparent };
}

function checkPage(page: unknown, releasedPages: ReadonlySet<string> | null): void {
  if (typeof page !== 'string' || page === '' || page.startsWith('/') || page.includes('?'))
    throw new Refusal(41030);
  if (releasedPages && !releasedPages.has(page)) throw new Refusal(41030);
}

function readColour(line: unknown): Rgb {
  if (!isRecord(line)) throw new Refusal(40097);
  const [r, g, b] = [Number(line.r), Number(line.g), Number(line.b)];
  if (![r, g, b].every((part) => Number.isInteger(part) && part >= 0 && part <= 255))
    throw new Refusal(40097);
  return { r, g, b };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
