import { helperScopes, relations, residentStatuses, type ResidentRow } from '@linli/shared/residents';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Text, View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useState } from 'react';

import { Answer } from '@/components/answer';
import { Button } from '@/components/button';
import { Item, List } from '@/components/card';
import { ContentAge } from '@/components/content-age';
import { SidePanel } from '@/components/desk-shell';
import { FactList } from '@/components/facts';
import { FilterBar } from '@/components/filter-bar';
import { Result } from '@/components/result';
import { Section } from '@/components/section';
import { State } from '@/components/state';
import { Table } from '@/components/table';
import { Tag } from '@/components/tag';
import { HelperForm } from '@/features/roster/helper-form';
import { RevealPhone } from '@/features/roster/reveal-phone';
import { residentsQuery, residentQuery, rosterPageSize } from '@/features/roster/roster.api';
import { PanelPart } from '@/features/workbench/form';
import { deskPath } from '@/features/workbench/menu';
import { Pager } from '@/features/workbench/pager';
import { useSettled } from '@/features/workbench/use-settled';
import { WorkPage } from '@/features/workbench/work-page';
import { WorkSplit } from '@/features/workbench/work-split';
import { day } from '@/lib/format';
import { useMe } from '@/lib/session';

import './roster.scss';

export default function RosterPage() {
  const me = useMe();
  const [search, setSearch] = useState('');
  const settled = useSettled(search);
  const [at, setAt] = useState({ search: '', page: 1 });
  const page = at.search === settled ? at.page : 1;
  const query = useQuery({ ...residentsQuery(settled, page), placeholderData: keepPreviousData });
  const [open, setOpen] = useState<{ id: string; helper: boolean }>();
  const [said, setSaid] = useState<string>();
  const show = ({ id }: { id: string }) => {
    setSaid(undefined);
    setOpen({ id, helper: false });
  };
  return (
    <WorkPage
      title="居民名册"
      desk="roster"
      detailOpen={Boolean(open)}
      remark="名字和号码都遮着；看号码要写原因"
      actions={
        me?.permissions.includes('roster.import') && (
          <Button icon="file" onTap={() => void Taro.navigateTo({ url: deskPath('roster-import') })}>
            用表格导入
          </Button>
        )
      }
    >
      <WorkSplit
        openKey={open && `${open.id}${open.helper}`}
        list={
          <>
            <FilterBar search={{ label: '姓名、存折号或完整手机号', value: search, onChange: setSearch }} />
            <ContentAge query={query} />
            <Answer query={query} what="名册">
              {({ items, total, size }) => (
                <>
                  <Table
                    label="居民"
                    rows={items}
                    keyOf={({ id }) => id}
                    nameOf={({ maskedName, address }) => `${maskedName}，${address}`}
                    openKey={open?.id}
                    onOpen={show}
                    columns={[
                      {
                        title: '姓名',
                        render: ({ maskedName }) => <Text className="strong">{maskedName}</Text>,
                      },
                      {
                        title: '出生年',
                        grow: 0.7,
                        number: true,
                        render: ({ birthYear }) => birthYear ?? '',
                      },
                      { title: '住在', grow: 1.5, render: ({ address }) => address },
                      ...(open
                        ? []
                        : [{ title: '网格', grow: 1.2, render: (row: ResidentRow) => row.gridName }]),
                      {
                        title: '存折号',
                        grow: 0.9,
                        render: ({ passbookNo }) => <Text className="num">{passbookNo}</Text>,
                      },
                      ...(open
                        ? []
                        : [
                            {
                              title: '手机',
                              grow: 1.1,
                              render: (row: ResidentRow) => row.maskedPhone ?? '没有',
                            },
                          ]),
                      { title: '留意', grow: 1.1, render: (row) => <Marks row={row} /> },
                    ]}
                    phone={(row) => (
                      <Item
                        title={row.maskedName}
                        lines={[
                          [row.birthYear && `${row.birthYear} 年生`, row.address].filter(Boolean).join('，'),
                          `存折号 ${row.passbookNo}`,
                          <Marks row={row} key="marks" />,
                        ]}
                        onTap={() => show(row)}
                      />
                    )}
                    empty={
                      settled ? (
                        <State
                          kind="empty"
                          title="没有找到"
                          text={`名册里没有「${settled}」。手机号要写全 11 位，存折号要写全 6 位。`}
                        />
                      ) : (
                        <State
                          kind="empty"
                          title="名册还是空的"
                          text="用表格把居民一次录进来，或者一栋楼一栋楼地录。"
                          action={
                            <Button onTap={() => void Taro.navigateTo({ url: deskPath('roster-import') })}>
                              用表格导入
                            </Button>
                          }
                        />
                      )
                    }
                  />
                  <Pager
                    page={page}
                    size={size || rosterPageSize}
                    total={total}
                    unit="人"
                    onPage={(next) => {
                      setAt({ search: settled, page: next });
                      void Taro.pageScrollTo({ scrollTop: 0, duration: 0 });
                    }}
                  />
                </>
              )}
            </Answer>
          </>
        }
        detail={
          open && (
            <Resident
              key={open.id}
              id={open.id}
              helper={open.helper}
              said={said}
              onShow={show}
              onHelper={() => setOpen({ id: open.id, helper: true })}
              onRegistered={(words) => {
                setSaid(words);
                setOpen({ id: open.id, helper: false });
              }}
              onClose={() => (open.helper ? setOpen({ id: open.id, helper: false }) : setOpen(undefined))}
            />
          )
        }
      />
    </WorkPage>
  );
}

function Marks({ row }: { row: ResidentRow }) {
  return (
    <View className="work-tags">
      {row.status !== 'active' && <Tag>{residentStatuses[row.status]}</Tag>}
      {row.linked ? (
        <Tag tone="ok" icon="check">
          绑了微信
        </Tag>
      ) : (
        !row.hasPhone && (
          <Tag tone="info" icon="phone">
            没有手机
          </Tag>
        )
      )}
    </View>
  );
}

interface ResidentProps {
  id: string;
  helper: boolean;
  said: string | undefined;
  onShow: (resident: { id: string }) => void;
  onHelper: () => void;
  onRegistered: (said: string) => void;
  onClose: () => void;
}

function Resident({ id, helper, said, onShow, onHelper, onRegistered, onClose }: ResidentProps) {
  const query = useQuery(residentQuery(id));
  const mayRegister = useMe()?.permissions.includes('helper.register');
  const mayReveal = useMe()?.permissions.includes('resident.revealPhone');
  const resident = query.data;
  if (!resident) {
    return (
      <SidePanel title="居民" onClose={onClose}>
        <Answer query={query} what="这位居民">
          {() => null}
        </Answer>
      </SidePanel>
    );
  }
  if (helper) return <HelperForm principal={resident} onClose={onClose} onDone={onRegistered} />;
  return (
    <SidePanel
      overline={`存折号 ${resident.passbookNo}`}
      title={resident.name}
      side={<Marks row={resident} />}
      onClose={onClose}
      acts={
        mayRegister && (
          <Button icon="proxy" onTap={onHelper}>
            登记家人代办
          </Button>
        )
      }
    >
      {said && <Result kind="ok" title={said} />}
      <PanelPart>
        <FactList
          facts={[
            { term: '住在', fact: resident.address },
            { term: '网格', fact: resident.gridName },
            { term: '出生年', fact: resident.birthYear ?? '没有写' },
            {
              term: '手机',
              fact: mayReveal ? <RevealPhone resident={resident} /> : (resident.maskedPhone ?? '没有'),
            },
          ]}
        />
      </PanelPart>
      <Section
        title="同住的人"
        {...(resident.householdMembers.length ? { remark: `${resident.householdMembers.length} 人` } : {})}
      >
        {resident.householdMembers.length ? (
          <List tight>
            {resident.householdMembers.map((member) => (
              <Item
                key={member.id}
                title={member.maskedName}
                lines={[member.relation]}
                onTap={() => onShow(member)}
              />
            ))}
          </List>
        ) : (
          <View className="sub">一个人住。</View>
        )}
      </Section>
      <Section title="家人代办">
        {resident.helpers.length ? (
          <List tight>
            {resident.helpers.map((one) => (
              <Item
                key={one.id}
                title={`${one.helperName}，${relations[one.relation]}`}
                lines={[
                  one.scopes.map((scope) => helperScopes[scope]).join('、'),
                  `到 ${day(one.endsOn)} 为止`,
                ]}
              />
            ))}
          </List>
        ) : (
          <View className="sub">还没有登记谁来代办。</View>
        )}
      </Section>
    </SidePanel>
  );
}
