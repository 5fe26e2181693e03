import { View } from '@tarojs/components';
import Taro, { useDidShow } from '@tarojs/taro';
import { type CSSProperties, type PropsWithChildren, type ReactNode, useId } from 'react';

import { a11y } from '@/lib/a11y';
import { refreshElder, useElder } from '@/lib/elder';
import { useOnline } from '@/lib/network';

import { classes } from './classes';
import { NavBar } from './nav-bar';
import { OfflineStrip } from './offline-strip';
import { TabBar, type TabName } from './tab-bar';
import './page.scss';

export interface PageProps {
  /** Words of the navigation bar and of the browser's tab; 14 characters at most. */
  title: string;
  /** Set on the five tab pages: draws the tab bar instead of a way back. */
  tab?: TabName;
  /** Count on 消息. */
  unread?: number;
  /** A bar of the page's own (HomeBar) in place of the title bar. */
  bar?: ReactNode;
  /** Stays at the foot while the page scrolls: the one main action, at most two buttons. */
  foot?: ReactNode;
  /** The desk theme; set by DeskShell. */
  desk?: boolean;
}

/** The root of every page: carries the text factor and the theme, the bars, the offline strip, and the title. */
export function Page({ title, tab, unread, bar, foot, desk, children }: PropsWithChildren<PageProps>) {
  const { elder, scale } = useElder();
  const online = useOnline();
  const id = useId();
  useDidShow(() => {
    refreshElder();
    void Taro.setNavigationBarTitle({ title });
    moveFocus(id);
  });
  const factor = desk ? 1 : scale;
  // Bars grow less, as WeChat's own do.
  const style = { '--fs': factor, '--fs-bar': Math.min(factor, 1.18) } as CSSProperties;
  return (
    <View className={classes('page', desk ? 'desk' : elder && 'elder')} style={style}>
      {bar}
      {!bar && !desk && process.env.TARO_ENV === 'h5' && <NavBar title={title} back={!tab} />}
      {!online && <OfflineStrip />}
      <View id={id} className="screen" {...a11y({ focusable: false, ...(desk ? {} : { role: 'main' }) })}>
        {children}
      </View>
      {(foot || tab) && (
        <View className="page-end">
          {foot && <View className={classes('foot', Boolean(tab) && 'above-tabs')}>{foot}</View>}
          {tab && <TabBar current={tab} {...(unread ? { unread } : {})} />}
        </View>
      )}
    </View>
  );
}

let shownBefore = false;

/**
 * H5: going to another page leaves the keyboard and the screen reader on the page before, which is still in the
 * document. They go to the new page's content. Not on the very first page: there the browser begins at the top.
 */
function moveFocus(id: string): void {
  if (process.env.TARO_ENV !== 'h5') return;
  if (!shownBefore) {
    shownBefore = true;
    return;
  }
  // The router takes its hands off the page only after this turn; until then it is not visible and takes no focus.
  setTimeout(() => {
    const content = document.getElementById(id);
    if (!content?.contains(document.activeElement)) content?.focus({ preventScroll: true });
  }, 50);
}
