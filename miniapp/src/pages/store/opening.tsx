import type { StoreView } from '@linli/shared/gifts';
import { Text, View } from '@tarojs/components';
import { useState } from 'react';

import { BadgeIcon } from '@/components/badge-icon';
import { Button } from '@/components/button';
import { Item, List } from '@/components/card';
import { FactList } from '@/components/facts';
import { Icon } from '@/components/icon';
import { Pressable } from '@/components/pressable';
import { Sheet } from '@/components/sheet';
import { OpeningWords } from '@/features/gifts/opening-words';
import { useElder } from '@/lib/elder';
import { callPhone } from '@/lib/wechat';

/** Whether the counter is open today, when next, and all its hours on a tap. */
export function Opening({ store }: { store: StoreView }) {
  const { elder } = useElder();
  const [open, setOpen] = useState(false);
  const { name, place, phone, openNow, todayText, nextOpening, hours } = store;
  return (
    <>
      <List tight>
        <Item
          badge={<BadgeIcon name="clock" tone={openNow ? 'ok' : 'neutral'} />}
          title={<OpeningWords text={todayText} />}
          lines={[openNow || !nextOpening ? place : <OpeningWords key="next" text={`下次 ${nextOpening}`} />]}
          {...(elder
            ? { action: <Button onTap={() => setOpen(true)}>全部时间</Button> }
            : {
                side: (
                  <Pressable className="store-hours" onTap={() => setOpen(true)}>
                    <Text>全部时间</Text>
                    <Icon name="right" size={16} />
                  </Pressable>
                ),
              })}
        />
      </List>
      <Sheet open={open} title={name} onClose={() => setOpen(false)}>
        <FactList
          facts={[
            {
              term: '开门',
              fact: hours.map((line) => (
                <View key={line}>
                  <OpeningWords text={line} />
                </View>
              )),
            },
            { term: '地方', fact: place },
          ]}
        />
        {phone && (
          <View className="store-call">
            <Button icon="phone" block onTap={() => callPhone(phone)}>
              打电话给超市
            </Button>
          </View>
        )}
      </Sheet>
    </>
  );
}
