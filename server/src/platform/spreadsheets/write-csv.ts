/** Spreadsheets take a text that begins like this for a formula. */
const formulaStart = /^[=+\-@\t\r]/;

/**
 * CSV as Excel and WPS open it without being asked: UTF-8 with BOM, CRLF. A text that could run as a formula gets an
 * apostrophe in front; numbers are written as they are.
 */
export function writeCsv(rows: readonly (readonly (string | number | null)[])[]): Buffer {
  const lines = rows.map((row) => row.map(cellText).join(','));
  return Buffer.from(`\uFEFF${lines.map((line) => `${line}\r\n`).join('')}`, 'utf8');
}

function cellText(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
