import {
  createOrgUnit,
  type OrgUnitKind,
  orgUnitKindNames,
  orgUnitKinds,
  type OrgUnitView,
  parentsOf,
  renameOrgUnit,
} from '@linli/shared/org-units';
import { useQuery } from '@tanstack/react-query';
import { Text } from '@tarojs/components';
import { useState } from 'react';

import { Answer } from '@/components/answer';
import { Button } from '@/components/button';
import { Item } from '@/components/card';
import { ContentAge } from '@/components/content-age';
import { PickerField, TextField } from '@/components/field';
import { Result } from '@/components/result';
import { State } from '@/components/state';
import { Table } from '@/components/table';
import { Crumbs } from '@/features/workbench/crumbs';
import { FormPanel } from '@/features/workbench/form';
import { orgUnitsQuery } from '@/features/workbench/org-unit-picker';
import { WorkPage } from '@/features/workbench/work-page';
import { WorkSplit } from '@/features/workbench/work-split';
import { send } from '@/lib/api';
import { useDraft } from '@/lib/draft';
import { queryClient } from '@/lib/query';
import { useMe } from '@/lib/session';
import { useAct } from '@/lib/use-act';
import { useWide } from '@/lib/wide';

type Open = 'rename' | 'add';

/** Kinds that may hang below one of this kind. */
function kindsBelow(kind: OrgUnitKind): OrgUnitKind[] {
  return orgUnitKindNames.filter((name) => parentsOf[name].includes(kind));
}

export default function OrgUnitsPage() {
  const manages = useMe()?.permissions.includes('orgUnit.manage') ?? false;
  const wide = useWide();
  const [trail, setTrail] = useState<OrgUnitView[]>([]);
  const here = trail[trail.length - 1];
  const query = useQuery(orgUnitsQuery(here?.id));
  const [open, setOpen] = useState<Open>();
  const [said, setSaid] = useState<string>();
  const go = (next: OrgUnitView[]) => {
    setTrail(next);
    setOpen(undefined);
    setSaid(undefined);
  };
  const done = (words: string, next = trail) => {
    void queryClient.invalidateQueries({ queryKey: ['org-units'] });
    go(next);
    setSaid(words);
  };
  const canAdd = manages && here && kindsBelow(here.kind).length > 0;
  return (
    <WorkPage
      title="网格与楼栋"
      desk="org-units"
      detailOpen={Boolean(open)}
      remark={here && factWords(here)}
      actions={
        manages &&
        here && (
          <>
            <Button icon="edit" onTap={() => setOpen('rename')}>
              改名称
            </Button>
            {canAdd && (
              <Button icon="plus" onTap={() => setOpen('add')}>
                在下面加
              </Button>
            )}
          </>
        )
      }
    >
      {trail.length > 0 && (wide || !open) && (
        <Crumbs trail={trail.map(({ name }) => name)} onBack={(depth) => go(trail.slice(0, depth))} />
      )}
      <ContentAge query={query} />
      <Answer query={query} what="网格">
        {({ items }) => (
          <WorkSplit
            openKey={open}
            list={
              <>
                {said && <Result kind="ok" title={said} />}
                <Table
                  label={here ? `${here.name}下面的单位` : '我的单位'}
                  rows={items}
                  keyOf={({ id }) => id}
                  nameOf={({ name }) => name}
                  onOpen={(unit) => go([...trail, unit])}
                  columns={[
                    {
                      title: '名称',
                      grow: 1.5,
                      render: ({ name }) => <Text className="strong">{name}</Text>,
                    },
                    { title: '是什么', grow: 0.8, render: ({ kind }) => orgUnitKinds[kind] },
                    { title: '编号', grow: 0.8, render: ({ code }) => code },
                    {
                      title: '下面',
                      grow: 0.7,
                      number: true,
                      render: ({ childCount }) => `${childCount} 个`,
                    },
                    {
                      title: '户',
                      grow: 0.7,
                      number: true,
                      render: ({ householdCount }) => householdCount,
                    },
                    { title: '人', grow: 0.7, number: true, render: ({ residentCount }) => residentCount },
                  ]}
                  phone={(one) => (
                    <Item title={one.name} lines={[countWords(one)]} onTap={() => go([...trail, one])} />
                  )}
                  empty={
                    <State
                      kind="empty"
                      title="下面还没有单位"
                      text={
                        canAdd ? '可以在这里加，也可以用名册表格一次录入。' : '需要加的话，请社区主任来办。'
                      }
                    />
                  }
                />
              </>
            }
            detail={
              here &&
              (open === 'add' ? (
                <AddForm parent={here} onDone={done} onClose={() => setOpen(undefined)} />
              ) : (
                open === 'rename' && (
                  <RenameForm
                    unit={here}
                    onDone={(words, name) => done(words, [...trail.slice(0, -1), { ...here, name }])}
                    onClose={() => setOpen(undefined)}
                  />
                )
              ))
            }
          />
        )}
      </Answer>
    </WorkPage>
  );
}

function countWords({ kind, childCount, householdCount, residentCount }: OrgUnitView): string {
  return [
    orgUnitKinds[kind],
    childCount && `下面 ${childCount} 个`,
    `${householdCount} 户`,
    `${residentCount} 人`,
  ]
    .filter(Boolean)
    .join('，');
}

/** Where one is, for the line under the title. */
function factWords(unit: OrgUnitView): string {
  return [
    orgUnitKinds[unit.kind],
    `编号 ${unit.code}`,
    `${unit.householdCount} 户`,
    `${unit.residentCount} 人`,
  ].join('，');
}

interface FormProps {
  onDone: (said: string) => void;
  onClose: () => void;
}

function AddForm({ parent, onDone, onClose }: FormProps & { parent: OrgUnitView }) {
  const kinds = kindsBelow(parent.kind);
  const { value, set, clear, savedAt } = useDraft(`org-unit:${parent.id}`, {
    kind: kinds[0] as OrgUnitKind,
    code: '',
    name: '',
  });
  const creating = useAct((_: void) => send(createOrgUnit, { parentId: parent.id, ...value }));
  const fields = creating.error?.fields ?? {};
  return (
    <FormPanel
      overline={`加在${parent.name}下面`}
      title={value.name || `新的${orgUnitKinds[value.kind]}`}
      error={creating.error}
      yes="加上"
      savedAt={savedAt}
      onClose={onClose}
      onYes={async () => {
        const unit = await creating.run();
        if (!unit) return;
        clear();
        onDone(`加好了：${unit.name}`);
      }}
    >
      <PickerField
        label="是什么"
        options={kinds.map((kind) => ({ value: kind, text: orgUnitKinds[kind] }))}
        value={value.kind}
        onChange={(kind) => set({ kind })}
        error={fields.kind}
      />
      <TextField
        label="名称"
        value={value.name}
        placeholder="例如 第四网格"
        onChange={(name) => set({ name })}
        error={fields.name}
      />
      <TextField
        label="编号"
        value={value.code}
        maxLength={12}
        hint="小写字母或数字，同一个上级下面不能重复"
        onChange={(code) => set({ code: code.trim().toLowerCase() })}
        error={fields.code}
      />
    </FormPanel>
  );
}

interface RenameFormProps {
  unit: OrgUnitView;
  onDone: (said: string, name: string) => void;
  onClose: () => void;
}

function RenameForm({ unit, onDone, onClose }: RenameFormProps) {
  const { value, set, clear, savedAt } = useDraft(`rename:${unit.id}`, { name: unit.name });
  const renaming = useAct((_: void) => send(renameOrgUnit, { id: unit.id, name: value.name }));
  return (
    <FormPanel
      overline="改名称"
      title={unit.name}
      remark="居民的地址里也会跟着改。"
      error={renaming.error}
      yes="改名称"
      off={value.name.trim() === unit.name && '名称没有变'}
      savedAt={savedAt}
      onClose={onClose}
      onYes={async () => {
        if (!(await renaming.run())) return;
        clear();
        onDone(`${unit.name}改成了${value.name.trim()}`, value.name.trim());
      }}
    >
      <TextField
        label="新名称"
        value={value.name}
        onChange={(name) => set({ name })}
        error={renaming.error?.fields.name}
      />
    </FormPanel>
  );
}
