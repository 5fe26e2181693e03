import Taro, { useDidShow } from '@tarojs/taro';
import { type PropsWithChildren, type ReactNode, useRef } from 'react';

import { Button } from '@/components/button';
import { DeskShell, type MenuGroup } from '@/components/desk-shell';
import { Page } from '@/components/page';
import { CallContact, State } from '@/components/state';
import { refreshStale } from '@/lib/refresh';
import { useMe } from '@/lib/session';
import { useWide } from '@/lib/wide';

import { deskOf, deskPath, desksOf, mayOpen } from './menu';

interface WorkPageProps {
  title: string;
  /** The entry of the menu this page belongs to; `index` is the workbench itself. */
  desk: string;
  remark?: ReactNode;
  actions?: ReactNode;
  /** A detail or a form is open: on a phone it has the page to itself. */
  detailOpen?: boolean;
}

/** A staff page: asks for signing in, says so when it is not this person's work, else draws it with the menu of what is. */
export function WorkPage({
  title,
  desk,
  remark,
  actions,
  detailOpen,
  children,
}: PropsWithChildren<WorkPageProps>) {
  const wide = useWide();
  const me = useMe();
  const shown = useRef(false);
  useDidShow(() => {
    // Coming back from the page above: what waits there may have changed. The first showing asks by itself.
    if (shown.current) refreshStale();
    shown.current = true;
  });
  if (!me) {
    return (
      <Page title={title}>
        <State
          kind="refused"
          title="请先登录"
          text="登录以后，就能看到您的工作。"
          action={
            <Button kind="main" onTap={() => void Taro.navigateTo({ url: '/packages/resident/link/index' })}>
              去登录
            </Button>
          }
        />
      </Page>
    );
  }
  const entry = deskOf(desk);
  if (entry && !mayOpen(me, entry)) {
    return (
      <Page title={title}>
        <State
          kind="refused"
          title="这里没有您能看的内容"
          text="这项工作不在您的岗位里。需要的话，请社区主任给您加岗位。"
          other={<CallContact />}
          action={<Button onTap={() => void Taro.redirectTo({ url: deskPath('index') })}>回工作台</Button>}
        />
      </Page>
    );
  }
  const menu: MenuGroup[] = [
    { title: '工作台', items: [{ icon: 'door', text: '今天的事', path: deskPath('index') }] },
    ...desksOf(me).map((group) => ({
      title: group.title,
      items: group.desks.map(({ icon, text, name }) => ({ icon, text, path: deskPath(name) })),
    })),
  ];
  return (
    <DeskShell
      title={title}
      remark={(wide || !detailOpen) && remark}
      actions={(wide || !detailOpen) && actions}
      menu={menu}
      path={deskPath(desk)}
      place={me.roles[0]?.orgUnitName ?? me.resident?.communityName ?? '邻里'}
      person={me.resident?.name ?? '工作人员'}
    >
      {children}
    </DeskShell>
  );
}
