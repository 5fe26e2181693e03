import { View } from '@tarojs/components';
import { useState } from 'react';

import { Card } from '@/components/card';
import {
  Check,
  DateField,
  PickerField,
  Stepper,
  SwitchField,
  TextAreaField,
  TextField,
} from '@/components/field';
import { Section } from '@/components/section';
import { clock } from '@/lib/format';
import { useDraft } from '@/lib/draft';

/** All fields, their words kept as a draft. */
export function Fields() {
  const draft = useDraft('gallery', {
    day: '2026-12-11',
    what: '',
    who: '',
    words: '',
    share: true,
    here: true,
    count: 1,
  });
  const { day, what, who, words, share, here, count } = draft.value;
  const [locked] = useState('张桂兰');
  return (
    <Section title="填写">
      <DateField
        label="哪天做的"
        value={day}
        latest="2026-12-16"
        onChange={(value) => draft.set({ day: value })}
      />
      <PickerField
        label="做了什么"
        options={[
          { value: 'sweep', text: '周五大扫除' },
          { value: 'help', text: '陪邻居看病' },
        ]}
        value={what}
        onChange={(value) => draft.set({ what: value })}
      />
      <TextField
        label="替谁申报"
        value={who}
        placeholder="姓名或存折号"
        error={who ? undefined : '请填姓名，或存折上的 6 位号'}
        onChange={(value) => draft.set({ who: value })}
      />
      <TextField label="申报人" value={locked} locked="申报人是您自己，改不了" onChange={() => undefined} />
      <TextAreaField
        label="怎么做的"
        value={words}
        hint="写给网格员看，几句话就行"
        maxLength={100}
        onChange={(value) => draft.set({ words: value })}
      />
      <Card>
        <SwitchField
          label="公示时写我的名字"
          hint="只写成「张*兰」"
          checked={share}
          onChange={(value) => draft.set({ share: value })}
        />
        <Check label="李*国，4栋" checked={here} onChange={(value) => draft.set({ here: value })} />
        <Check label="陈*明，1栋" checked={false} locked="您的家人，不能审" onChange={() => undefined} />
        <Stepper
          label="兑几份"
          value={count}
          max={3}
          unit="份"
          onChange={(value) => draft.set({ count: value })}
        />
      </Card>
      {draft.savedAt !== undefined && <View className="cap center">草稿已存 {clock(draft.savedAt)}</View>}
    </Section>
  );
}
