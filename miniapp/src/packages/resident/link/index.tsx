import { useQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';
import { useState } from 'react';

import { Answer } from '@/components/answer';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { ElderExit } from '@/components/elder-offer';
import { FactList } from '@/components/facts';
import { PickerField, TextAreaField, TextField } from '@/components/field';
import { goBack } from '@/components/nav-bar';
import { Page } from '@/components/page';
import { PageTitle } from '@/components/page-title';
import { Refusal, Result } from '@/components/result';
import { Section } from '@/components/section';
import { Skeleton } from '@/components/state';
import {
  becameSomebody,
  linkRequestQuery,
  useLinkByPhone,
  useRequestLink,
} from '@/features/accounts/accounts.api';
import { ContactSection } from '@/features/accounts/contact';
import { PhoneNumberButton } from '@/features/accounts/phone-number-button';
import { usePlace } from '@/features/accounts/place';
import { signInHere } from '@/features/accounts/sign-in';
import { useDraft } from '@/lib/draft';
import { clock, day, nearDay } from '@/lib/format';
import { useMe } from '@/lib/session';
import { useAct } from '@/lib/use-act';

import './link.scss';

/** How one becomes known as a resident: by phone number, by name and building, or without a phone at all. */
export default function LinkPage() {
  const me = useMe();
  return (
    <Page title="认证居民">
      {!me ? <SignInFirst /> : me.resident ? <Done /> : <Ways />}
      {!me?.resident && (
        <Section title="不用手机也能办">
          <Card>
            <View>带上身份证或积分存折，到社区或超市柜台，工作人员帮您核对。</View>
            <View className="link-line">也可以打电话，或等网格员上门。</View>
          </Card>
        </Section>
      )}
      <ContactSection />
      <ElderExit />
    </Page>
  );
}

function SignInFirst() {
  const signingIn = useAct((_: void) => signInHere());
  const demo = process.env.TARO_ENV === 'h5';
  return (
    <>
      <PageTitle title="先登录，再认证" text="只为认出您是谁，不要您的头像和昵称。" />
      <Button kind="main" size="big" block busyText="正在登录" onTap={() => signingIn.run()}>
        {demo ? '选一个人登录' : '微信登录'}
      </Button>
      <Refusal error={signingIn.error} title="没有登录成" />
    </>
  );
}

function Done() {
  const resident = useMe()?.resident;
  if (!resident) return null;
  const { name, address, communityName, passbookNo } = resident;
  return (
    <>
      <Result kind="ok" title="认证好了" text="现在可以看积分、兑礼品、报活动。" />
      <Card>
        <FactList
          facts={[
            { term: '姓名', fact: name },
            { term: '社区', fact: communityName },
            { term: '住址', fact: address },
            { term: '存折号', fact: passbookNo },
          ]}
        />
      </Card>
      <View className="link-gap">
        <Button size="big" block onTap={goBack}>
          好了，回去
        </Button>
      </View>
    </>
  );
}

function Ways() {
  const request = useQuery(linkRequestQuery());
  const byPhone = useLinkByPhone();
  const pending = request.data?.request?.state === 'pending';
  return (
    <>
      <PageTitle title="认证居民" text="和名册对一下，积分就记到您自己名下。" />
      <Answer query={request} what="认证" skeleton={<Skeleton shape="card" />}>
        {({ request: asked }) => (
          <>
            {asked && <Standing {...asked} />}
            {!pending && (
              <>
                <PhoneNumberButton busy={byPhone.busy} onCode={byPhone.run} />
                <View className="sub link-line">号码由微信告诉我们，只用来和名册核对。</View>
                <Refusal error={byPhone.error} title="没有认证成" />
                <RequestForm />
              </>
            )}
          </>
        )}
      </Answer>
    </>
  );
}

interface StandingProps {
  state: 'pending' | 'approved' | 'refused';
  name: string;
  building: string;
  communityName: string;
  reason: string | null;
  askedAt: string;
}

/** How the request stands. */
function Standing({ state, name, building, communityName, reason, askedAt }: StandingProps) {
  const looking = useAct((_: void) => becameSomebody());
  if (state === 'refused') {
    return (
      <Result
        kind="warn"
        title="上次没有通过"
        text={`${reason ?? '名册里没有对上。'} 可以改一改再交，或打电话问网格员。`}
      />
    );
  }
  return (
    <>
      <Result
        kind={state === 'approved' ? 'ok' : 'info'}
        title={state === 'approved' ? '认证通过了' : '网格员正在核对'}
        text={state === 'approved' ? '点一下，就能看到您的积分。' : '一般两天内有回音，不用再交一次。'}
      />
      <Card>
        <FactList
          facts={[
            { term: '姓名', fact: name },
            { term: '住址', fact: `${communityName}，${building}` },
            {
              term: '什么时候交的',
              fact: `${nearDay(askedAt) === '今天' ? '今天' : day(askedAt)} ${clock(askedAt)}`,
            },
          ]}
        />
      </Card>
      <View className="link-gap">
        <Button size="big" block icon="refresh" busyText="正在看" onTap={() => looking.run()}>
          看看通过了没有
        </Button>
      </View>
      <Refusal error={looking.error} title="没有看成" />
    </>
  );
}

const blank = { communityId: '', name: '', building: '', note: '' };

/** For people whose phone number is not in the roster. */
function RequestForm() {
  const { place, all } = usePlace();
  const draft = useDraft('link-request', blank);
  const asking = useRequestLink();
  const [missing, setMissing] = useState<Record<string, string>>({});
  const { name, building, note } = draft.value;
  const communityId = draft.value.communityId || place?.id || '';
  const problems = { ...missing, ...asking.error?.fields };
  const send = async () => {
    const found = {
      ...(communityId ? {} : { communityId: '请选社区' }),
      ...(name.trim() ? {} : { name: '请填姓名' }),
      ...(building.trim() ? {} : { building: '请填楼栋和门牌' }),
    };
    setMissing(found);
    if (Object.keys(found).length) return;
    if (await asking.run({ communityId, name: name.trim(), building: building.trim(), note: note.trim() }))
      draft.clear();
  };
  return (
    <Section title="或者，请网格员核对">
      <Card>
        <PickerField
          label="住在哪个社区"
          options={all.map((one) => ({ value: one.id, text: one.name }))}
          value={communityId}
          error={problems.communityId}
          onChange={(next) => draft.set({ communityId: next })}
        />
        <TextField
          label="姓名"
          value={name}
          maxLength={30}
          placeholder="和户口本上一样"
          error={problems.name}
          onChange={(next) => draft.set({ name: next })}
        />
        <TextField
          label="楼栋和门牌"
          value={building}
          maxLength={40}
          placeholder="如 3栋2单元501"
          error={problems.building}
          onChange={(next) => draft.set({ building: next })}
        />
        <TextAreaField
          label="还想说的（可不填）"
          value={note}
          maxLength={100}
          placeholder="如 刚搬来，或换了手机号"
          error={problems.note}
          onChange={(next) => draft.set({ note: next })}
        />
        <Refusal error={asking.error} title="没有交上去" />
        <Button size="big" block busyText="正在交" onTap={send}>
          交给网格员核对
        </Button>
        {draft.savedAt && !asking.busy && (
          <View className="cap link-saved">草稿已存 {clock(draft.savedAt)}</View>
        )}
      </Card>
    </Section>
  );
}
