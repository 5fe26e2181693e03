// Turns the drawings of src/art into what the two targets can show.
//
//   node scripts/make-art.mjs            writes src/art/index.ts from src/art/*.svg
//   node scripts/make-art.mjs --check    writes nothing; exit 1 if index.ts is stale or a file breaks a rule
//   node scripts/make-art.mjs --tabs     renders src/art/tabs/*.svg to PNG with Chromium ($CHROMIUM, else `chromium`)
//
// WeChat has no <svg> element and its native tab bar takes PNG only, hence both steps. The SVG is the source in
// every case; nothing that comes out is edited by hand.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const artFolder = fileURLToPath(new URL('../src/art/', import.meta.url));
const tabsFolder = join(artFolder, 'tabs');
const indexFile = join(artFolder, 'index.ts');

/** All drawings ride in WeChat's main package, so each one stays small. */
const maxSvgBytes = 900;
/** WeChat refuses tab icons above 40 KB; ours stay far below. */
const maxPngBytes = 10 * 1024;
const tabPixels = 81;
const tabColours = { '': '#5C5048', '-on': '#C4342B' };

const svgNames = (folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.svg'))
    .map((file) => basename(file, '.svg'))
    .sort();

/** Encodes only what a URI may not hold, so it stays near the size of the file and valid on strict web views. */
function dataUri(svg) {
  const encoded = svg
    .trim()
    .replaceAll('"', "'")
    .replace(
      /[%#<>\s{}|\\^`]/g,
      (char) => '%' + char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0'),
    );
  return `data:image/svg+xml,${encoded}`;
}

/** What is wrong with one drawing, as sentences; an empty list when it may ship. */
function faultsOf(name, svg) {
  const faults = [];
  const bytes = Buffer.byteLength(svg);
  if (!/^[a-z]+(-[a-z]+)*$/.test(name)) faults.push('the name is not lower-case words joined by hyphens');
  if (bytes > maxSvgBytes) faults.push(`${bytes} bytes, at most ${maxSvgBytes}`);
  if (!/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="/.test(svg))
    faults.push('no xmlns and viewBox first');
  if (!svg.trimEnd().endsWith('</svg>')) faults.push('does not end with </svg>');
  // Data URIs are shown as images: words have no font there, links and scripts are dead. Other quotes would break out.
  // eslint-disable-next-line no-control-regex -- anything beyond ASCII is what is looked for
  if (/<(text|image|use|script|style|filter)\b|href=|'|[^\x00-\x7F]/.test(svg)) {
    faults.push('holds text, a link, a script, a style, a single quote or a character outside ASCII');
  }
  return faults.map((fault) => `${name}.svg: ${fault}`);
}

function moduleText(names, svgOf) {
  const key = (name) => (name.includes('-') ? `'${name}'` : name);
  return [
    '// Written by scripts/make-art.mjs from the .svg files beside it. Change those, then run the script again.',
    '',
    'export type ArtName =',
    ...names.map((name, i) => `  | '${name}'${i === names.length - 1 ? ';' : ''}`),
    '',
    '/** Each drawing as a data URI, ready for the `src` of an image or, in double quotes, for `url()` in a style. */',
    '// prettier-ignore',
    'export const art: Record<ArtName, string> = {',
    ...names.map((name) => `  ${key(name)}: "${dataUri(svgOf(name))}",`),
    '};',
    '',
    '/** Whether a name that came from elsewhere (the server, a roster) has a drawing; if not, show `gift-box`. */',
    'export function isArtName(name: string): name is ArtName {',
    '  return Object.prototype.hasOwnProperty.call(art, name);',
    '}',
    '',
  ].join('\n');
}

/** Draws each tab icon in both colours on a transparent ground. Chromium is the only renderer we already need. */
function renderTabs() {
  const work = mkdtempSync(join(tmpdir(), 'linli-tabs-'));
  try {
    for (const name of svgNames(tabsFolder)) {
      const svg = readFileSync(join(tabsFolder, `${name}.svg`), 'utf8');
      for (const [suffix, colour] of Object.entries(tabColours)) {
        const page = join(work, 'tab.html');
        const coloured = svg.replace(
          / stroke="#[0-9A-F]{6}"/,
          ` width="${tabPixels}" height="${tabPixels}" stroke="${colour}"`,
        );
        writeFileSync(page, `<style>body{margin:0}svg{display:block}</style>${coloured}`);
        const png = join(tabsFolder, `${name}${suffix}.png`);
        execFileSync(
          process.env.CHROMIUM ?? 'chromium',
          [
            '--headless',
            '--no-sandbox',
            '--disable-gpu',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            '--hide-scrollbars',
            '--force-device-scale-factor=1',
            '--default-background-color=00000000',
            `--user-data-dir=${join(work, 'profile')}`,
            `--window-size=${tabPixels},${tabPixels}`,
            `--screenshot=${png}`,
            `file://${page}`,
          ],
          { stdio: 'ignore' },
        );
      }
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Both colours of every tab icon are there, square, and light enough. Size is read from the PNG header. */
function tabFaults() {
  return svgNames(tabsFolder).flatMap((name) =>
    Object.keys(tabColours).flatMap((suffix) => {
      const file = `tabs/${name}${suffix}.png`;
      let png;
      try {
        png = readFileSync(join(artFolder, file));
      } catch {
        return [`${file}: missing, run with --tabs`];
      }
      const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
      const faults = [];
      if (width !== tabPixels || height !== tabPixels)
        faults.push(`${file}: ${width}×${height}, not ${tabPixels}×${tabPixels}`);
      if (png.length > maxPngBytes) faults.push(`${file}: ${png.length} bytes, at most ${maxPngBytes}`);
      return faults;
    }),
  );
}

function main(mode) {
  if (mode === '--tabs') renderTabs();
  const names = svgNames(artFolder);
  const svgOf = (name) => readFileSync(join(artFolder, `${name}.svg`), 'utf8');
  const faults = [...names.flatMap((name) => faultsOf(name, svgOf(name))), ...tabFaults()];
  const text = moduleText(names, svgOf);
  if (mode === '--check') {
    let current = '';
    try {
      current = readFileSync(indexFile, 'utf8');
    } catch {
      // A missing file is a stale file; the comparison below says so.
    }
    if (current !== text) faults.push('index.ts: not what the drawings give, run node scripts/make-art.mjs');
  } else {
    writeFileSync(indexFile, text);
  }
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exit(1);
  console.log(`${names.length} drawings, ${(text.length / 1024).toFixed(1)} KB`);
}

main(process.argv[2]);
