import { type CounterSlip, lookUpCode } from '@linli/shared/redemptions';
import { dayOf } from '@linli/shared/time';
import { useQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useId, useState } from 'react';

import { Answer } from '@/components/answer';
import { Art } from '@/components/art';
import { Button, Buttons } from '@/components/button';
import { Card, Item, List } from '@/components/card';
import { ContentAge } from '@/components/content-age';
import { PickerField } from '@/components/field';
import { Refusal } from '@/components/result';
import { Section } from '@/components/section';
import { Skeleton, State } from '@/components/state';
import { CodeField, codeDigits } from '@/features/counter/code-field';
import { counterStoresQuery, handedOverQuery } from '@/features/counter/counter.api';
import { HandedOver, Slip } from '@/features/counter/counter-slip';
import { codeTitle } from '@/features/counter/counter.words';
import { WorkPage } from '@/features/workbench/work-page';
import { send } from '@/lib/api';
import { clock } from '@/lib/format';
import { useAct } from '@/lib/use-act';
import { canScan, scan } from '@/lib/wechat';

import './counter-page.scss';

const storeKey = 'counter:store';

export default function CounterPage() {
  const stores = useQuery(counterStoresQuery());
  const [chosen, setChosen] = useState(() => Taro.getStorageSync<string>(storeKey));
  return (
    <WorkPage title="取货" desk="counter" remark="先看清楚是什么、给谁，再交货">
      <Answer query={stores} what="柜台" safe="没交的货还留着。">
        {({ items }) => {
          const store = items.find(({ id }) => id === chosen) ?? items[0];
          if (!store) {
            return (
              <State
                kind="empty"
                title="您还没有柜台"
                text="岗位里还没有哪家店。请社区主任给您加上店员的岗位。"
              />
            );
          }
          return (
            <View className="counter-columns">
              <View className="counter-left">
                {items.length > 1 && (
                  <PickerField
                    label="在哪家店"
                    options={items.map(({ id, name }) => ({ value: id, text: name }))}
                    value={store.id}
                    onChange={(id) => {
                      Taro.setStorageSync(storeKey, id);
                      setChosen(id);
                    }}
                  />
                )}
                <Counter key={store.id} storeId={store.id} storeName={store.name} waiting={store.waiting} />
              </View>
              <View className="counter-right">
                <Today storeId={store.id} />
              </View>
            </View>
          );
        }}
      </Answer>
    </WorkPage>
  );
}

/** One customer after the other: code, slip, handed over, next. */
function Counter({ storeId, storeName, waiting }: { storeId: string; storeName: string; waiting: number }) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<{ slip: CounterSlip; code: string }>();
  const [last, setLast] = useState<CounterSlip>();
  const looking = useAct((code: string) => send(lookUpCode, { storeId, code }));

  const lookUp = async (text: string) => {
    const code = codeDigits(text);
    // Enter once more in the field must not take the slip away that is being read.
    if (!code || code === found?.code) return;
    setLast(undefined);
    setFound(undefined);
    const slip = await looking.run(code);
    if (slip) setFound({ slip, code });
  };
  const scanNow = async () => {
    const read = await scan();
    if (read === undefined) return;
    setTyped(codeDigits(read));
    await lookUp(read);
  };
  const next = () => {
    setTyped('');
    setFound(undefined);
    looking.forget();
    if (process.env.TARO_ENV === 'h5') document.getElementById(id)?.querySelector('input')?.focus();
  };
  const wrong = looking.error?.fields.code;
  return (
    <View id={id}>
      {last && <HandedOver slip={last} />}
      <Card>
        <View className="sub counter-store">
          {storeName}，{waiting ? `还有 ${waiting} 单等着来领` : '没有等着来领的'}
        </View>
        <CodeField
          value={typed}
          onChange={(value) => {
            setTyped(value);
            // A slip belongs to the code it was looked up with.
            if (found && codeDigits(value) !== found.code) setFound(undefined);
            looking.forget();
          }}
          onDone={() => void lookUp(typed)}
          error={wrong}
        />
        <Buttons>
          {canScan && (
            <Button kind={found || typed ? 'plain' : 'main'} size="big" icon="qr" onTap={scanNow}>
              扫取货码
            </Button>
          )}
          <Button
            kind={found || (canScan && !typed) ? 'plain' : 'main'}
            size="big"
            block={!canScan}
            off={!typed.trim() && '先输 6 个数字'}
            busyText="正在查"
            busy={looking.busy}
            onTap={() => lookUp(typed)}
          >
            查取货码
          </Button>
        </Buttons>
        {!canScan && <View className="sub counter-noscan">这里不能用摄像头扫码。请输数字，或用扫码枪。</View>}
      </Card>
      {looking.error && !wrong && (
        <Refusal error={looking.error} title={codeTitle(looking.error.code, '没有查成')} />
      )}
      {found && (
        <View className="counter-found">
          <Slip
            key={found.slip.id}
            slip={found.slip}
            code={found.code}
            storeId={storeId}
            onLeave={next}
            onHandedOver={(slip) => {
              setLast(slip);
              next();
            }}
          />
        </View>
      )}
    </View>
  );
}

/** What went over this counter today, so that a slip of the hand is noticed while the person is still near. */
function Today({ storeId }: { storeId: string }) {
  const query = useQuery(handedOverQuery(storeId));
  const today = query.data?.items.filter(
    ({ settledAt }) => settledAt && dayOf(new Date(settledAt)) === dayOf(Date.now()),
  );
  const more = today && today.length === query.data?.items.length && query.data.total > today.length;
  return (
    <Section
      title="今天交的"
      {...(today?.length ? { remark: `${today.length} 单${more ? '以上' : ''}` } : {})}
    >
      <ContentAge query={query} />
      <Answer query={query} what="交货记录" skeleton={<Skeleton rows={3} />}>
        {() =>
          today?.length ? (
            <List tight>
              {today.map((slip) => (
                <Item
                  key={slip.id}
                  badge={<Art name={slip.drawing} size="thumb" />}
                  title={`${slip.giftName} ${slip.quantity} ${slip.unit}`}
                  lines={[slip.proxy ? `${slip.maskedName}，${slip.proxy.maskedName} 代领` : slip.maskedName]}
                  side={<View className="sub num">{slip.settledAt && clock(slip.settledAt)}</View>}
                />
              ))}
            </List>
          ) : (
            <List>
              <Item title="今天还没有交过货" lines={['交了货，这里会记下来']} />
            </List>
          )
        }
      </Answer>
    </Section>
  );
}
