import { approvers, pointsCategories, type PointsCategory, type RuleView } from '@linli/shared/points';
import { useQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';

import { Answer } from '@/components/answer';
import { BadgeIcon } from '@/components/badge-icon';
import { Card, Item, List } from '@/components/card';
import { useContentAge } from '@/components/content-age';
import { ElderExit } from '@/components/elder-offer';
import { StepList } from '@/components/facts';
import { Page } from '@/components/page';
import { Section } from '@/components/section';
import { State } from '@/components/state';
import { ContactSection } from '@/features/accounts/contact';
import { usePlace } from '@/features/accounts/place';
import { rulesQuery } from '@/features/points/points.api';
import { cap, categoryIcons, worth } from '@/features/points/points.words';
import { useElder } from '@/lib/elder';
import { day } from '@/lib/format';

import './rules.scss';

/** What points are never given for; the server refuses such rules as well. */
const never = [
  '打开小程序、每天签到、在线多久',
  '点赞、转发、关注、让别人安装',
  '投哪一票、投不投票',
  '不投诉、不上访',
  '成绩、生育、信仰',
];

export default function Rules() {
  const { place, query: places } = usePlace();
  const query = useQuery(rulesQuery(place?.id ?? ''));
  const age = useContentAge(query);
  return (
    <Page title="积分规则">
      {place ? (
        <Answer query={query} what="积分规则">
          {({ items, upcoming }) =>
            items.length ? (
              <>
                <View className="sub">
                  {place.name}正在用的规则，一共 {items.length} 条{age && `，${age}`}
                </View>
                {groups(items).map(({ category, rules }) => (
                  <Category key={category} category={category} rules={rules} />
                ))}
                {upcoming.length > 0 && (
                  <Section title="就要改的">
                    <List>
                      {upcoming.map((rule) => (
                        <Item
                          key={rule.code}
                          title={rule.title}
                          lines={[
                            `${day(rule.effectiveFrom)}起：${worth(rule)}，${cap(rule)}`,
                            `${rule.adoptedBy}通过`,
                          ]}
                        />
                      ))}
                    </List>
                  </Section>
                )}
              </>
            ) : (
              <State kind="empty" title="还没有积分规则" text="大家商量好了，就会写在这里。" />
            )
          }
        </Answer>
      ) : (
        <Answer query={places} what="积分规则">
          {() => null}
        </Answer>
      )}
      <Section title="这些事不给积分">
        <Card>
          {never.map((line) => (
            <View className="rules-never" key={line}>
              {line}
            </View>
          ))}
        </Card>
      </Section>
      <Section title="积分怎么到账">
        <Card>
          <StepList
            steps={[
              '做了事，主持人或网格员确认',
              '按规则记到您的积分里，明细里写清楚',
              '得的积分到第二年 12月31日 到期，用的时候先用快到期的',
            ]}
          />
        </Card>
      </Section>
      <ContactSection />
      <ElderExit />
    </Page>
  );
}

function Category({ category, rules }: { category: PointsCategory; rules: RuleView[] }) {
  const { elder } = useElder();
  return (
    <Section title={pointsCategories[category]} {...(elder ? {} : { remark: `${rules.length} 条` })}>
      <List>
        {rules.map((rule) => (
          <Item
            key={rule.code}
            badge={<BadgeIcon name={categoryIcons[category]} />}
            title={rule.title}
            lines={[`${worth(rule)}，${cap(rule)}`, proof(rule)]}
          />
        ))}
      </List>
    </Section>
  );
}

/** Who confirms it, and by what. */
function proof({ approver, evidence }: RuleView): string {
  if (approver === 'system') return evidence || '按记录入账';
  const who = `${approvers[approver]}确认`;
  return evidence && !evidence.includes(who) ? `${who}，凭${evidence}` : evidence || who;
}

function groups(items: RuleView[]): { category: PointsCategory; rules: RuleView[] }[] {
  return (Object.keys(pointsCategories) as PointsCategory[])
    .map((category) => ({ category, rules: items.filter((rule) => rule.category === category) }))
    .filter(({ rules }) => rules.length);
}
