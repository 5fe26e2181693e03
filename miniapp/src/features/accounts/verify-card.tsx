import { useQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';

import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { heading } from '@/lib/a11y';
import { useMe } from '@/lib/session';

import { linkRequestQuery } from './accounts.api';
import './verify-card.scss';

export function openLink(): void {
  void Taro.navigateTo({ url: '/packages/resident/link/index' });
}

/** For people not recognised as residents yet: what it opens, and that a phone is not the only way. */
export function VerifyCard() {
  const me = useMe();
  const { data } = useQuery({ ...linkRequestQuery(), enabled: Boolean(me) && !me?.resident });
  const pending = data?.request?.state === 'pending';
  return (
    <Card>
      <View className="item-title" {...heading(2)}>
        {pending ? '认证申请交上去了' : '住在这里？认证一下'}
      </View>
      <View className="sub verify-text">
        {pending
          ? '网格员正在核对，一般两天内有回音。'
          : '认证以后，能看积分、兑礼品、报活动。不会弄也没关系，到超市柜台或打电话都能办。'}
      </View>
      <Button kind={pending ? 'plain' : 'main'} block onTap={openLink}>
        {pending ? '看看办到哪了' : '认证居民'}
      </Button>
    </Card>
  );
}
