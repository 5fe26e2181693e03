import {
  type calendarDayView,
  type DayKind,
  dayKindNames,
  dayKinds,
  setCalendarDay,
} from '@linli/shared/calendar-days';
import { addDays, dayOf, weekdayOf } from '@linli/shared/time';
import { useQuery } from '@tanstack/react-query';
import { Text } from '@tarojs/components';
import { useState } from 'react';
import type * as z from 'zod/mini';

import { Answer } from '@/components/answer';
import { Button } from '@/components/button';
import { Item } from '@/components/card';
import { ContentAge } from '@/components/content-age';
import { DateField, PickerField, TextField } from '@/components/field';
import { Filter, FilterBar } from '@/components/filter-bar';
import { Result } from '@/components/result';
import { State } from '@/components/state';
import { Table } from '@/components/table';
import { Tag } from '@/components/tag';
import { calendarQuery } from '@/features/calendar/calendar.api';
import { FormPanel } from '@/features/workbench/form';
import { WorkPage } from '@/features/workbench/work-page';
import { WorkSplit } from '@/features/workbench/work-split';
import { send } from '@/lib/api';
import { useDraft } from '@/lib/draft';
import { dayAndWeekday, partsOf } from '@/lib/format';
import { queryClient } from '@/lib/query';
import { useAct } from '@/lib/use-act';
import { useWide } from '@/lib/wide';

type DayRow = z.output<typeof calendarDayView>;

const tones = { workday: 'neutral', weekend: 'neutral', holiday: 'red', adjustedWorkday: 'warn' } as const;

export default function CalendarPage() {
  const wide = useWide();
  const thisYear = partsOf(Date.now()).year;
  const [year, setYear] = useState(thisYear);
  const query = useQuery(calendarQuery(year));
  const [open, setOpen] = useState<{ day: string; kind: DayKind | ''; name: string }>();
  const [said, setSaid] = useState<string>();
  const show = (row: Pick<DayRow, 'day' | 'name'> & { kind: DayKind | '' }) => {
    setSaid(undefined);
    setOpen({ day: row.day, kind: row.kind, name: row.name });
  };
  return (
    <WorkPage
      title="工作日历"
      desk="calendar"
      detailOpen={Boolean(open)}
      remark="审核、公示的日子按工作日算；照国务院办公厅的放假通知录"
      actions={
        <Button icon="plus" onTap={() => show({ day: '', kind: '', name: '' })}>
          录一天
        </Button>
      }
    >
      {(wide || !open) && (
        <FilterBar>
          <Filter
            label="哪一年"
            options={[thisYear - 1, thisYear, thisYear + 1].map((one) => ({
              value: String(one),
              text: `${one} 年`,
            }))}
            value={String(year)}
            onChange={(one) => setYear(Number(one))}
          />
        </FilterBar>
      )}
      <ContentAge query={query} />
      <Answer query={query} what="日历">
        {({ items, known, missing }) => (
          <WorkSplit
            openKey={open && `day:${open.day}`}
            list={
              <>
                {said && <Result kind="ok" title={said} />}
                {missing.length > 0 && (
                  <Result
                    kind="warn"
                    title={`还没有 ${missing.join('、')} 年的放假安排`}
                    text="放假通知出来以后请录入。没录以前，按平常的周一到周五上班算。"
                  />
                )}
                {!known && !missing.includes(year) && (
                  <Result
                    kind="info"
                    title={`${year} 年还没有放假安排`}
                    text="现在按平常的周一到周五上班算。"
                  />
                )}
                <Table
                  label={`${year} 年和平常不一样的日子`}
                  rows={items}
                  keyOf={(row) => row.day}
                  nameOf={(row) => `${dayAndWeekday(row.day)}，${row.name}`}
                  openKey={open?.day}
                  onOpen={show}
                  columns={[
                    {
                      title: '哪一天',
                      render: (row) => <Text className="strong">{dayAndWeekday(row.day)}</Text>,
                    },
                    { title: '是什么日子', render: (row) => <Kind row={row} /> },
                    { title: '名称', grow: 1.2, render: (row) => row.name },
                    { title: '依据', grow: 1.6, render: (row) => row.source },
                  ]}
                  phone={(row) => (
                    <Item
                      title={dayAndWeekday(row.day)}
                      lines={[[row.name, row.source].filter(Boolean).join('，')]}
                      action={<Kind row={row} />}
                      onTap={() => show(row)}
                    />
                  )}
                  empty={
                    <State
                      kind="empty"
                      title={`${year} 年没有特别的日子`}
                      text="都按平常的周一到周五上班、周末休息算。"
                    />
                  }
                />
              </>
            }
            detail={
              open && (
                <DayForm
                  key={open.day}
                  start={open}
                  onClose={() => setOpen(undefined)}
                  onDone={(words) => {
                    setSaid(words);
                    setOpen(undefined);
                  }}
                />
              )
            }
          />
        )}
      </Answer>
    </WorkPage>
  );
}

function Kind({ row }: { row: DayRow }) {
  return <Tag tone={tones[row.kind]}>{dayKinds[row.kind]}</Tag>;
}

interface DayFormProps {
  start: { day: string; kind: DayKind | ''; name: string };
  onDone: (said: string) => void;
  onClose: () => void;
}

function DayForm({ start, onDone, onClose }: DayFormProps) {
  const { value, set, clear, savedAt } = useDraft(`calendar-day:${start.day || 'new'}`, start);
  const setting = useAct((_: void) =>
    send(setCalendarDay, { day: value.day, kind: value.kind as DayKind, name: value.name }),
  );
  const fields = setting.error?.fields ?? {};
  const weekend = value.day !== '' && weekdayOf(value.day) > 5;
  return (
    <FormPanel
      overline="这一天"
      title={value.day ? dayAndWeekday(value.day) : '录一天'}
      error={setting.error}
      yes="记下来"
      off={!value.day ? '先选日子' : !value.kind && '先选是什么日子'}
      savedAt={savedAt}
      onClose={onClose}
      onYes={async () => {
        if (!(await setting.run())) return;
        clear();
        void queryClient.invalidateQueries({ queryKey: ['calendar'] });
        onDone(`${dayAndWeekday(value.day)}记成了${value.kind && dayKinds[value.kind]}`);
      }}
    >
      <DateField
        label="哪一天"
        value={value.day}
        latest={addDays(dayOf(Date.now()), 800)}
        locked={start.day ? '换一天请另录一条' : undefined}
        onChange={(day) => set({ day })}
        error={fields.day}
      />
      <PickerField
        label="是什么日子"
        options={dayKindNames.map((kind) => ({ value: kind, text: dayKinds[kind] }))}
        value={value.kind}
        onChange={(kind) => set({ kind })}
        error={fields.kind}
        hint={value.day ? `平常的${weekend ? '周末' : '工作日'}` : ''}
      />
      <TextField
        label="名称"
        value={value.name}
        placeholder="例如 春节"
        onChange={(name) => set({ name })}
        error={fields.name}
      />
    </FormPanel>
  );
}
