import writeXlsxFile from 'write-excel-file/node';

export interface SheetToWrite {
  name: string;
  /** First row = column names. */
  rows: readonly (readonly string[])[];
  /** Characters; 14 unless said. */
  widths?: readonly number[];
}

/**
 * An .xlsx of text cells only: nothing is calculated, `000018` keeps its zeros and `1-2` does not become a date, also
 * in what somebody types below.
 */
export function writeXlsx(sheets: readonly SheetToWrite[]): Promise<Buffer> {
  return writeXlsxFile(
    sheets.map(({ name, rows, widths }) => ({
      sheet: name,
      data: rows.map((row, index) =>
        row.map((value) => ({
          type: String,
          value,
          format: '@',
          ...(index === 0 ? { fontWeight: 'bold' as const } : {}),
        })),
      ),
      columns: (rows[0] ?? []).map((_, column) => ({ width: widths?.[column] ?? 14 })),
      stickyRowsCount: 1,
    })),
  ).toBuffer();
}
