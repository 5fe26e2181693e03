import Taro from '@tarojs/taro';
import { type ReactNode, useEffect } from 'react';

import { DeskSplit } from '@/components/desk-shell';
import { useWide } from '@/lib/wide';

interface WorkSplitProps {
  list: ReactNode;
  detail: ReactNode;
  /** Which detail is open; a change brings a phone back to the top of the page. */
  openKey: string | undefined;
}

/** List and detail. On a phone the detail takes the list's place, so it begins at its own top. */
export function WorkSplit({ list, detail, openKey }: WorkSplitProps) {
  const wide = useWide();
  useEffect(() => {
    if (!wide) void Taro.pageScrollTo({ scrollTop: 0, duration: 0 });
  }, [openKey, wide]);
  return <DeskSplit list={list} detail={detail} />;
}
