import type { CommunityView } from '@linli/shared/org-units';
import {
  downloadRosterTemplate,
  importRoster,
  rosterColumns,
  rosterFormats,
  rosterMaxBytes,
  type RosterProblem,
  type RosterResult,
} from '@linli/shared/residents';
import { Text, View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useState } from 'react';

import { Button, Buttons } from '@/components/button';
import { Card, Item } from '@/components/card';
import { FactList, StepList } from '@/components/facts';
import { Refusal, Result } from '@/components/result';
import { Section } from '@/components/section';
import { Table } from '@/components/table';
import { CommunityAnswer } from '@/features/workbench/community-answer';
import { deskPath } from '@/features/workbench/menu';
import { Pager } from '@/features/workbench/pager';
import { WorkPage } from '@/features/workbench/work-page';
import { send } from '@/lib/api';
import { type ChosenFile, chooseFile } from '@/lib/choose-file';
import { downloadFile, saveText } from '@/lib/download';
import { queryClient } from '@/lib/query';
import { useAct } from '@/lib/use-act';

/** 3862 → 3,862: large figures are checked against a spreadsheet, which writes them so. */
function thousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** An import reads thousands of lines; it may take longer than other acts. */
const patienceMs = 120_000;

export default function RosterImportPage() {
  return (
    <WorkPage
      title="导入名册"
      desk="roster-import"
      remark="先试一遍，一处错都没有才导入；重复导入不会多出人来"
    >
      <View className="work-column">
        <CommunityAnswer>
          {(community) => <Import key={community.id} community={community} />}
        </CommunityAnswer>
      </View>
    </WorkPage>
  );
}

function Import({ community }: { community: CommunityView }) {
  const [file, setFile] = useState<ChosenFile>();
  const [tooBig, setTooBig] = useState(false);
  const [trial, setTrial] = useState<RosterResult>();
  const [applied, setApplied] = useState<RosterResult>();
  const getting = useAct((format: (typeof rosterFormats)[number]) =>
    downloadFile(downloadRosterTemplate, { format }, `名册模板.${format}`),
  );
  const importing = useAct((input: { file: ChosenFile; trial: boolean }) =>
    send(
      importRoster,
      {
        communityId: community.id,
        fileName: input.file.name,
        contentBase64: input.file.base64,
        trial: input.trial,
      },
      { timeout: patienceMs },
    ),
  );
  const problems = importing.error?.problems ?? [];

  const tryOut = async (chosen: ChosenFile) => setTrial(await importing.run({ file: chosen, trial: true }));
  const choose = async () => {
    const chosen = await chooseFile(rosterFormats);
    if (!chosen) return;
    setTrial(undefined);
    setApplied(undefined);
    importing.forget();
    setFile(chosen);
    setTooBig(chosen.size > rosterMaxBytes);
    if (chosen.size <= rosterMaxBytes) await tryOut(chosen);
  };
  const apply = async () => {
    if (!file) return;
    const result = await importing.run({ file, trial: false });
    if (!result) return;
    setTrial(undefined);
    setFile(undefined);
    setApplied(result);
    for (const name of ['residents', 'resident', 'org-units'])
      void queryClient.invalidateQueries({ queryKey: [name] });
  };

  const nothingNew =
    trial &&
    trial.residentsAdded + trial.residentsChanged + trial.householdsAdded + trial.orgUnitsAdded === 0;
  return (
    <>
      {applied && (
        <Result
          kind="ok"
          title={`导入好了：新增 ${thousands(applied.residentsAdded)} 人，改了 ${thousands(applied.residentsChanged)} 人`}
          text={<Summary result={applied} />}
          action={<Button onTap={() => void Taro.redirectTo({ url: deskPath('roster') })}>看名册</Button>}
        />
      )}
      <Section title="三步导入" remark={community.name}>
        <Card>
          <StepList
            steps={[
              '下载模板，一人一行填好，列名不要改',
              '选填好的文件，系统先试一遍，什么都不改',
              '没有要改的地方，再点导入',
            ]}
          />
          <View className="work-gap" />
          <Buttons>
            {rosterFormats.map((format) => (
              <Button key={format} icon="dl" busyText="正在下载" onTap={() => getting.run(format)}>
                {format} 模板
              </Button>
            ))}
          </Buttons>
          <Refusal error={getting.error} title="没有下载成" />
        </Card>
      </Section>
      <Section title="选文件" remark="xlsx 或 csv，最多 4 MB">
        {file ? (
          <Card>
            <FactList facts={[{ term: '文件', fact: file.name }]} />
            <View className="work-gap" />
            <Buttons>
              <Button icon="file" onTap={choose}>
                换一个文件
              </Button>
              {!tooBig && !trial && (
                <Button icon="refresh" busy={importing.busy} busyText="正在试" onTap={() => tryOut(file)}>
                  再试一遍
                </Button>
              )}
            </Buttons>
          </Card>
        ) : (
          <Button kind={applied ? 'plain' : 'main'} size="big" block icon="file" onTap={choose}>
            {process.env.TARO_ENV === 'weapp' ? '从聊天里选文件' : '选填好的文件'}
          </Button>
        )}
      </Section>
      {tooBig && (
        <Result kind="warn" title="文件太大" text="最多 4 MB。请按网格分成几个文件，一个一个导入。" />
      )}
      {importing.busy && (
        <Result kind="info" title="正在一行一行核对" text="几千行的名册要等一会儿，请不要离开这一页。" />
      )}
      {trial && !importing.error && (
        <Section title="试过了" remark={`${thousands(trial.lines)} 行，没有要改的地方`}>
          <Card>
            {nothingNew ? (
              <Result
                kind="info"
                title="和名册里一样"
                text={`${thousands(trial.residentsUnchanged)} 人都在，没有要改的，不用再导入。`}
              />
            ) : (
              <>
                <Summary result={trial} />
                <View className="work-gap" />
                <Button kind="main" size="big" block busyText="正在导入" onTap={apply}>
                  导入 {thousands(trial.lines)} 行
                </Button>
              </>
            )}
          </Card>
        </Section>
      )}
      <Refusal error={importing.error} title={problems.length ? '一条都没有导入' : '没有导入'} />
      {problems.length > 0 && file && <Problems problems={problems} fileName={file.name} />}
      <Section title="要填哪些列">
        <Card>
          <View className="sub">{Object.values(rosterColumns).join('、')}</View>
        </Card>
      </Section>
    </>
  );
}

function Summary({ result }: { result: RosterResult }) {
  return (
    <FactList
      facts={[
        { term: '新增居民', fact: `${thousands(result.residentsAdded)} 人` },
        { term: '要改的', fact: `${thousands(result.residentsChanged)} 人` },
        { term: '一样的', fact: `${thousands(result.residentsUnchanged)} 人` },
        { term: '新增的户', fact: `${thousands(result.householdsAdded)} 户` },
        { term: '新增网格楼栋', fact: `${thousands(result.orgUnitsAdded)} 个` },
      ].map((row) => (result.applied && row.term === '要改的' ? { ...row, term: '改了' } : row))}
    />
  );
}

const problemsAtOnce = 50;

/** Every line that has to be mended, in the file's order; as a table to take along to the spreadsheet. */
function Problems({ problems, fileName }: { problems: readonly RosterProblem[]; fileName: string }) {
  const [page, setPage] = useState(1);
  const [said, setSaid] = useState<string>();
  const cell = (text: string | number) => `"${String(text).replace(/"/g, '""')}"`;
  const exportAll = async () => {
    const lines = [['行', '列', '怎么改'], ...problems.map(({ line, column, text }) => [line, column, text])];
    const kept = await saveText(
      lines.map((line) => line.map(cell).join(',')).join('\r\n'),
      `${fileName} 要改的地方.csv`,
    );
    setSaid(kept ? '存成表格了，对着行号改' : '复制好了，可以贴到聊天里发给自己');
  };
  const rows = problems.slice((page - 1) * problemsAtOnce, page * problemsAtOnce);
  return (
    <Section
      title="要改的地方"
      remark={`${thousands(problems.length)} 处`}
      more={{ text: process.env.TARO_ENV === 'weapp' ? '复制' : '存成表格', onTap: () => void exportAll() }}
    >
      {said && <Result kind="ok" title={said} />}
      <Table
        label="要改的地方"
        rows={rows}
        keyOf={({ line, column, text }) => `${line}:${column}:${text}`}
        nameOf={({ line, column }) => `第 ${line} 行${column ? `，${column}` : ''}`}
        columns={[
          { title: '行', grow: 0.4, number: true, render: ({ line }) => line },
          { title: '列', grow: 0.8, render: ({ column }) => <Text className="strong">{column}</Text> },
          { title: '怎么改', grow: 3, render: ({ text }) => text },
        ]}
        phone={({ line, column, text }) => (
          <Item title={`第 ${line} 行${column ? `，${column}` : ''}`} lines={[text]} />
        )}
      />
      <Pager page={page} size={problemsAtOnce} total={problems.length} unit="处" onPage={setPage} />
    </Section>
  );
}
