import { Image, Text, View } from '@tarojs/components';
import { useMemo, useState } from 'react';

import { a11y, heading, imageWords } from '@/lib/a11y';
import { useElder } from '@/lib/elder';
import { codeGroups } from '@/lib/format';
import { qrImage } from '@/lib/qr';
import { canSpeak, speak } from '@/lib/wechat';

import { Art } from './art';
import { Button } from './button';
import { classes } from './classes';
import { Icon } from './icon';
import type { IconName } from './icons';
import { Sep } from './sep';
import { Tag, type Tone } from './tag';
import './code-slip.scss';

export type SlipState = 'waiting' | 'done' | 'expired' | 'cancelled';

interface CodeSlipProps {
  name: string;
  drawing: string;
  /** Facts under the name: `1 桶`, `已留 35 分`. */
  facts: string[];
  /** Six digits; shown only while the gift waits. */
  code: string;
  /** What the QR says, when it is more than the six digits. */
  qr?: string;
  state: SlipState;
  /** One sentence in place of the code once it no longer counts: when it was handed over, that the points came back. */
  note?: string;
}

const states: Record<SlipState, { text: string; tone: Tone; icon: IconName }> = {
  waiting: { text: '待领取', tone: 'gold', icon: 'clock' },
  done: { text: '已领走', tone: 'ok', icon: 'check' },
  expired: { text: '过期了', tone: 'warn', icon: 'glass' },
  cancelled: { text: '已退回', tone: 'neutral', icon: 'x' },
};

/** The slip shown at the counter: QR and six digits, which can also be read out. */
export function CodeSlip({ name, drawing, facts, code, qr, state, note }: CodeSlipProps) {
  const { text, tone, icon } = states[state];
  return (
    <View className={classes('slip', state)}>
      <View className="slip-head">
        <View className="slip-thumb">
          <Art name={drawing} size="thumb" />
        </View>
        <View className="grow">
          <View className="slip-name" {...heading(2)}>
            {name}
          </View>
          <View className="sub">
            {facts.map((fact, index) => (
              <Text key={fact}>
                {index > 0 && <Sep />}
                {fact}
              </Text>
            ))}
          </View>
        </View>
        <Tag tone={tone} icon={icon}>
          {text}
        </Tag>
      </View>
      <View className="slip-cut" />
      {state === 'waiting' ? (
        <Code code={code} qr={qr ?? code} />
      ) : (
        <Over note={note ?? text} icon={icon} tone={tone} />
      )}
    </View>
  );
}

function Code({ code, qr }: { code: string; qr: string }) {
  const source = useMemo(() => qrImage(qr), [qr]);
  const [left, right] = codeGroups(code);
  const [reading, setReading] = useState(false);
  const { elder } = useElder();
  const spoken = Array.from(code).join('，');
  return (
    <View className="slip-code">
      <View className="slip-qr">
        <Image className="slip-qr-image" src={source} {...imageWords('取货二维码')} />
      </View>
      <View className="slip-digits">
        <View className="slip-hint">{elder ? '把这 6 个数字念给店员' : '扫不了码，就报这 6 个数字'}</View>
        <View
          className="slip-six num"
          {...a11y({ role: 'img', label: `取货码 ${Array.from(code).join(' ')}` })}
        >
          <Text>{left}</Text>
          <Text>{right}</Text>
        </View>
        {canSpeak() && (
          <Button
            kind="quiet"
            size="small"
            icon={reading ? 'pause' : 'sound'}
            onTap={() => {
              if (reading) speak('');
              else
                speak(`取货码，${spoken}。再念一遍，${spoken}。`, {
                  slow: true,
                  onEnd: () => setReading(false),
                });
              setReading(!reading);
            }}
          >
            {reading ? '别念了' : '念给店员听'}
          </Button>
        )}
      </View>
    </View>
  );
}

function Over({ note, icon, tone }: { note: string; icon: IconName; tone: Tone }) {
  return (
    <View className={classes('slip-over', tone)}>
      <Icon name={icon} size={32} />
      <Text>{note}</Text>
    </View>
  );
}
