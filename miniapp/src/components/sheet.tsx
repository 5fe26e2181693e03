import { View } from '@tarojs/components';
import { type PropsWithChildren, type ReactNode, useEffect, useId } from 'react';

import { a11y, heading } from '@/lib/a11y';

import { Button } from './button';
import { Icon } from './icon';
import { Pressable } from './pressable';
import './sheet.scss';

interface SheetProps {
  open: boolean;
  title: string;
  onClose: () => void;
}

/** A sheet from below, for one choice or one question. Opened by the person, never by itself. */
export function Sheet({ open, title, onClose, children }: PropsWithChildren<SheetProps>) {
  const id = useId();
  useEffect(() => {
    if (!open || process.env.TARO_ENV !== 'h5') return;
    const before = document.activeElement as HTMLElement | null;
    document.getElementById(id)?.focus();
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onClose();
    };
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('keydown', escape);
      before?.focus();
    };
    // onClose is a new function at each drawing; the focus must move only when the sheet opens or closes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [open]);

  if (!open) return null;
  return (
    <View className="sheet-layer" catchMove>
      <View className="sheet-scrim" onClick={onClose} {...a11y({ hidden: true })} />
      <View className="sheet" id={id} {...a11y({ role: 'dialog', label: title, focusable: false })}>
        <View className="sheet-head">
          <View className="sheet-title" {...heading(2)}>
            {title}
          </View>
          <Pressable className="sheet-close" label="关上" onTap={onClose}>
            <Icon name="x" />
          </Pressable>
        </View>
        <View className="sheet-body">{children}</View>
      </View>
    </View>
  );
}

interface ConfirmProps {
  open: boolean;
  title: string;
  /** What will happen, with the figures. */
  text: ReactNode;
  /** A verb: `兑换，留 35 分`. */
  yes: string;
  no?: string;
  onYes: () => unknown;
  onNo: () => void;
}

/** Asks once more before points or stock move. */
export function Confirm({
  open,
  title,
  text,
  yes,
  no = '先不办',
  onYes,
  onNo,
  children,
}: PropsWithChildren<ConfirmProps>) {
  return (
    <Sheet open={open} title={title} onClose={onNo}>
      <View className="sheet-text">{text}</View>
      {children}
      <View className="sheet-acts">
        <Button size="big" onTap={onNo}>
          {no}
        </Button>
        <Button kind="main" size="big" onTap={onYes}>
          {yes}
        </Button>
      </View>
    </Sheet>
  );
}
