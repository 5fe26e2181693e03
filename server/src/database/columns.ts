import { Column, ForeignKey, PrimaryColumn, type ColumnOptions } from 'typeorm';

/** The column types both engines agree on (docs/guides/developer.md, "A table"). */

export const IdColumn = () => PrimaryColumn({ type: 'varchar', length: 36 });
export const RefColumn = (options: ColumnOptions = {}) => Column({ type: 'varchar', length: 36, ...options });
export const TextColumn = (length: number, options: ColumnOptions = {}) =>
  Column({ type: 'varchar', length, ...options });
/** Long text or JSON; JSON is written and read by the owner. */
export const LongTextColumn = (options: ColumnOptions = {}) => Column({ type: 'text', ...options });
export const IntColumn = (options: ColumnOptions = {}) => Column({ type: 'int', ...options });
export const BoolColumn = (options: ColumnOptions = {}) => Column({ type: 'boolean', ...options });
/** A moment, UTC, milliseconds. */
export const TimeColumn = (options: ColumnOptions = {}) =>
  Column({ type: 'datetime', precision: 3, ...options });
/** A calendar day in Shanghai, `YYYY-MM-DD`. */
export const DayColumn = (options: ColumnOptions = {}) => Column({ type: 'varchar', length: 10, ...options });
/** Milliseconds since 1970 as a number: below 2^53. */
export const MsColumn = (options: ColumnOptions = {}) =>
  Column({
    type: 'bigint',
    ...options,
    transformer: {
      to: (value: number | null) => value,
      from: (value: string | number | null) => (value === null ? null : Number(value)),
    },
  });

/** The row named here must exist and is never removed from under us. Named, with both rules: so both engines agree. */
export const References = (target: () => new () => object, name: string) =>
  ForeignKey(target, { name, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' });
