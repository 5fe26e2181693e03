import type { RedemptionView } from '@linli/shared/redemptions';
import { View } from '@tarojs/components';
import { useState } from 'react';

import { Button } from '@/components/button';
import { Refusal } from '@/components/result';
import { Sheet } from '@/components/sheet';
import { NameAndRelation, proxyProblems, useProxyDraft } from '@/features/redemptions/proxy-fields';
import { type ProxyInput, useSetProxy } from '@/features/redemptions/redemptions.api';

interface ProxySheetProps {
  open: boolean;
  view: RedemptionView;
  onClose: () => void;
}

/** Names who collects it instead, or takes that back. */
export function ProxySheet({ open, view, onClose }: ProxySheetProps) {
  const { id, proxy } = view;
  const draft = useProxyDraft(`proxy-of:${id}`, proxy ?? undefined);
  const saving = useSetProxy(id);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const save = async (next: ProxyInput) => {
    if (!(await saving.run(next))) return;
    draft.clear();
    onClose();
  };
  const name = () => {
    const found = proxyProblems({ ...draft.value, wanted: true });
    setProblems(found);
    const { relation } = draft.value;
    return Object.keys(found).length || !relation
      ? undefined
      : save({ name: draft.value.name.trim(), relation });
  };
  return (
    <Sheet open={open} title="让家人代领" onClose={onClose}>
      <View className="sheet-text">代领的人带上取货码，店员会核对{view.checkText}。</View>
      <NameAndRelation draft={draft} problems={{ ...problems, ...saving.error?.fields }} />
      <Refusal error={saving.error} title="没有改成" />
      <View className="sheet-acts">
        {proxy && (
          <Button size="big" onTap={() => save(null)}>
            本人来领
          </Button>
        )}
        <Button kind="main" size="big" onTap={name}>
          {proxy ? '改好了' : '让这个人代领'}
        </Button>
      </View>
    </Sheet>
  );
}
