import { toHalfWidth } from '@linli/shared/fields';
import { Text, View } from '@tarojs/components';
import type { PropsWithChildren, ReactNode } from 'react';

import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { SidePanel } from '@/components/desk-shell';
import { Refusal } from '@/components/result';
import type { ApiError } from '@/lib/api';
import { clock } from '@/lib/format';

import './workbench.scss';

/** What is typed into a field of digits: full-width digits count, anything else stays wrong for the server to say. */
export function numberOf(text: string): number {
  const plain = toHalfWidth(text).trim();
  return plain === '' ? NaN : Number(plain);
}

interface FormPanelProps {
  overline?: string;
  title: string;
  error: ApiError | undefined;
  /** A verb, said on the one main button. */
  yes: string;
  /** Why it cannot be sent yet. */
  off?: string | false | undefined;
  onYes: () => unknown;
  onClose: () => void;
  savedAt?: number | undefined;
  /** Above the fields: what will happen. */
  remark?: ReactNode;
}

/** A form beside the list at the desk, a page of its own on a phone. What was typed stays when it is closed. */
export function FormPanel(props: PropsWithChildren<FormPanelProps>) {
  const { overline, title, error, yes, off, onYes, onClose, savedAt, remark, children } = props;
  return (
    <SidePanel
      {...(overline ? { overline } : {})}
      title={title}
      onClose={onClose}
      acts={
        <>
          <Button onTap={onClose}>先不办</Button>
          <Button kind="main" off={off} onTap={onYes}>
            {yes}
          </Button>
        </>
      }
    >
      {remark && <View className="sub work-remark">{remark}</View>}
      {children}
      <Refusal error={error} title="没有办成" />
      {savedAt && <Text className="cap">草稿已存 {clock(savedAt)}</Text>}
    </SidePanel>
  );
}

/** Facts and lists of a panel lie on paper of their own on a phone, on the panel itself at the desk. */
export function PanelPart({ children }: PropsWithChildren) {
  return <Card className="work-sheet">{children}</Card>;
}
