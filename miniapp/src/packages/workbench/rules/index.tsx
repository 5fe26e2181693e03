import {
  approvers,
  pointsCategories,
  type PointsCategory,
  pointsCategoryNames,
  type RuleView,
} from '@linli/shared/points';
import { useQuery } from '@tanstack/react-query';
import { Text, View } from '@tarojs/components';
import { useState } from 'react';

import { Answer } from '@/components/answer';
import { Button } from '@/components/button';
import { Card, Item } from '@/components/card';
import { ContentAge } from '@/components/content-age';
import { SidePanel } from '@/components/desk-shell';
import { FactList, Meter } from '@/components/facts';
import { Filter, FilterBar, Tabs } from '@/components/filter-bar';
import { Result } from '@/components/result';
import { State } from '@/components/state';
import { Table } from '@/components/table';
import { Tag } from '@/components/tag';
import { rulesQuery } from '@/features/points/points.api';
import { budgetQuery, budgetWords } from '@/features/rules-desk/budget';
import { EndRuleForm, RuleForm, ruleWords } from '@/features/rules-desk/rule-form';
import { CommunityAnswer } from '@/features/workbench/community-answer';
import { PanelPart } from '@/features/workbench/form';
import { WorkPage } from '@/features/workbench/work-page';
import { WorkSplit } from '@/features/workbench/work-split';
import { dayAndWeekday } from '@/lib/format';

type Open = { show: 'rule' | 'version' | 'end'; key: string } | { show: 'new' };

const keyOf = (rule: RuleView) => `${rule.code}:${rule.version}`;

export default function RulesPage() {
  const [open, setOpen] = useState<Open>();
  return (
    <WorkPage
      title="积分规则"
      desk="rules"
      detailOpen={Boolean(open)}
      remark="居民也看得到。改规则要先开会、公示，从以后的日子起用"
      actions={
        <Button icon="plus" onTap={() => setOpen({ show: 'new' })}>
          加一条规则
        </Button>
      }
    >
      <CommunityAnswer>
        {({ id }) => <Rules key={id} communityId={id} open={open} onOpen={setOpen} />}
      </CommunityAnswer>
    </WorkPage>
  );
}

interface RulesProps {
  communityId: string;
  open: Open | undefined;
  onOpen: (open: Open | undefined) => void;
}

function Rules({ communityId, open, onOpen }: RulesProps) {
  const query = useQuery(rulesQuery(communityId));
  const [view, setView] = useState<'now' | 'upcoming'>('now');
  const [category, setCategory] = useState<PointsCategory | 'all'>('all');
  const [search, setSearch] = useState('');
  const [said, setSaid] = useState<string>();
  return (
    <Answer query={query} what="规则" safe="规则没有变。">
      {({ items, upcoming }) => {
        const shown = view === 'now' ? items : upcoming;
        const rows = shown.filter(
          (rule) =>
            (category === 'all' || rule.category === category) &&
            `${rule.code}${rule.title}`.includes(search.trim()),
        );
        const rule =
          open && 'key' in open ? [...items, ...upcoming].find((one) => keyOf(one) === open.key) : undefined;
        const close = () => onOpen(undefined);
        const done = (words: string) => {
          setSaid(words);
          onOpen(undefined);
        };
        const show = (one: RuleView) => {
          setSaid(undefined);
          onOpen({ show: 'rule', key: keyOf(one) });
        };
        return (
          <WorkSplit
            openKey={open && JSON.stringify(open)}
            list={
              <>
                {said && <Result kind="ok" title={said} />}
                <Budget communityId={communityId} />
                <ContentAge query={query} />
                <View className="work-gap" />
                <Tabs
                  label="规则"
                  tabs={[
                    { value: 'now', text: '正在用', count: items.length },
                    { value: 'upcoming', text: '将要用', count: upcoming.length },
                  ]}
                  value={view}
                  onChange={setView}
                />
                <FilterBar search={{ label: '找事项或编号', value: search, onChange: setSearch }}>
                  <Filter
                    label="类别"
                    options={[
                      { value: 'all' as const, text: '全部类别' },
                      ...pointsCategoryNames.map((value) => ({ value, text: pointsCategories[value] })),
                    ]}
                    value={category}
                    onChange={setCategory}
                  />
                </FilterBar>
                <Table
                  label="积分规则"
                  rows={rows}
                  keyOf={keyOf}
                  nameOf={({ code, title }) => `${code} ${title}`}
                  openKey={rule && keyOf(rule)}
                  onOpen={show}
                  columns={[
                    { title: '编号', grow: 0.5, render: ({ code }) => code },
                    {
                      title: '事项',
                      grow: 2,
                      render: ({ title }) => <Text className="strong">{title}</Text>,
                    },
                    ...(open
                      ? []
                      : [{ title: '类别', render: (one: RuleView) => pointsCategories[one.category] }]),
                    { title: '分值和上限', grow: 1.9, render: ruleWords },
                    { title: '谁确认', grow: 0.9, render: ({ approver }) => approvers[approver] },
                    ...(view === 'upcoming'
                      ? [{ title: '从哪天起', render: (one: RuleView) => dayAndWeekday(one.effectiveFrom) }]
                      : [{ title: '留意', grow: 1.1, render: (one: RuleView) => <Until rule={one} /> }]),
                  ]}
                  phone={(one) => (
                    <Item
                      title={one.title}
                      lines={[
                        `${one.code}，${pointsCategories[one.category]}`,
                        ruleWords(one),
                        view === 'upcoming' ? (
                          `从 ${dayAndWeekday(one.effectiveFrom)} 起`
                        ) : (
                          <Until rule={one} key="until" />
                        ),
                      ]}
                      onTap={() => show(one)}
                    />
                  )}
                  empty={
                    view === 'upcoming' && upcoming.length === 0 ? (
                      <State
                        kind="empty"
                        title="没有将要用的规则"
                        text="定了新规则，在起用那天以前会在这里。"
                      />
                    ) : (
                      <State kind="empty" title="没有找到规则" text="换一个类别，或少写几个字再找。" />
                    )
                  }
                />
              </>
            }
            detail={
              open?.show === 'new' ? (
                <RuleForm
                  key="new"
                  communityId={communityId}
                  rule={undefined}
                  onClose={close}
                  onDone={done}
                />
              ) : !rule ? undefined : open?.show === 'version' ? (
                <RuleForm
                  key={keyOf(rule)}
                  communityId={communityId}
                  rule={rule}
                  onClose={() => show(rule)}
                  onDone={done}
                />
              ) : open?.show === 'end' ? (
                <EndRuleForm communityId={communityId} rule={rule} onClose={() => show(rule)} onDone={done} />
              ) : (
                <RulePanel
                  rule={rule}
                  onVersion={() => onOpen({ show: 'version', key: keyOf(rule) })}
                  onEnd={() => onOpen({ show: 'end', key: keyOf(rule) })}
                  onClose={close}
                />
              )
            }
          />
        );
      }}
    </Answer>
  );
}

function Budget({ communityId }: { communityId: string }) {
  const { data } = useQuery(budgetQuery(communityId));
  if (!data) return null;
  const words = budgetWords(data);
  return (
    <>
      {data.nearlyUsed && (
        <Result kind="warn" title={words} text="请开会商量要不要加预算，或先停几条规则。" />
      )}
      <Card>
        <Meter label={`${data.year} 年发出的积分`} count={data.issued} total={data.total} unit="分" />
        {!data.nearlyUsed && <View className="sub">{words}</View>}
      </Card>
    </>
  );
}

function Until({ rule }: { rule: RuleView }) {
  if (!rule.effectiveTo) return null;
  return (
    <Tag tone="warn" icon="clock">
      用到 {dayAndWeekday(rule.effectiveTo)}
    </Tag>
  );
}

interface RulePanelProps {
  rule: RuleView;
  onVersion: () => void;
  onEnd: () => void;
  onClose: () => void;
}

function RulePanel({ rule, onVersion, onEnd, onClose }: RulePanelProps) {
  return (
    <SidePanel
      overline={`${rule.code}，第 ${rule.version} 版`}
      title={rule.title}
      side={<View className="strong num">{rule.points} 分</View>}
      onClose={onClose}
      acts={
        <>
          <Button off={Boolean(rule.effectiveTo) && '已经定了停用'} onTap={onEnd}>
            停用
          </Button>
          <Button kind="line-red" icon="edit" onTap={onVersion}>
            出新一版
          </Button>
        </>
      }
    >
      <PanelPart>
        <FactList
          facts={[
            { term: '类别', fact: pointsCategories[rule.category] },
            { term: '怎么算', fact: ruleWords(rule) },
            { term: '谁确认', fact: approvers[rule.approver] },
            { term: '凭什么', fact: rule.evidence || '没有写' },
            { term: '从哪天起', fact: dayAndWeekday(rule.effectiveFrom) },
            ...(rule.effectiveTo ? [{ term: '最后一天', fact: dayAndWeekday(rule.effectiveTo) }] : []),
            { term: '谁通过的', fact: rule.adoptedBy },
          ]}
        />
      </PanelPart>
    </SidePanel>
  );
}
