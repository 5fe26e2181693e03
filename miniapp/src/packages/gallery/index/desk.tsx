import { View } from '@tarojs/components';
import { useState } from 'react';

import { Button } from '@/components/button';
import { Item } from '@/components/card';
import { DeskShell, DeskSplit, type MenuGroup, SidePanel } from '@/components/desk-shell';
import { FactList, Timeline } from '@/components/facts';
import { Filter, FilterBar, Tabs } from '@/components/filter-bar';
import { BatchBar, Table } from '@/components/table';
import { Tag } from '@/components/tag';

import './gallery.scss';

const menu: MenuGroup[] = [
  {
    title: '积分',
    items: [
      { icon: 'checkc', text: '复核申报', path: 'review', count: 24 },
      { icon: 'eye', text: '公示与异议', path: 'public', count: 1 },
      { icon: 'bag', text: '超市与库存', path: 'stock' },
    ],
  },
  {
    title: '底数',
    items: [
      { icon: 'home', text: '网格与住户', path: 'homes' },
      { icon: 'shield', text: '操作留痕', path: 'audit' },
    ],
  },
];

const rows = [
  { id: '1', name: '张*兰', home: '3栋', what: '陪邻居看病', day: '12月13日', points: 10, by: '对方已确认' },
  { id: '2', name: '刘*婷', home: '9栋', what: '楼道清杂物', day: '12月12日', points: 5, by: '网格员看过' },
  {
    id: '3',
    name: '王*英',
    home: '5栋',
    what: '照看独居老人',
    day: '12月14日',
    points: 3,
    by: '对方已确认',
    mark: '代申报',
  },
  {
    id: '4',
    name: '周*然',
    home: '7栋',
    what: '技能志愿 2 小时',
    day: '12月13日',
    points: 12,
    by: '主持人确认',
  },
  {
    id: '5',
    name: '陈*明',
    home: '1栋',
    what: '夜间巡逻',
    day: '12月12日',
    points: 5,
    by: '主持人确认',
    locked: '您的家人，不能审',
  },
  { id: '6', name: '李*国', home: '4栋', what: '捐旧物', day: '12月11日', points: 5, by: '有收条' },
];
type Row = (typeof rows)[number];

export function Desk() {
  const [tab, setTab] = useState('waiting');
  const [grid, setGrid] = useState('all');
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<Row>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(['1', '3']));
  const sum = rows.filter((row) => chosen.has(row.id)).reduce((total, row) => total + row.points, 0);
  const mark = (row: Row) =>
    row.locked ? (
      <Tag icon="lock">{row.locked}</Tag>
    ) : row.mark ? (
      <Tag tone="info" icon="proxy">
        {row.mark}
      </Tag>
    ) : null;
  return (
    <DeskShell
      title="复核申报"
      remark="请在 1月5日 前复核完 12 月的申报，通过后公示 7 天"
      actions={<Button icon="dl">导出</Button>}
      menu={menu}
      path="review"
      place="金桂社区"
      person="林秀芬"
    >
      <Tabs
        label="申报"
        tabs={[
          { value: 'waiting', text: '待复核', count: 24 },
          { value: 'back', text: '已退回', count: 2 },
          { value: 'posted', text: '已入账', count: 118 },
        ]}
        value={tab}
        onChange={setTab}
      />
      <DeskSplit
        list={
          <>
            <FilterBar search={{ label: '找姓名或楼栋', value: search, onChange: setSearch }}>
              <Filter
                label="网格"
                options={[
                  { value: 'all', text: '全部网格' },
                  { value: '1', text: '第一网格' },
                ]}
                value={grid}
                onChange={setGrid}
              />
              <Filter
                label="类别"
                options={[{ value: 'all', text: '全部类别' }]}
                value="all"
                onChange={() => undefined}
              />
            </FilterBar>
            <Table
              label="待复核的申报"
              rows={rows}
              keyOf={(row) => row.id}
              nameOf={(row) => `${row.name}，${row.what}`}
              columns={[
                {
                  title: '申报人',
                  grow: 1.3,
                  render: (row) => (
                    <>
                      <View className="strong gallery-inline">{row.name}</View>{' '}
                      <View className="sub gallery-inline">{row.home}</View>
                    </>
                  ),
                },
                { title: '做了什么', grow: 1.6, render: (row) => row.what },
                { title: '哪天', render: (row) => row.day },
                { title: '分', grow: 0.5, number: true, render: (row) => row.points },
                { title: '谁确认', grow: 1.3, render: (row) => row.by },
                { title: '留意', grow: 1.9, render: mark },
              ]}
              phone={(row) => (
                <Item
                  title={row.what}
                  lines={[`${row.name}，${row.home}，${row.day}`, row.by]}
                  side={mark(row)}
                  onTap={() => setOpen(row)}
                />
              )}
              openKey={open?.id}
              onOpen={setOpen}
              chosen={chosen}
              onChoose={setChosen}
              lockedOf={(row) => row.locked}
            />
            {chosen.size > 0 && (
              <BatchBar text={`已选 ${chosen.size} 条，共 ${sum} 分`} hint="都已初审，没有重复">
                <Button>退回并说明</Button>
                <Button kind="main">通过，去公示</Button>
              </BatchBar>
            )}
          </>
        }
        detail={
          open && (
            <SidePanel
              overline="申报 2026-1214-07"
              title={open.what}
              side={<View className="c-red strong num">{open.points} 分</View>}
              onClose={() => setOpen(undefined)}
              acts={
                <>
                  <Button>退回并说明</Button>
                  <Button kind="line-red">通过这条</Button>
                </>
              }
            >
              <FactList
                facts={[
                  { term: '申报人', fact: `${open.name}，${open.home}，没有手机` },
                  { term: '谁代填', fact: '李建国，第三网格网格员' },
                  { term: '什么时候', fact: '12月14日 周一 下午' },
                ]}
              />
              <View className="gallery-line" />
              <Timeline
                entries={[
                  { title: '等您复核', text: '两位审核人与申报人无亲属关系', state: 'now' },
                  { title: '初审通过', text: '12月15日 何翠莲' },
                  { title: '申报', text: '12月14日 17:20' },
                ]}
              />
            </SidePanel>
          )
        }
      />
    </DeskShell>
  );
}
