import { type Relation, relations } from '@linli/shared/residents';
import { View } from '@tarojs/components';

import { PickerField, SwitchField, TextField } from '@/components/field';
import { useDraft } from '@/lib/draft';

import './proxy-fields.scss';

export interface ProxyForm {
  /** Somebody else collects it. */
  wanted: boolean;
  name: string;
  relation: Relation | '';
}

const relationOptions = (Object.keys(relations) as Relation[])
  .filter((name) => name !== 'self')
  .map((value) => ({ value, text: relations[value] }));

/** Who collects instead, kept on this phone while it is typed. `usual` is who it most likely is. */
export function useProxyDraft(key: string, usual?: { name: string; relation: Relation }) {
  const draft = useDraft<ProxyForm>(key, {
    wanted: Boolean(usual),
    name: usual?.name ?? '',
    relation: usual?.relation ?? '',
  });
  const { wanted, name, relation } = draft.value;
  return {
    ...draft,
    chosen: wanted && name.trim() && relation ? { name: name.trim(), relation } : undefined,
  };
}
export type ProxyDraft = ReturnType<typeof useProxyDraft>;

/** What is missing, by the contract's field names. */
export function proxyProblems({ wanted, name, relation }: ProxyForm): Record<string, string> {
  if (!wanted) return {};
  return {
    ...(name.trim() ? {} : { 'proxy.name': '请填代领人的姓名' }),
    ...(relation ? {} : { 'proxy.relation': '请选关系' }),
  };
}

interface ProxyFieldsProps {
  draft: ProxyDraft;
  problems: Readonly<Record<string, string>>;
}

/** A switch, and under it name and relation. */
export function ProxyFields({ draft, problems }: ProxyFieldsProps) {
  const { wanted } = draft.value;
  return (
    <>
      <SwitchField
        label="让别人代领"
        hint="店员会核对您手机或存折的后四位"
        checked={wanted}
        onChange={(next) => draft.set({ wanted: next })}
      />
      {wanted && (
        <View className="proxy-fields">
          <NameAndRelation draft={draft} problems={problems} />
        </View>
      )}
    </>
  );
}

export function NameAndRelation({ draft, problems }: ProxyFieldsProps) {
  const { name, relation } = draft.value;
  return (
    <>
      <TextField
        label="代领人姓名"
        value={name}
        maxLength={30}
        placeholder="写全名，店员会核对"
        error={problems['proxy.name']}
        onChange={(next) => draft.set({ name: next })}
      />
      <PickerField
        label="和您的关系"
        options={relationOptions}
        value={relation}
        error={problems['proxy.relation']}
        onChange={(next) => draft.set({ relation: next })}
      />
    </>
  );
}
