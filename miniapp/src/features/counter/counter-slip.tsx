import { type CounterSlip, settle } from '@linli/shared/redemptions';
import { relations } from '@linli/shared/residents';
import { View } from '@tarojs/components';
import { useEffect, useId, useRef } from 'react';

import { Art } from '@/components/art';
import { Button, Buttons } from '@/components/button';
import { FactList } from '@/components/facts';
import { Refusal, Result } from '@/components/result';
import { Tag } from '@/components/tag';
import { heading } from '@/lib/a11y';
import { send } from '@/lib/api';
import { clock, dateTime, dayAndWeekday } from '@/lib/format';
import { queryClient } from '@/lib/query';
import { useAct } from '@/lib/use-act';

import { codeTitle } from './counter.words';

import '@/components/code-slip.scss';
import './counter.scss';

/** The Enter that looked the code up is still going down; nobody has read the slip yet. */
const seenAfterMs = 500;

interface SlipProps {
  slip: CounterSlip;
  storeId: string;
  code: string;
  onHandedOver: (slip: CounterSlip) => void;
  /** Not this one after all: back to the field. */
  onLeave: () => void;
}

/**
 * What a code stands for, and the one act: handed over. Draw it with the order's id as key: each order keeps a request
 * key of its own until the server answers.
 */
export function Slip({ slip, storeId, code, onHandedOver, onLeave }: SlipProps) {
  const id = useId();
  const shownAt = useRef(Date.now());
  const settling = useAct((_: void, requestKey) => send(settle, { storeId, code, requestKey }));
  useEffect(() => {
    // At a desk the next Enter is the hand-over's: the button is in focus, and its ring shows it.
    if (process.env.TARO_ENV === 'h5')
      document.getElementById(id)?.querySelector<HTMLElement>('.main')?.focus();
  }, [id]);

  const handOver = async () => {
    if (Date.now() - shownAt.current < seenAfterMs) return;
    const settled = await settling.run();
    void queryClient.invalidateQueries({ queryKey: ['counter'] });
    if (settled) onHandedOver(settled);
  };
  const { proxy } = slip;
  return (
    <View className="slip counter-slip" id={id}>
      <View className="slip-head">
        <View className="slip-thumb">
          <Art name={slip.drawing} size="thumb" />
        </View>
        <View className="grow">
          <View className="slip-name" {...heading(2)}>
            {slip.giftName}
          </View>
          <View className="counter-quantity">
            {slip.quantity} {slip.unit}
          </View>
        </View>
        <Tag tone="gold" icon="clock">
          待领取
        </Tag>
      </View>
      <View className="slip-cut" />
      <View className="counter-body">
        <FactList
          facts={[
            { term: '谁的', fact: slip.maskedName },
            { term: '积分', fact: `${slip.cost} 分，交货后扣` },
            { term: '哪天兑的', fact: dateTime(slip.heldAt) },
            { term: '最晚', fact: dayAndWeekday(slip.lastDay) },
          ]}
        />
        {proxy && (
          <Result
            kind="warn"
            title={`代领：${proxy.maskedName}，${relations[proxy.relation]}`}
            text={`先请代领人说出${proxy.checkText}，对上了再交货。`}
          />
        )}
        <Refusal
          error={settling.error}
          title={
            settling.error?.answered === false
              ? '还不知道成没成，请再点一次'
              : codeTitle(settling.error?.code, '没有交成')
          }
        />
        <Buttons>
          <Button size="big" onTap={onLeave}>
            先不交
          </Button>
          <View className="grow">
            <Button kind="main" size="big" block icon="check" busyText="正在记账" onTap={handOver}>
              已交货
            </Button>
          </View>
        </Buttons>
      </View>
    </View>
  );
}

/** The slip once it is done: a tick, what went out, when. */
export function HandedOver({ slip }: { slip: CounterSlip }) {
  return (
    <Result
      kind="ok"
      title={`交好了：${slip.giftName} ${slip.quantity} ${slip.unit}`}
      text={`${slip.maskedName}${slip.settledAt ? `，${clock(slip.settledAt)}` : ''}。请下一位。`}
    />
  );
}
