import {
  type HelperScope,
  helperScopeNames,
  helperScopes,
  registerHelper,
  type Relation,
  relationNames,
  relations,
  type ResidentView,
} from '@linli/shared/residents';
import { addDays, dayOf } from '@linli/shared/time';
import { View } from '@tarojs/components';

import { Check, DateField, PickerField, TextField } from '@/components/field';
import { FormPanel } from '@/features/workbench/form';
import { send } from '@/lib/api';
import { useDraft } from '@/lib/draft';
import { queryClient } from '@/lib/query';
import { useAct } from '@/lib/use-act';

import { type PickedResident, ResidentPicker } from './resident-picker';

interface HelperFormProps {
  principal: ResidentView;
  onDone: (said: string) => void;
  onClose: () => void;
}

/** Records who may act for a resident, for what, until when, and how the resident said yes. */
export function HelperForm({ principal, onDone, onClose }: HelperFormProps) {
  const { value, set, clear, savedAt } = useDraft(`helper:${principal.id}`, {
    helper: undefined as PickedResident | undefined,
    relation: '' as Relation | '',
    scopes: [...helperScopeNames] as HelperScope[],
    endsOn: addDays(dayOf(Date.now()), 365),
    consentNote: '',
  });
  const registering = useAct((_: void) =>
    send(registerHelper, {
      helperId: value.helper?.id ?? '',
      principalId: principal.id,
      relation: value.relation as Relation,
      scopes: value.scopes,
      endsOn: value.endsOn,
      consentNote: value.consentNote,
    }),
  );
  const fields = registering.error?.fields ?? {};
  return (
    <FormPanel
      overline={`替${principal.maskedName}办事的人`}
      title="登记家人代办"
      remark="要本人亲口同意。代办的人能看积分、兑换和报名，都会写明是谁办的。"
      error={registering.error}
      yes="登记"
      off={!value.helper && '先选代办的人'}
      savedAt={savedAt}
      onClose={onClose}
      onYes={async () => {
        const relation = await registering.run();
        if (!relation) return;
        clear();
        void queryClient.invalidateQueries({ queryKey: ['resident', principal.id] });
        onDone(`登记好了：${relation.helperName}可以替${relation.principalName}办事`);
      }}
    >
      <ResidentPicker
        label="谁来代办"
        value={value.helper}
        onChange={(helper) => set({ helper })}
        error={fields.helperId}
        lockedOf={(id) => (id === principal.id ? '就是本人' : undefined)}
      />
      <PickerField
        label="是本人的什么人"
        options={relationNames
          .filter((name) => name !== 'self')
          .map((name) => ({ value: name, text: relations[name] }))}
        value={value.relation}
        onChange={(relation) => set({ relation })}
        error={fields.relation}
      />
      <View className="field">
        <View className="field-label">能代办什么</View>
        {helperScopeNames.map((scope) => (
          <Check
            key={scope}
            label={helperScopes[scope]}
            checked={value.scopes.includes(scope)}
            onChange={(on) =>
              set({
                scopes: helperScopeNames.filter((one) => (one === scope ? on : value.scopes.includes(one))),
              })
            }
          />
        ))}
        {fields.scopes && <View className="c-danger sub">{fields.scopes}</View>}
      </View>
      <DateField
        label="到哪天为止"
        value={value.endsOn}
        earliest={dayOf(Date.now())}
        onChange={(endsOn) => set({ endsOn })}
        error={fields.endsOn}
      />
      <TextField
        label="本人怎么同意的"
        value={value.consentNote}
        placeholder="例如 11月22日 上门，本人签字"
        onChange={(consentNote) => set({ consentNote })}
        error={fields.consentNote}
      />
    </FormPanel>
  );
}
