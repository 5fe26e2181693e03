import type { RedemptionView } from '@linli/shared/redemptions';
import { useInfiniteQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';

import { Answer } from '@/components/answer';
import { Art } from '@/components/art';
import { Button } from '@/components/button';
import { Item, List } from '@/components/card';
import { ContentAge } from '@/components/content-age';
import { ElderExit } from '@/components/elder-offer';
import type { IconName } from '@/components/icons';
import { Page } from '@/components/page';
import { State } from '@/components/state';
import { Tag, type Tone } from '@/components/tag';
import { ordersQuery } from '@/features/redemptions/redemptions.api';
import { slipState } from '@/features/redemptions/redemptions.words';
import type { SlipState } from '@/components/code-slip';
import { useElder } from '@/lib/elder';
import { day } from '@/lib/format';
import { useMe } from '@/lib/session';

const tags: Record<SlipState, { text: string; tone: Tone; icon: IconName }> = {
  waiting: { text: '待领取', tone: 'gold', icon: 'clock' },
  done: { text: '已领走', tone: 'ok', icon: 'check' },
  expired: { text: '过期退回', tone: 'warn', icon: 'glass' },
  cancelled: { text: '已退回', tone: 'neutral', icon: 'x' },
};

export default function Orders() {
  const query = useInfiniteQuery(ordersQuery());
  return (
    <Page title="我的兑换">
      <ContentAge query={query} />
      <Answer query={query} what="兑换记录" safe="礼品和积分都还给您留着。">
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return items.length ? (
            <>
              <List>
                {items.map((view) => (
                  <Order key={view.id} view={view} />
                ))}
              </List>
              {query.hasNextPage && (
                <Button kind="text" block busy={query.isFetchingNextPage} onTap={() => query.fetchNextPage()}>
                  再看早一些的
                </Button>
              )}
            </>
          ) : (
            <State
              kind="empty"
              title="还没有兑换过"
              text="用积分换的礼品和取货码，都会在这里。"
              action={
                <Button kind="main" onTap={() => void Taro.switchTab({ url: '/pages/store/index' })}>
                  去超市看看
                </Button>
              }
            />
          );
        }}
      </Answer>
      <ElderExit />
    </Page>
  );
}

function Order({ view }: { view: RedemptionView }) {
  const { elder } = useElder();
  const me = useMe()?.resident?.name;
  const { id, giftName, quantity, unit, cost, drawing, forName } = view;
  const state = slipState(view);
  const { text, tone, icon } = tags[state];
  const tag = (
    <Tag tone={tone} icon={icon}>
      {text}
    </Tag>
  );
  return (
    <Item
      {...(elder ? {} : { badge: <Art name={drawing} size="thumb" /> })}
      title={giftName}
      lines={[
        `${quantity} ${unit}，${cost} 分${forName === me ? '' : `，替 ${forName} 兑换`}`,
        when(view, state),
        elder && <View>{tag}</View>,
      ]}
      onTap={() => void Taro.navigateTo({ url: `/packages/resident/pickup/index?id=${id}` })}
      {...(elder ? {} : { side: tag })}
    />
  );
}

function when({ lastDay, settledAt, heldAt }: RedemptionView, state: SlipState): string {
  switch (state) {
    case 'waiting':
      return `${day(lastDay)} 前领`;
    case 'done':
      return `${day(settledAt ?? heldAt)}领的`;
    case 'expired':
      return `${day(lastDay)}没有来领`;
    case 'cancelled':
      return `${day(settledAt ?? heldAt)}退的`;
  }
}
