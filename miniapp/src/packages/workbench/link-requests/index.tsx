import { decideLinkRequest, type listLinkRequests } from '@linli/shared/accounts';
import type { OutputOf } from '@linli/shared/call';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Text, View } from '@tarojs/components';
import { useState } from 'react';

import { Answer } from '@/components/answer';
import { BadgeIcon } from '@/components/badge-icon';
import { Button } from '@/components/button';
import { Card, Item } from '@/components/card';
import { ContentAge } from '@/components/content-age';
import { SidePanel } from '@/components/desk-shell';
import { FactList } from '@/components/facts';
import { Box, TextField } from '@/components/field';
import { Pressable } from '@/components/pressable';
import { Refusal, Result } from '@/components/result';
import { Section } from '@/components/section';
import { State } from '@/components/state';
import { Table } from '@/components/table';
import { linkRequestsQuery } from '@/features/link-requests/link-requests.api';
import { type PickedResident, ResidentPicker, residentFacts } from '@/features/roster/resident-picker';
import { PanelPart } from '@/features/workbench/form';
import { Pager } from '@/features/workbench/pager';
import { WorkPage } from '@/features/workbench/work-page';
import { WorkSplit } from '@/features/workbench/work-split';
import { a11y } from '@/lib/a11y';
import { send } from '@/lib/api';
import { useDraft } from '@/lib/draft';
import { dateTime } from '@/lib/format';
import { queryClient } from '@/lib/query';
import { useAct } from '@/lib/use-act';

import './link-requests.scss';

type Request = OutputOf<typeof listLinkRequests>['items'][number];

export default function LinkRequestsPage() {
  const [page, setPage] = useState(1);
  const query = useQuery({ ...linkRequestsQuery(page), placeholderData: keepPreviousData });
  const [openId, setOpenId] = useState<string>();
  const [said, setSaid] = useState<string>();
  return (
    <WorkPage
      title="认证申请"
      desk="link-requests"
      detailOpen={Boolean(openId)}
      remark="核对是本人，再绑定微信；拿不准就打电话或上门问"
    >
      <ContentAge query={query} />
      <Answer query={query} what="申请">
        {({ items, total, size }) => {
          const open = items.find(({ id }) => id === openId);
          return (
            <WorkSplit
              openKey={open?.id}
              list={
                <>
                  {said && <Result kind="ok" title={said} />}
                  <Table
                    label="认证申请"
                    rows={items}
                    keyOf={({ id }) => id}
                    nameOf={({ name, building }) => `${name}，${building}`}
                    openKey={open?.id}
                    onOpen={({ id }) => {
                      setSaid(undefined);
                      setOpenId(id);
                    }}
                    columns={[
                      { title: '自己填的姓名', render: ({ name }) => <Text className="strong">{name}</Text> },
                      { title: '楼栋和门牌', grow: 1.4, render: ({ building }) => building },
                      { title: '哪天交的', grow: 1.3, render: ({ askedAt }) => dateTime(askedAt) },
                      { title: '名册里', grow: 1.2, render: foundWords },
                    ]}
                    phone={(row) => (
                      <Item
                        badge={<BadgeIcon name="user" tone="red" />}
                        title={row.name}
                        lines={[row.building, `${dateTime(row.askedAt)}，${foundWords(row)}`]}
                        onTap={() => {
                          setSaid(undefined);
                          setOpenId(row.id);
                        }}
                      />
                    )}
                    empty={
                      <State kind="empty" title="没有等着核对的" text="居民交了认证申请，会出现在这里。" />
                    }
                  />
                  <Pager page={page} size={size} total={total} unit="条" onPage={setPage} />
                </>
              }
              detail={
                open && (
                  <Decide
                    key={open.id}
                    request={open}
                    onClose={() => setOpenId(undefined)}
                    onDone={(words) => {
                      setSaid(words);
                      setOpenId(undefined);
                    }}
                  />
                )
              }
            />
          );
        }}
      </Answer>
    </WorkPage>
  );
}

function foundWords({ candidates }: Request): string {
  return candidates.length ? `同名的有 ${candidates.length} 位` : '没有同名的';
}

interface DecideProps {
  request: Request;
  onDone: (said: string) => void;
  onClose: () => void;
}

/** One request: whom it may mean, and yes or no. Nobody is chosen beforehand: a look at the address comes first. */
function Decide({ request, onDone, onClose }: DecideProps) {
  const [chosen, setChosen] = useState<string>();
  const [other, setOther] = useState<PickedResident>();
  const [refusing, setRefusing] = useState(false);
  const { value, set, clear } = useDraft(`refuse-link:${request.id}`, { reason: '' });
  const deciding = useAct((residentId: string | undefined) =>
    send(decideLinkRequest, { id: request.id, ...(residentId ? { residentId } : { reason: value.reason }) }),
  );
  const decide = async (residentId: string | undefined) => {
    const answer = await deciding.run(residentId);
    // Decided by somebody else meanwhile: the list has to say so.
    void queryClient.invalidateQueries({ queryKey: ['link-requests'] });
    if (!answer) return;
    clear();
    onDone(
      residentId
        ? `${request.name}认证好了，可以用微信看积分了`
        : `${request.name}的申请没有通过，原因已经告诉本人`,
    );
  };
  const residentId = chosen ?? other?.id;
  return (
    <SidePanel
      overline="认证申请"
      title={request.name}
      onClose={onClose}
      acts={
        refusing ? (
          <>
            <Button onTap={() => setRefusing(false)}>先不退回</Button>
            <Button kind="line-red" off={!value.reason.trim() && '先写原因'} onTap={() => decide(undefined)}>
              不通过
            </Button>
          </>
        ) : (
          <>
            <Button onTap={() => setRefusing(true)}>不通过</Button>
            <Button
              kind="main"
              icon="check"
              off={!residentId && '先选是哪一位'}
              onTap={() => decide(residentId)}
            >
              就是这位，绑定
            </Button>
          </>
        )
      }
    >
      <PanelPart>
        <FactList
          facts={[
            { term: '楼栋和门牌', fact: request.building },
            { term: '补充说明', fact: request.note || '没有写' },
            { term: '社区', fact: request.communityName },
            { term: '哪天交的', fact: dateTime(request.askedAt) },
          ]}
        />
      </PanelPart>
      {refusing ? (
        <Section title="为什么不通过">
          <TextField
            label="原因"
            value={value.reason}
            onChange={(reason) => set({ reason })}
            placeholder="例如 名册里没有这个门牌，请到社区登记"
            hint="本人看得到这句话"
            error={deciding.error?.fields.reason}
          />
        </Section>
      ) : (
        <Section title="名册里是哪一位" remark="对一对楼栋和年纪">
          {request.candidates.length > 0 && (
            <Card className="list">
              <View {...a11y({ role: 'radiogroup', label: '名册里是哪一位' })}>
                {request.candidates.map((one) => (
                  <Pressable
                    key={one.id}
                    className="link-candidate"
                    role="radio"
                    checked={chosen === one.id}
                    label={`${one.name}，${residentFacts(one)}`}
                    onTap={() => {
                      setChosen(one.id);
                      setOther(undefined);
                    }}
                  >
                    <Box checked={chosen === one.id} />
                    <View className="grow">
                      <View className="strong">{one.name}</View>
                      <View className="sub">{residentFacts(one)}</View>
                    </View>
                  </Pressable>
                ))}
              </View>
            </Card>
          )}
          <View className="link-other">
            <ResidentPicker
              label={request.candidates.length ? '都不是？再找一找' : '没有同名的，再找一找'}
              value={other}
              onChange={(picked) => {
                setOther(picked);
                setChosen(undefined);
              }}
            />
          </View>
        </Section>
      )}
      <Refusal error={deciding.error} title="没有办成" />
    </SidePanel>
  );
}
