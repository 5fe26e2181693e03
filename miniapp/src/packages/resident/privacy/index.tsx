import { View } from '@tarojs/components';

import { Card } from '@/components/card';
import { ElderExit } from '@/components/elder-offer';
import { FactList } from '@/components/facts';
import { Page } from '@/components/page';
import { PageTitle } from '@/components/page-title';
import { ReadAloud } from '@/components/read-aloud';
import { Section } from '@/components/section';
import { ContactSection } from '@/features/accounts/contact';
import { useElder } from '@/lib/elder';

import './privacy.scss';

const kept = [
  { term: '姓名、楼栋门牌', fact: '认出是哪家的人，积分记对人。住在社区期间一直留着。' },
  { term: '手机号', fact: '核对身份、有事找得到您。加密存着，别人看到的是 138****1234。' },
  { term: '出生年份', fact: '60 岁以上送长辈版；有的礼品是捐给老人的。' },
  { term: '积分明细', fact: '每一笔怎么来、怎么用都能查。账要留着对，人注销了就不再写名字。' },
  { term: '兑换、报名', fact: '留礼品、排名额。' },
  { term: '微信账号', fact: '只用来登录，不拿头像、昵称和好友。' },
];

const never = ['身份证号、收入、健康、信仰', '您的位置和行踪', '您用了多久、点了什么'];

const rights = [
  '自己的积分、兑换、报名，在「我的」里随时看。',
  '写错了要改，想要一份自己的记录，或者想注销，打电话给网格员或居委会，15 个工作日内办好。',
  '不想让人代办了，随时可以取消。',
  '不用小程序，什么事也不耽误：柜台、电话、上门都能办。',
];

/** The plain notice: who keeps what, why, how long, and what one can do about it. */
export default function Privacy() {
  const { elder } = useElder();
  return (
    <Page title="隐私说明">
      <PageTitle title="我们记什么，为什么记" text="由社区居委会保管，存在国内的服务器上。" />
      {elder && (
        <ReadAloud block text={[...kept.map(({ term, fact }) => `${term}，${fact}`), ...rights].join('')} />
      )}
      <Section title="记这些">
        <Card>
          <FactList facts={kept} />
        </Card>
      </Section>
      <Section title="不记这些">
        <Lines lines={never} />
      </Section>
      <Section title="谁看得到">
        <Lines
          lines={[
            '网格员、社区工作人员只看自己管的那一片，名字和号码都遮着；看完整号码要写原因，留下记录。',
            '店员只看到遮着的名字和礼品，看不到您有多少分。',
            '没有您同意，名字不上墙、不进名单，也不给别的单位。',
          ]}
        />
      </Section>
      <Section title="您可以">
        <Lines lines={rights} />
      </Section>
      <Section title="孩子">
        <Lines lines={['不满 14 岁的孩子，由家长替他报名、管积分。']} />
      </Section>
      <ContactSection />
      <ElderExit />
    </Page>
  );
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <Card>
      {lines.map((line) => (
        <View className="privacy-line" key={line}>
          {line}
        </View>
      ))}
    </Card>
  );
}
