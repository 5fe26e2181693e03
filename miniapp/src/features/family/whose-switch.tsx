import { Chips } from '@/components/chips';

import type { Principal } from './acting-for';

interface WhoseSwitchProps {
  /** What is done for them: 兑换. */
  verb: string;
  offered: Principal[];
  value: Principal | undefined;
  onChange: (residentId: string | undefined) => void;
}

/** For oneself or for somebody one helps: 「替 张桂兰 兑换」. Draws nothing for people who help nobody. */
export function WhoseSwitch({ verb, offered, value, onChange }: WhoseSwitchProps) {
  if (!offered.length) return null;
  return (
    <Chips
      label={`替谁${verb}`}
      options={[
        { value: '', text: `给自己${verb}` },
        ...offered.map(({ residentId, name }) => ({ value: residentId, text: `替 ${name} ${verb}` })),
      ]}
      value={value?.residentId ?? ''}
      onChange={(id) => onChange(id || undefined)}
    />
  );
}
