/** What a cell of a read file can be. Excel's dates come as midnight UTC of the day that is shown. */
export type Cell = string | number | boolean | Date | null;

/** Rows as the file has them, empty ones too: row 0 is the line that Excel calls 1. */
export type Cells = readonly (readonly Cell[])[];

export type UnreadableReason =
  /** Neither .xlsx nor text: a picture, an old .xls, a file with a password … */
  | 'format'
  /** Begins like an .xlsx and is broken or cut off. */
  | 'damaged'
  /** More than we are willing to unpack, however small it is packed. */
  | 'too large'
  /** Text in an unknown encoding. */
  | 'encoding';

/** A file that cannot be read as one table; the caller knows what to say about it. */
export class UnreadableTable extends Error {
  constructor(
    readonly reason: UnreadableReason,
    options?: ErrorOptions,
  ) {
    super(`the file cannot be read as a table: ${reason}`, options);
  }
}
