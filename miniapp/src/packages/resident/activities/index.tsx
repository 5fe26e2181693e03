import { useInfiniteQuery } from '@tanstack/react-query';
import Taro, { useDidShow, useRouter } from '@tarojs/taro';
import { useState } from 'react';

import { ActList } from '@/components/act-list';
import { Answer } from '@/components/answer';
import { Button } from '@/components/button';
import { ContentAge } from '@/components/content-age';
import { ElderExit } from '@/components/elder-offer';
import { Tabs } from '@/components/filter-bar';
import { Page } from '@/components/page';
import { State } from '@/components/state';
import { usePlace } from '@/features/accounts/place';
import { activitiesQuery, type ActivityList } from '@/features/activities/activities.api';
import { ActivityItem } from '@/features/activities/activity-item';
import { refreshStale } from '@/lib/refresh';
import { useMe } from '@/lib/session';

const empty: Record<ActivityList, { title: string; text: string }> = {
  upcoming: { title: '还没有安排活动', text: '安排好了就在这里。想办什么活动，可以跟网格员说。' },
  past: { title: '还没有办过活动', text: '办过的活动会留在这里，随时可以翻看。' },
  mine: { title: '您还没有报过名', text: '报名的活动，和来过的活动，都会在这里。' },
};

/** Activities to come, past ones, one's own. `?list=mine` opens one's own. */
export default function Activities() {
  const linked = Boolean(useMe()?.resident);
  const { place, query: places } = usePlace();
  const wanted = useRouter().params.list;
  const [list, setList] = useState<ActivityList>(linked && wanted === 'mine' ? 'mine' : 'upcoming');
  const query = useInfiniteQuery(activitiesQuery(place?.id ?? '', list));
  useDidShow(refreshStale);
  return (
    <Page title="活动">
      <Tabs
        label="看哪些活动"
        tabs={[
          { value: 'upcoming', text: '要办的' },
          { value: 'past', text: '办过的' },
          ...(linked ? [{ value: 'mine' as const, text: '我报名的' }] : []),
        ]}
        value={list}
        onChange={setList}
      />
      <ContentAge query={query} />
      {place ? (
        <Answer query={query} what="活动">
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            if (!items.length) {
              return (
                <State
                  kind="empty"
                  {...empty[list]}
                  action={
                    list === 'mine' ? (
                      <Button kind="main" onTap={() => setList('upcoming')}>
                        看看要办的
                      </Button>
                    ) : (
                      <Button onTap={() => void Taro.switchTab({ url: '/pages/home/index' })}>回首页</Button>
                    )
                  }
                />
              );
            }
            return (
              <>
                <ActList>
                  {items.map((activity) => (
                    <ActivityItem key={activity.id} activity={activity} dated />
                  ))}
                </ActList>
                {query.hasNextPage && (
                  <Button
                    kind="text"
                    block
                    busy={query.isFetchingNextPage}
                    onTap={() => query.fetchNextPage()}
                  >
                    再看一些
                  </Button>
                )}
              </>
            );
          }}
        </Answer>
      ) : (
        <Answer query={places} what="活动">
          {() => null}
        </Answer>
      )}
      <ElderExit />
    </Page>
  );
}
