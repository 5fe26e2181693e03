import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository, absolute. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Absolute path of something in the repository: `inRepo('server', 'dist')`. */
export const inRepo = (...parts) => path.join(root, ...parts);

/** A fault that a person can mend: shown as its sentence alone, without a stack. */
export class PlainError extends Error {}

/** Reads a JSON file of the repository. */
export const readJson = (...parts) => JSON.parse(readFileSync(inRepo(...parts), 'utf8'));

/** `1.4 s`, `2 min 05 s`. */
export function duration(ms) {
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/**
 * Lines up a table for the terminal. Chinese characters count as two columns.
 * @param {string[][]} rows
 */
export function table(rows) {
  const widths = [];
  for (const row of rows) {
    row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, columns(cell))));
  }
  const pad = (cell, i) => cell + ' '.repeat((widths[i] ?? 0) - columns(cell));
  return rows.map((row) => `  ${row.map(pad).join('  ')}`.trimEnd()).join('\n');
}

const columns = (text) => [...text].reduce((sum, char) => sum + (/[\u2e80-\uffef]/.test(char) ? 2 : 1), 0);
