import { onlineManager } from '@tanstack/react-query';
import { View } from '@tarojs/components';
import { useState } from 'react';

import { art } from '@/art';
import { Art } from '@/components/art';
import { BadgeIcon } from '@/components/badge-icon';
import { Banner } from '@/components/banner';
import { Button, Buttons, Link } from '@/components/button';
import { Card, DateBadge, Face, Item, List } from '@/components/card';
import { Chips } from '@/components/chips';
import { CodeSlip } from '@/components/code-slip';
import { ElderExit, ElderOffer } from '@/components/elder-offer';
import { FactList, Meter, StepList, Timeline } from '@/components/facts';
import { Icon } from '@/components/icon';
import { type IconName, icons } from '@/components/icons';
import { GiftCard, GiftGrid } from '@/components/gift-card';
import { LedgerLine } from '@/components/ledger-line';
import { LotsBar } from '@/components/lots-bar';
import { HomeBar } from '@/components/nav-bar';
import { OfflineStrip } from '@/components/offline-strip';
import { Page } from '@/components/page';
import { PageTitle } from '@/components/page-title';
import { PassbookCard } from '@/components/passbook-card';
import { ReadAloud } from '@/components/read-aloud';
import { Result } from '@/components/result';
import { Section } from '@/components/section';
import { Sep } from '@/components/sep';
import { Confirm, Sheet } from '@/components/sheet';
import { Failed, Skeleton, State } from '@/components/state';
import { Tag } from '@/components/tag';

import { Fields } from './fields';

import './gallery.scss';

const nothing = () => undefined;
const slow = () => new Promise<void>((done) => setTimeout(done, 3000));

export function Phone() {
  const [kind, setKind] = useState('all');
  const [asking, setAsking] = useState(false);
  const [choosing, setChoosing] = useState(false);
  return (
    <Page
      title="组件"
      tab="home"
      unread={2}
      bar={<HomeBar place="金桂社区" onSwitch={nothing} />}
      foot={
        <Button kind="main" size="big" onTap={() => onlineManager.setOnline(!onlineManager.isOnline())}>
          断网试试
        </Button>
      }
    >
      <PageTitle
        title="张桂兰，上午好"
        text={
          <>
            12月16日 周三
            <Sep />
            冬月初八
          </>
        }
        side={
          <Button size="small" icon="text">
            长辈版
          </Button>
        }
      />
      <ElderOffer />
      <Banner
        tone="alert-yellow"
        icon="ice"
        title="道路结冰黄色预警"
        text="今晚到明早少出门，走路防滑"
        onTap={nothing}
      />
      <PassbookCard
        balance={86}
        annualScore={68}
        lapse={{ points: 18, daysLeft: 15 }}
        onRedeem={nothing}
        onStatement={nothing}
      />

      <Section title="等您处理" remark="2 件">
        <List>
          <Item
            badge={<BadgeIcon name="calq" tone="red" />}
            title="选个能来的时间"
            lines={['停车位重划会议', '明天 18:00 前答复']}
            action={
              <Button kind="main" size="small">
                去选时间
              </Button>
            }
          />
          <Item
            badge={<BadgeIcon name="ticket" tone="gold" />}
            title="食用油待领取"
            lines={['12月30日前，超市领']}
            action={<Button size="small">看取货码</Button>}
          />
        </List>
      </Section>

      <Section title="通知" more={{ onTap: nothing }}>
        <List>
          <Item
            badge={<BadgeIcon name="water" tone="warn" />}
            title={
              <>
                停水
                <Sep />
                今天 14:00–20:00
              </>
            }
            lines={['和苑小区 3、4 栋，请提前存水']}
            onTap={nothing}
          />
          <Item
            badge={<BadgeIcon name="heart" />}
            title="义诊进社区"
            lines={['周六 9:00，党群服务中心一楼']}
            onTap={nothing}
          />
        </List>
      </Section>

      <Section title="这周的活动" more={{ onTap: nothing }}>
        <List>
          <Item
            badge={<DateBadge day={18} weekday="周五" />}
            title="周五大扫除"
            lines={['8:30–10:00', '3栋前小广场']}
            action={
              <Button kind="line-red" size="small">
                我要参加
              </Button>
            }
          />
        </List>
      </Section>

      <Section title="即将开会">
        <Card>
          <View className="gallery-wrap">
            <Tag>议事会</Tag>
            <Tag tone="ok" icon="check">
              您已答应参加
            </Tag>
          </View>
          <View className="item-title">9单元加装电梯，第二次议事</View>
        </Card>
      </Section>

      <Section title="有事找人">
        <List>
          <Item
            badge={<Face name="李建国" />}
            title="李建国"
            lines={['第三网格 网格员']}
            action={<Button icon="phone">打电话</Button>}
          />
        </List>
      </Section>

      <Section title="货架">
        <Chips
          label="类别"
          options={[
            { value: 'all', text: '全部' },
            { value: 'grain', text: '粮油' },
            { value: 'daily', text: '日用' },
            { value: 'service', text: '服务' },
            { value: 'study', text: '文具图书' },
          ]}
          value={kind}
          onChange={setKind}
        />
        <View style={{ height: '12px' }} />
        <GiftGrid>
          <GiftCard name="食用油 1.8 升" price={35} drawing="oil" stateText="本月已兑" onTap={nothing} />
          <GiftCard name="大米 5 公斤" price={40} drawing="rice" stateText="剩 6 袋" onTap={nothing} />
          <GiftCard
            name="鸡蛋 30 枚"
            price={25}
            drawing="eggs"
            stateText="22日到货"
            soldOut
            onTap={nothing}
          />
          <GiftCard name="理发 1 次" price={10} drawing="hair" stateText="周六可约" service onTap={nothing} />
          <GiftCard name="电热水壶" price={120} drawing="kettle" stateText="还差 34 分" onTap={nothing} />
          <GiftCard name="抽纸 1 提" price={12} drawing="tissue" stateText="有货" onTap={nothing} />
        </GiftGrid>
      </Section>

      <Section title="取货码">
        <CodeSlip
          name="食用油 1.8 升"
          drawing="oil"
          facts={['1 桶', '已留 35 分']}
          code="482916"
          state="waiting"
        />
        <CodeSlip
          name="食用油 1.8 升"
          drawing="oil"
          facts={['1 桶', '35 分']}
          code="482916"
          state="done"
          note="12月18日 周五 9:20 由店员何翠莲交给您"
        />
        <CodeSlip
          name="抽纸 1 提"
          drawing="tissue"
          facts={['1 提', '12 分']}
          code="482916"
          state="expired"
          note="12月10日没有来领，12 分已退回"
        />
        <CodeSlip
          name="抽纸 1 提"
          drawing="tissue"
          facts={['1 提', '12 分']}
          code="482916"
          state="cancelled"
          note="您不要了，12 分已退回"
        />
        <List tight>
          <Item badge={<Icon name="clock" />} title="12月30日 前领" lines={['还有 14 天，过期积分退回']} />
          <Item
            badge={<Icon name="store" />}
            title="下次开门 周五 9:00"
            lines={[
              <>
                3栋旁
                <Sep />
                周二、周五、周六
              </>,
            ]}
            action={<Link>打电话</Link>}
          />
        </List>
        <Button kind="text" block>
          不要了，退回积分
        </Button>
      </Section>

      <Section title="12 月" remark="8:55 的内容" more={{ text: '打印', onTap: nothing }}>
        <Card>
          <LotsBar
            lots={[
              { points: 18, earnedYear: 2025, lapsesOn: '2026-12-31', soon: true },
              { points: 68, earnedYear: 2026, lapsesOn: '2027-12-31', soon: false },
            ]}
          />
        </Card>
        <List>
          <LedgerLine
            icon="broom"
            title="周五大扫除"
            detail="12月11日，公示到 20日"
            amount={4}
            note="21日入账"
            waiting
          />
          <LedgerLine
            icon="ticket"
            title="留给 食用油 1.8 升"
            detail="12月16日，待领取"
            amount={-35}
            note="余 86"
          />
          <LedgerLine icon="hand" title="陪邻居看病" detail="12月7日 入账" amount={10} note="余 121" />
          <LedgerLine
            icon="home"
            title="当楼栋长"
            detail="12月1日 记错，12月3日冲正"
            amount={10}
            note="余 107"
            reversed
          />
        </List>
      </Section>

      <Section title="按钮">
        <View className="gallery-wrap">
          <Button kind="main">我要兑换</Button>
          <Button kind="line-red">我要参加</Button>
          <Button icon="phone">打电话</Button>
          <Button kind="quiet" icon="sound">
            念给店员听
          </Button>
          <Button off="分不够">我要兑换</Button>
          <Button kind="main" busy>
            我要兑换
          </Button>
          <Button kind="main" onTap={slow}>
            点我等三秒
          </Button>
          <Button kind="chosen">能来</Button>
          <Link>我要提异议</Link>
        </View>
        <Button kind="main" size="big" block>
          交给网格员
        </Button>
      </Section>

      <Section title="标签">
        <View className="gallery-wrap">
          <Tag tone="gold" icon="clock">
            待领取
          </Tag>
          <Tag tone="ok" icon="check">
            已答应参加
          </Tag>
          <Tag tone="warn" icon="alert">
            可能重复
          </Tag>
          <Tag tone="info" icon="proxy">
            代申报
          </Tag>
          <Tag tone="red">要我办</Tag>
          <Tag tone="danger" icon="xc">
            没交成
          </Tag>
          <Tag>议事会</Tag>
          <Tag tone="alert-red">红色预警</Tag>
          <Tag tone="alert-orange">橙色预警</Tag>
          <Tag tone="alert-yellow" icon="alert">
            紧急
          </Tag>
          <Tag tone="alert-blue">蓝色预警</Tag>
        </View>
      </Section>

      <Section title="说明">
        <Card>
          <FactList
            facts={[
              { term: '谁代填', fact: '李建国，第三网格网格员' },
              { term: '什么时候', fact: '12月14日 周一 下午' },
              { term: '对方说', fact: '「小王来帮我量了血压，还带了热汤。」' },
            ]}
          />
        </Card>
        <Card>
          <StepList steps={['到社区报到，签个名', '跟着楼栋长扫', '扫完在群里说一声']} />
        </Card>
        <Card>
          <Timeline
            entries={[
              { title: '等您复核', text: '两位审核人与申报人无亲属关系', state: 'now' },
              { title: '初审通过', text: '12月15日 何翠莲' },
              { title: '申报', text: '12月14日 17:20' },
            ]}
          />
        </Card>
        <Card>
          <Meter label="到场" count={18} total={24} unit="人" />
          <Meter label="已通知" count={121} total={123} unit="群" />
        </Card>
      </Section>

      <Fields />

      <Section title="办完以后">
        <Result
          kind="ok"
          title="报名好了，谢谢您"
          text="12月18日 周五 8:30，3栋前小广场"
          action={<Link>看我的活动</Link>}
        />
        <Result kind="warn" title="没有兑成" text="礼品已兑完，您的积分没有变化。" />
        <Result kind="danger" title="没有交上去" text="没有连上网，填的内容还在。请再试一次。" />
        <Result kind="info" title="网格员正在核对" text="一般两天内有回音。" />
        <Buttons>
          <Button onTap={() => setAsking(true)}>问一句再办</Button>
          <Button onTap={() => setChoosing(true)}>打开选单</Button>
        </Buttons>
        <Confirm
          open={asking}
          title="兑换食用油 1.8 升"
          text="留 35 分，还剩 51 分。14 天内到超市领，不领积分会退回。"
          yes="兑换"
          onYes={async () => {
            await slow();
            setAsking(false);
          }}
          onNo={() => setAsking(false)}
        />
        <Sheet open={choosing} title="换一位家人" onClose={() => setChoosing(false)}>
          <Item title="张桂兰" lines={['本人']} onTap={() => setChoosing(false)} />
          <Item title="王秀英" lines={['婆婆，没有手机']} onTap={() => setChoosing(false)} />
        </Sheet>
      </Section>

      <Section title="没有内容的时候">
        <OfflineStrip />
        <Skeleton shape="page" rows={2} />
        <Skeleton shape="gifts" rows={2} />
        <State
          kind="empty"
          title="还没有积分记录"
          text="参加一次周五大扫除，确认到场、公示 7 天后就会出现在这里。"
          action={<Button kind="main">看看这周的活动</Button>}
        />
        <Failed
          what="明细"
          text="您的积分没有变化。请再试一次，还不行就打电话给网格员。"
          requestId="P-1043"
          onRetry={slow}
        />
        <State
          kind="offline"
          title="没有网络"
          text="连上网以后，明细会自己出来。填过的内容都在手机里。"
          action={<Button icon="refresh">再试一次</Button>}
        />
        <State
          kind="refused"
          title="这里没有您能看的内容"
          text="如果是替家人查，请先办「家人代办」，也可带证件到超市柜台。"
          other={<Button>回首页</Button>}
          action={<Button kind="main">办家人代办</Button>}
        />
      </Section>

      <Section title="图标">
        <View className="gallery-grid">
          {(Object.keys(icons) as IconName[]).map((name) => (
            <View className="gallery-cell" key={name}>
              <Icon name={name} />
              <View className="cap">{name}</View>
            </View>
          ))}
        </View>
      </Section>
      <Section title="画">
        <View className="gallery-grid">
          {Object.keys(art)
            .filter((name) => !name.startsWith('state-'))
            .map((name) => (
              <View className="gallery-cell" key={name}>
                <Art name={name} size="thumb" />
                <View className="cap">{name}</View>
              </View>
            ))}
        </View>
      </Section>
      <ReadAloud text="这里是邻里的组件页。" block />
      <ElderExit />
    </Page>
  );
}
