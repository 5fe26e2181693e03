import { type ResidentRow, revealPhone } from '@linli/shared/residents';
import { Text, View } from '@tarojs/components';
import { useState } from 'react';

import { Button } from '@/components/button';
import { TextField } from '@/components/field';
import { Refusal } from '@/components/result';
import { send } from '@/lib/api';
import { useAct } from '@/lib/use-act';
import { callPhone } from '@/lib/wechat';

/** A whole phone number, shown once a reason is written down. Not kept on this phone: leaving the person hides it again. */
export function RevealPhone({ resident }: { resident: ResidentRow }) {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [phone, setPhone] = useState<string>();
  const revealing = useAct((_: void) => send(revealPhone, { id: resident.id, reason }));
  if (!resident.hasPhone) return <Text>名册里没有</Text>;
  if (phone) {
    return (
      <View className="roster-phone">
        <Text className="strong num">{phone}</Text>
        <Button size="small" icon="phone" onTap={() => callPhone(phone)}>
          打电话
        </Button>
      </View>
    );
  }
  if (!asking) {
    return (
      <View className="roster-phone">
        <Text className="num">{resident.maskedPhone}</Text>
        <Button size="small" icon="eye" onTap={() => setAsking(true)}>
          看号码
        </Button>
      </View>
    );
  }
  return (
    <View>
      <TextField
        label="为什么要看"
        value={reason}
        onChange={setReason}
        placeholder="例如 通知停水"
        hint="谁看的、为什么看，会记下来"
        error={revealing.error?.fields.reason}
      />
      <Refusal error={revealing.error} title="没有看成" />
      <Button
        off={!reason.trim() && '先写原因'}
        icon="eye"
        onTap={async () => {
          const answer = await revealing.run();
          if (answer) setPhone(answer.phone);
        }}
      >
        看号码
      </Button>
    </View>
  );
}
