import { Text, View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { Fragment, type PropsWithChildren, type ReactNode } from 'react';

import { a11y, heading } from '@/lib/a11y';
import { useWide } from '@/lib/wide';

import { Art } from './art';
import { classes } from './classes';
import { Icon } from './icon';
import type { IconName } from './icons';
import { Page } from './page';
import { Pressable } from './pressable';
import './desk-shell.scss';

export interface MenuGroup {
  title: string;
  items: {
    icon: IconName;
    text: string;
    /** Page path with a leading slash. */ path: string;
    count?: number;
  }[];
}

export interface DeskShellProps {
  title: string;
  /** One line under the title: what to do here, until when. */
  remark?: ReactNode;
  /** Right of the title, the main one last. */
  actions?: ReactNode;
  /** The side list; which entry is this page is found by path. */
  menu: MenuGroup[];
  path: string;
  /** Name of the org unit and of the person working. */
  place: string;
  person: string;
}

/** A staff page: top bar, side list and content from 1024 wide on H5; below that, and in WeChat, an ordinary phone page. */
export function DeskShell(props: PropsWithChildren<DeskShellProps>) {
  const { title, remark, actions, menu, path, place, person, children } = props;
  if (!useWide()) {
    return (
      <Page title={title} {...(actions ? { foot: actions } : {})}>
        {remark && <View className="desk-remark">{remark}</View>}
        {children}
      </Page>
    );
  }
  return (
    <Page title={title} desk>
      <View className="desk-top" {...a11y({ role: 'banner' })}>
        <Pressable
          className="desk-home"
          role="link"
          label={`${place}，回首页`}
          onTap={() => void Taro.switchTab({ url: '/pages/home/index' })}
        >
          <Art name="brand" size="logo" />
          <Text>{place}</Text>
        </Pressable>
        <View className="desk-person">
          <View className="desk-face" {...a11y({ hidden: true })}>
            {Array.from(person)[0]}
          </View>
          <Text>{person}</Text>
        </View>
      </View>
      <View className="desk-body">
        <View className="desk-side" {...a11y({ role: 'navigation', label: '工作台' })}>
          {menu.map((group) => (
            <Fragment key={group.title}>
              <View className="desk-group">{group.title}</View>
              {group.items.map((item) => (
                <Pressable
                  key={item.path}
                  className={classes('desk-entry', item.path === path && 'on')}
                  role="link"
                  current={item.path === path}
                  onTap={() => void (item.path === path || Taro.redirectTo({ url: item.path }))}
                >
                  <Icon name={item.icon} size={20} />
                  <Text className="grow">{item.text}</Text>
                  {item.count !== undefined && <Text className="desk-count num">{item.count}</Text>}
                </Pressable>
              ))}
            </Fragment>
          ))}
        </View>
        <View className="desk-work" {...a11y({ role: 'main' })}>
          <View className="desk-head">
            <View className="grow">
              <View className="desk-title" {...heading(1)}>
                {title}
              </View>
              {remark && <View className="sub">{remark}</View>}
            </View>
            {actions && <View className="desk-actions">{actions}</View>}
          </View>
          {children}
        </View>
      </View>
    </Page>
  );
}

/** List left, detail right at the desk; on a phone only the detail while one is open. */
export function DeskSplit({ list, detail }: { list: ReactNode; detail?: ReactNode }) {
  if (!useWide()) return <>{detail ?? list}</>;
  return (
    <View className="desk-split">
      <View className="desk-list">{list}</View>
      {detail}
    </View>
  );
}

interface SidePanelProps {
  /** Small words on top: what kind of thing, its number. */
  overline?: string;
  title: string;
  side?: ReactNode;
  /** Buttons at the foot, two at most. */
  acts?: ReactNode;
  onClose: () => void;
}

/** The detail of the chosen row: beside the list at the desk, a page of its own on a phone. Never a modal. */
export function SidePanel({
  overline,
  title,
  side,
  acts,
  onClose,
  children,
}: PropsWithChildren<SidePanelProps>) {
  return (
    <View className="panel" {...a11y({ role: 'region', label: title })}>
      <View className="panel-head">
        <Text className="cap grow">{overline}</Text>
        <Pressable className="panel-close" label="关上" onTap={onClose}>
          <Icon name="x" />
        </Pressable>
      </View>
      <View className="panel-title">
        <View className="grow" {...heading(2)}>
          {title}
        </View>
        {side}
      </View>
      <View className="panel-body">{children}</View>
      {acts && <View className="panel-acts">{acts}</View>}
    </View>
  );
}
