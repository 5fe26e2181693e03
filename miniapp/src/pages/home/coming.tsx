import { addDays, dayOf, mondayOf } from '@linli/shared/time';
import { useQuery } from '@tanstack/react-query';
import Taro from '@tarojs/taro';

import { ActList } from '@/components/act-list';
import { Item, List } from '@/components/card';
import { useContentAge } from '@/components/content-age';
import { Section } from '@/components/section';
import { comingActivitiesQuery } from '@/features/activities/activities.api';
import { ActivityItem } from '@/features/activities/activity-item';

import { Part } from './part';

const shown = 3;

/** The week a day lies in, as people say it, seen from today. */
function weekName(startsAt: string): string {
  const monday = mondayOf(dayOf(Date.now()));
  const theirs = mondayOf(dayOf(new Date(startsAt)));
  return theirs === monday ? '这周的活动' : theirs === addDays(monday, 7) ? '下周的活动' : '接下来的活动';
}

/** The activities of this week; when it has none left, of the next week that has. */
export function Coming({ communityId }: { communityId: string }) {
  const query = useQuery(comingActivitiesQuery(communityId));
  const age = useContentAge(query);
  const all = () => void Taro.navigateTo({ url: '/packages/resident/activities/index' });
  const open = (query.data?.items ?? []).filter(({ state }) => state === 'open');
  const first = open[0];
  const title = first ? weekName(first.startsAt) : '这周的活动';
  return (
    <Section title={title} {...(age ? { remark: age } : {})} more={{ onTap: all }}>
      <Part query={query} what="活动">
        {() =>
          first ? (
            <ActList>
              {open
                .filter(({ startsAt }) => weekName(startsAt) === title)
                .slice(0, shown)
                .map((activity) => (
                  <ActivityItem key={activity.id} activity={activity} />
                ))}
            </ActList>
          ) : (
            <List>
              <Item title="还没有安排活动" lines={['安排好了就在这里，也可以问问网格员。']} />
            </List>
          )
        }
      </Part>
    </Section>
  );
}
