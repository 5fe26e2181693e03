import { assignRole, endRole, listRoleAssignments, type RoleAssignmentView } from '@linli/shared/accounts';
import { derivedRoles, type Role, roleNames, roles } from '@linli/shared/permissions';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Text, View } from '@tarojs/components';
import { useState } from 'react';

import { Answer } from '@/components/answer';
import { Button } from '@/components/button';
import { Item } from '@/components/card';
import { ContentAge } from '@/components/content-age';
import { SidePanel } from '@/components/desk-shell';
import { FactList } from '@/components/facts';
import { PickerField } from '@/components/field';
import { Refusal, Result } from '@/components/result';
import { Confirm } from '@/components/sheet';
import { State } from '@/components/state';
import { Table } from '@/components/table';
import { type PickedResident, ResidentPicker } from '@/features/roster/resident-picker';
import { FormPanel, PanelPart } from '@/features/workbench/form';
import { OrgUnitPicker, type PickedUnit } from '@/features/workbench/org-unit-picker';
import { Pager } from '@/features/workbench/pager';
import { WorkPage } from '@/features/workbench/work-page';
import { WorkSplit } from '@/features/workbench/work-split';
import { send } from '@/lib/api';
import { useDraft } from '@/lib/draft';
import { day } from '@/lib/format';
import { queryClient } from '@/lib/query';
import { useAct } from '@/lib/use-act';

export default function RolesPage() {
  const [page, setPage] = useState(1);
  const query = useQuery({
    queryKey: ['role-assignments', page],
    queryFn: ({ signal }) => send(listRoleAssignments, { page, size: 50 }, { signal }),
    placeholderData: keepPreviousData,
  });
  const [open, setOpen] = useState<string>();
  const [said, setSaid] = useState<string>();
  const done = (words: string) => {
    void queryClient.invalidateQueries({ queryKey: ['role-assignments'] });
    setSaid(words);
    setOpen(undefined);
  };
  return (
    <WorkPage
      title="岗位"
      desk="roles"
      detailOpen={Boolean(open)}
      remark="岗位管这个单位和它下面的所有单位"
      actions={
        <Button
          icon="plus"
          onTap={() => {
            setSaid(undefined);
            setOpen('new');
          }}
        >
          安排一个岗位
        </Button>
      }
    >
      <ContentAge query={query} />
      <Answer query={query} what="岗位">
        {({ items, total, size }) => {
          const row = items.find(({ id }) => id === open);
          const show = ({ id }: RoleAssignmentView) => {
            setSaid(undefined);
            setOpen(id);
          };
          return (
            <WorkSplit
              openKey={open}
              list={
                <>
                  {said && <Result kind="ok" title={said} />}
                  <Table
                    label="岗位"
                    rows={items}
                    keyOf={({ id }) => id}
                    nameOf={({ name, roleText, orgUnitName }) => `${name}，${orgUnitName}${roleText}`}
                    openKey={open}
                    onOpen={show}
                    columns={[
                      { title: '姓名', render: ({ name }) => <Text className="strong">{name}</Text> },
                      { title: '岗位', grow: 1.2, render: ({ roleText }) => roleText },
                      { title: '在哪里', grow: 1.4, render: ({ orgUnitName }) => orgUnitName },
                      { title: '从哪天起', render: ({ since }) => day(since) },
                    ]}
                    phone={(one) => (
                      <Item
                        title={one.name}
                        lines={[`${one.orgUnitName}，${one.roleText}`, `${day(one.since)}起`]}
                        onTap={() => show(one)}
                      />
                    )}
                    empty={
                      <State
                        kind="empty"
                        title="还没有安排岗位"
                        text="先给网格员、店员安排岗位，他们才看得到工作台。"
                      />
                    }
                  />
                  <Pager page={page} size={size} total={total} unit="个" onPage={setPage} />
                </>
              }
              detail={
                open === 'new' ? (
                  <Assign onDone={done} onClose={() => setOpen(undefined)} />
                ) : (
                  row && (
                    <Assignment key={row.id} row={row} onDone={done} onClose={() => setOpen(undefined)} />
                  )
                )
              }
            />
          );
        }}
      </Answer>
    </WorkPage>
  );
}

interface PanelProps {
  onDone: (said: string) => void;
  onClose: () => void;
}

function Assignment({ row, onDone, onClose }: PanelProps & { row: RoleAssignmentView }) {
  const [asking, setAsking] = useState(false);
  const ending = useAct((_: void) => send(endRole, { id: row.id }));
  return (
    <SidePanel
      overline={row.roleText}
      title={row.name}
      onClose={onClose}
      acts={
        <Button kind="line-red" onTap={() => setAsking(true)}>
          收回这个岗位
        </Button>
      }
    >
      <PanelPart>
        <FactList
          facts={[
            { term: '在哪里', fact: row.orgUnitName },
            { term: '从哪天起', fact: day(row.since) },
          ]}
        />
      </PanelPart>
      <Refusal error={ending.error} />
      <Confirm
        open={asking}
        title={`收回${row.name}的岗位？`}
        text={`${row.name}以后不能再办「${row.orgUnitName}${row.roleText}」的事。办过的事都留着。`}
        yes="收回"
        no="先不收"
        onNo={() => setAsking(false)}
        onYes={async () => {
          const answer = await ending.run();
          setAsking(false);
          if (answer) onDone(`${row.name}的岗位收回了`);
        }}
      />
    </SidePanel>
  );
}

function Assign({ onDone, onClose }: PanelProps) {
  const { value, set, clear, savedAt } = useDraft('assign-role', {
    resident: undefined as PickedResident | undefined,
    role: '' as Role | '',
    unit: undefined as PickedUnit | undefined,
  });
  const assigning = useAct((_: void) =>
    send(assignRole, {
      residentId: value.resident?.id ?? '',
      role: value.role as Role,
      orgUnitId: value.unit?.id ?? '',
    }),
  );
  const fields = assigning.error?.fields ?? {};
  return (
    <FormPanel
      overline="新岗位"
      title="安排一个岗位"
      error={assigning.error}
      yes="安排"
      off={!value.resident ? '先选人' : !value.role ? '先选岗位' : !value.unit && '先选在哪里'}
      savedAt={savedAt}
      onClose={onClose}
      onYes={async () => {
        const view = await assigning.run();
        if (!view) return;
        clear();
        onDone(`${view.name}现在是${view.orgUnitName}${view.roleText}`);
      }}
    >
      <ResidentPicker
        label="谁"
        value={value.resident}
        onChange={(resident) => set({ resident })}
        error={fields.residentId}
      />
      <PickerField
        label="岗位"
        options={roleNames
          .filter((role) => !derivedRoles.includes(role))
          .map((role) => ({ value: role, text: roles[role] }))}
        value={value.role}
        onChange={(role) => set({ role })}
        error={fields.role}
      />
      <OrgUnitPicker label="在哪里" value={value.unit} onChange={(unit) => set({ unit })} />
      {fields.orgUnitId && <View className="sub c-danger">{fields.orgUnitId}</View>}
    </FormPanel>
  );
}
