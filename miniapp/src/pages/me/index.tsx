import { type Permission, permissions } from '@linli/shared/permissions';
import { helperScopes, type Relation, relations } from '@linli/shared/residents';
import { useQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';
import Taro, { useDidShow } from '@tarojs/taro';
import { useState } from 'react';

import { BadgeIcon } from '@/components/badge-icon';
import { Button } from '@/components/button';
import { Card, Face, Item, List } from '@/components/card';
import { SwitchField } from '@/components/field';
import type { IconName } from '@/components/icons';
import { Page } from '@/components/page';
import { Refusal } from '@/components/result';
import { Section } from '@/components/section';
import { Confirm } from '@/components/sheet';
import { demoPeopleQuery } from '@/features/accounts/accounts.api';
import { ContactSection, useContact } from '@/features/accounts/contact';
import { VerifyCard } from '@/features/accounts/verify-card';
import { type Principal, useActingFor } from '@/features/family/acting-for';
import { type Helper, useEndHelper } from '@/features/family/family.api';
import { pointsQuery } from '@/features/points/points.api';
import { heldQuery } from '@/features/redemptions/redemptions.api';
import { signOut } from '@/lib/account';
import { heading } from '@/lib/a11y';
import { chooseElder, useElder } from '@/lib/elder';
import { day } from '@/lib/format';
import { refreshStale } from '@/lib/refresh';
import { useMe } from '@/lib/session';
import { callPhone } from '@/lib/wechat';

import './me.scss';

const open = (page: string) => () => void Taro.navigateTo({ url: `/packages/${page}` });

/**
 * Every resident may do these; anything more is work for others, and opens the workbench. The server may be newer than
 * this app: a permission it does not know has no page here, and is passed over.
 */
function worksForOthers(allowed: readonly string[]): boolean {
  return allowed.some((name) => {
    const held: readonly string[] | undefined = permissions[name as Permission];
    return held !== undefined && !held.includes('resident');
  });
}

export default function Me() {
  const me = useMe();
  useDidShow(refreshStale);
  return (
    <Page title="我的" tab="me">
      {me?.resident ? <WhoIAm /> : <VerifyCard />}
      {me && (worksForOthers(me.permissions) || me.hosting) && (
        <View className="me-gap">
          <List>
            <Row
              icon="edit"
              title="工作台"
              line={workLine(
                me.roles.map((one) => one.roleText),
                me.hosting,
              )}
              onTap={open('workbench/index/index')}
            />
          </List>
        </View>
      )}
      {me?.resident && <Mine />}
      <Family />
      <Section title="看着舒服">
        <TextSize />
      </Section>
      <Section title="帮助">
        <Help linked={Boolean(me?.resident)} />
      </Section>
      <ContactSection />
      <Leave />
    </Page>
  );
}

function workLine(roles: string[], hosting: boolean): string {
  return [...new Set([...roles, ...(hosting ? ['活动主持人'] : [])])].join('、');
}

function Row({
  icon,
  title,
  line,
  onTap,
}: {
  icon: IconName;
  title: string;
  line?: string;
  onTap: () => void;
}) {
  return (
    <Item
      badge={<BadgeIcon name={icon} />}
      title={title}
      {...(line ? { lines: [line] } : {})}
      onTap={onTap}
    />
  );
}

function WhoIAm() {
  const { elder } = useElder();
  const resident = useMe()?.resident;
  if (!resident) return null;
  const { name, address, communityName, passbookNo } = resident;
  return (
    <Card>
      <View className="me-who">
        {!elder && <Face name={name} />}
        <View className="grow">
          <View className="me-name" {...heading(2)}>
            {name}
          </View>
          <View className="sub">
            {communityName} {address}
          </View>
          <View className="sub">存折号 {passbookNo}</View>
        </View>
      </View>
    </Card>
  );
}

function Mine() {
  const points = useQuery(pointsQuery()).data;
  const held = useQuery(heldQuery()).data;
  return (
    <View className="me-gap">
      <List>
        <Row
          icon="chart"
          title="我的积分"
          {...(points ? { line: `可用 ${points.balance} 分，今年攒了 ${points.annualScore} 分` } : {})}
          onTap={open('resident/statement/index')}
        />
        <Row
          icon="ticket"
          title="我的兑换"
          {...(held ? { line: held.length ? `${held.length} 件待领取` : '没有要领的' } : {})}
          onTap={open('resident/orders/index')}
        />
        <Row icon="cal" title="我的活动" onTap={open('resident/activities/index?list=mine')} />
      </List>
    </View>
  );
}

/** Whom I help, who helps me, and how somebody can be let to help me. */
function Family() {
  const me = useMe();
  const contact = useContact();
  if (!me?.resident) return null;
  return (
    <Section title="家人代办">
      {me.principals.map((one) => (
        <Helped key={one.residentId} person={one} />
      ))}
      <Helpers />
      <List>
        <Item
          title="想让家人替我办事"
          lines={['带上证件到柜台，或请网格员登记，您点头才算数。']}
          {...(contact
            ? {
                action: (
                  <Button
                    size="small"
                    icon="phone"
                    label="去登记，打电话"
                    onTap={() => callPhone(contact.phone)}
                  >
                    去登记
                  </Button>
                ),
              }
            : {})}
        />
      </List>
    </Section>
  );
}

function Helped({ person }: { person: Principal }) {
  const { choose } = useActingFor('redeem');
  const { residentId, name, relation, scopes } = person;
  const redeem = () => {
    choose(residentId);
    void Taro.switchTab({ url: '/pages/store/index' });
  };
  return (
    <Card>
      <View className="item-title" {...heading(3)}>
        替 {name} 办事
      </View>
      <View className="sub me-scopes">
        {relationWords(relation)}可以
        {scopes.map((one) => helperScopes[one]).join('、')}
      </View>
      <View className="btns">
        {scopes.includes('points') && (
          <Button
            size="small"
            label={`看积分，${name}的`}
            onTap={open(`resident/statement/index?residentId=${residentId}`)}
          >
            看积分
          </Button>
        )}
        {scopes.includes('redeem') && (
          <Button size="small" onTap={redeem}>
            替{name}兑换
          </Button>
        )}
      </View>
    </Card>
  );
}

/** Who may act for me, and the way to end it at once; each of the two people can. */
function Helpers() {
  // A session kept on the phone by an older version has no such list.
  const helpers: readonly Helper[] = useMe()?.helpers ?? [];
  const [leaving, setLeaving] = useState<Helper>();
  const ending = useEndHelper();
  const end = async () => {
    if (leaving) await ending.run(leaving.id);
    setLeaving(undefined);
  };
  return (
    <>
      {helpers.map((one) => (
        <Card key={one.id}>
          <View className="item-title" {...heading(3)}>
            {one.helperName} 替我办事
          </View>
          <View className="sub me-scopes">
            {relationWords(one.relation)}可以
            {one.scopes.map((scope) => helperScopes[scope]).join('、')}，到{day(one.endsOn)}为止。
          </View>
          <Button size="small" label={`不用代办了，${one.helperName}`} onTap={() => setLeaving(one)}>
            不用代办了
          </Button>
        </Card>
      ))}
      <Refusal error={ending.error} title="没有取消成" />
      <Confirm
        open={Boolean(leaving)}
        title={`不用${leaving?.helperName ?? ''}代办了？`}
        text="马上就不能再替您办事。想再让家人代办，要重新登记。"
        yes="不用代办了"
        no="还要代办"
        onYes={end}
        onNo={() => setLeaving(undefined)}
      />
    </>
  );
}

/** Nothing about oneself and nothing for a relation this version does not know. */
function relationWords(relation: Relation): string {
  const known: string | undefined = relations[relation];
  return relation === 'self' || !known ? '' : `登记的关系：${known}。`;
}

function TextSize() {
  const { elder } = useElder();
  return (
    <Card>
      <SwitchField
        label="长辈版"
        hint="字大、按钮大"
        checked={elder}
        onChange={(next) => chooseElder(next ? 'elder' : 'standard')}
      />
      {process.env.TARO_ENV === 'weapp' && (
        <View className="sub me-size">
          字还想再大：微信「我」→「设置」→「通用」→「字体大小」，这里会跟着变。
        </View>
      )}
    </Card>
  );
}

function Help({ linked }: { linked: boolean }) {
  const contact = useContact();
  const demo = useQuery(demoPeopleQuery()).data;
  return (
    <List>
      {process.env.TARO_ENV === 'h5' && demo && demo.people.length > 0 && (
        <Row
          icon="users"
          title="换一个人看看"
          line="演示社区，谁都可以当"
          onTap={open('resident/people/index')}
        />
      )}
      <Row icon="scale" title="积分规则" line="做什么事得几分" onTap={open('resident/rules/index')} />
      {!linked && (
        <Row icon="cal" title="活动" line="要办的、办过的" onTap={open('resident/activities/index')} />
      )}
      {contact && (
        <Row
          icon="chat"
          title="提意见"
          line={`打电话给${contact.name}`}
          onTap={() => void callPhone(contact.phone)}
        />
      )}
      <Row icon="lock" title="隐私说明" line="我们记什么，为什么记" onTap={open('resident/privacy/index')} />
    </List>
  );
}

function Leave() {
  const me = useMe();
  const [asking, setAsking] = useState(false);
  if (!me) return null;
  return (
    <>
      <View className="me-gap">
        <Button kind="text" block onTap={() => setAsking(true)}>
          退出登录
        </Button>
      </View>
      <Confirm
        open={asking}
        title="退出登录？"
        text="积分、取货码都还在。下次登录，就能接着看。"
        yes="退出"
        no="不退"
        onYes={async () => {
          await signOut();
          setAsking(false);
        }}
        onNo={() => setAsking(false)}
      />
    </>
  );
}
