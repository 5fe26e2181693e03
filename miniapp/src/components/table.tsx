import { View } from '@tarojs/components';
import { type PropsWithChildren, type ReactNode, useState } from 'react';

import { a11y } from '@/lib/a11y';
import { useWide } from '@/lib/wide';

import { List } from './card';
import { classes } from './classes';
import { Box } from './field';
import { Pressable } from './pressable';
import './table.scss';

export interface Column<Row> {
  title: string;
  render: (row: Row) => ReactNode;
  /** Share of the width; 1 unless told. */
  grow?: number;
  /** Numbers stand at the right. */
  number?: boolean;
}

interface TableProps<Row> {
  /** What the rows are, for a screen reader. */
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  /** What a screen reader calls a row. */
  nameOf: (row: Row) => string;
  /** The row as an <Item> on a phone. */
  phone: (row: Row) => ReactNode;
  openKey?: string | undefined;
  onOpen?: (row: Row) => void;
  /** With it, rows can be ticked. */
  chosen?: ReadonlySet<string>;
  onChoose?: (chosen: Set<string>) => void;
  /** Why a row may not be ticked. */
  lockedOf?: (row: Row) => string | undefined;
  empty?: ReactNode;
}

/** Rows at the desk, items on a phone. Keys at the desk: J and K move, space ticks, Enter opens. */
export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rows, keyOf, nameOf, phone, openKey, onOpen, chosen, onChoose, lockedOf, empty } =
    props;
  const wide = useWide();
  const [at, setAt] = useState(0);
  if (rows.length === 0) return <>{empty}</>;
  if (!wide) {
    return (
      <List>
        {rows.map((row) => (
          <View className="table-phone" key={keyOf(row)}>
            {phone(row)}
          </View>
        ))}
      </List>
    );
  }

  const free = rows.filter((row) => !lockedOf?.(row));
  const all = chosen !== undefined && free.length > 0 && free.every((row) => chosen.has(keyOf(row)));
  const toggle = (keys: string[], on: boolean) => {
    const next = new Set(chosen);
    keys.forEach((key) => (on ? next.add(key) : next.delete(key)));
    onChoose?.(next);
  };
  const move = (to: number, from: EventTarget | null) => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setAt(next);
    const body = (from as HTMLElement | null)?.closest('.table');
    (body?.querySelectorAll('.table-row')[next] as HTMLElement | undefined)?.focus();
  };
  const keyboard = (row: Row, index: number) =>
    // Only ever drawn in a browser; Taro's View does not name keyboard events.
    ({
      onKeyDown: (event: KeyboardEvent) => {
        if (event.target !== event.currentTarget) return;
        const key = event.key.toLowerCase();
        if (key === 'j' || key === 'arrowdown') move(index + 1, event.target);
        else if (key === 'k' || key === 'arrowup') move(index - 1, event.target);
        else if (key === 'enter') onOpen?.(row);
        else if (key === ' ' && chosen && !lockedOf?.(row)) toggle([keyOf(row)], !chosen.has(keyOf(row)));
        else return;
        event.preventDefault();
      },
    }) as object;

  return (
    <View className="table" {...a11y({ role: 'table', label })}>
      <View className="table-head" {...a11y({ role: 'row' })}>
        {chosen && (
          <View className="table-tick" {...a11y({ role: 'columnheader' })}>
            <Pressable role="checkbox" label="全选" checked={all} onTap={() => toggle(free.map(keyOf), !all)}>
              <Box checked={all} />
            </Pressable>
          </View>
        )}
        {columns.map((column) => (
          <View
            key={column.title}
            className={classes('table-cell', column.number && 'number')}
            style={{ flexGrow: column.grow ?? 1 }}
            {...a11y({ role: 'columnheader' })}
          >
            {column.title}
          </View>
        ))}
      </View>
      {rows.map((row, index) => {
        const key = keyOf(row);
        const locked = lockedOf?.(row);
        const ticked = chosen?.has(key) ?? false;
        return (
          <View
            key={key}
            className={classes(
              'table-row',
              ticked && 'chosen',
              key === openKey && 'open',
              locked && 'locked',
            )}
            onClick={() => onOpen?.(row)}
            {...keyboard(row, index)}
            {...a11y({
              role: 'row',
              label: locked ? `${nameOf(row)}，${locked}` : nameOf(row),
              focusable: index === at,
            })}
          >
            {chosen && (
              <View className="table-tick" {...a11y({ role: 'cell' })}>
                <Pressable
                  role="checkbox"
                  label={nameOf(row)}
                  checked={ticked}
                  disabled={Boolean(locked)}
                  onTap={() => toggle([key], !ticked)}
                >
                  <Box checked={ticked} locked={Boolean(locked)} />
                </Pressable>
              </View>
            )}
            {columns.map((column) => (
              <View
                key={column.title}
                className={classes('table-cell', column.number && 'number num')}
                style={{ flexGrow: column.grow ?? 1 }}
                {...a11y({ role: 'cell' })}
              >
                {column.render(row)}
              </View>
            ))}
          </View>
        );
      })}
    </View>
  );
}

/** Floats over a list whose rows are ticked; repeats how many and how much. */
export function BatchBar({ text, hint, children }: PropsWithChildren<{ text: string; hint?: string }>) {
  return (
    <View className="batch" {...a11y({ role: 'region', label: text })}>
      <View className="grow">
        <View className="strong">{text}</View>
        {hint && <View className="sub">{hint}</View>}
      </View>
      <View className="batch-acts">{children}</View>
    </View>
  );
}
