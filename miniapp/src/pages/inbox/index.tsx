import Taro from '@tarojs/taro';

import { Button } from '@/components/button';
import { Page } from '@/components/page';
import { State } from '@/components/state';

export default function Inbox() {
  return (
    <Page title="消息" tab="inbox">
      <State
        kind="empty"
        title="还没有消息"
        text="停水停电、活动安排、积分到账，有了通知都在这里，一条不会丢。"
        action={<Button onTap={() => void Taro.switchTab({ url: '/pages/home/index' })}>回首页看看</Button>}
      />
    </Page>
  );
}
