import { addDays, weekdayOf, type Day } from '@linli/shared/time';

export interface DemoActivity {
  title: string;
  about: string;
  bring: string;
  place: string;
  ruleCode: string;
  capacity: number | null;
  /** Shanghai clock. */
  from: [hours: number, minutes: number];
  minutes: number;
  /** About how many come. */
  turnout: number;
  takesPlace(day: Day): boolean;
}

const dayOfMonth = (day: Day) => Number(day.slice(8, 10));
const weekOfMonth = (day: Day) => Math.ceil(dayOfMonth(day) / 7);

/** What goes on in 金桂社区, week by week. */
export const demoActivities: readonly DemoActivity[] = [
  {
    title: '周五大扫除',
    about: '一起把楼道、花坛和小广场打扫干净。工具社区准备，做多做少都行，累了就歇。',
    bring: '手套、水杯',
    place: '3 栋前小广场',
    ruleCode: 'E01',
    capacity: 60,
    from: [9, 0],
    minutes: 90,
    turnout: 26,
    takesPlace: (day) => weekdayOf(day) === 5,
  },
  {
    title: '手机课堂',
    about: '教老年朋友用手机：视频通话、挂号、防诈骗。坐下来慢慢学。',
    bring: '自己的手机和充电器',
    place: '党员活动室',
    ruleCode: 'T01',
    capacity: 30,
    from: [9, 30],
    minutes: 60,
    turnout: 16,
    takesPlace: (day) => weekdayOf(day) === 3,
  },
  {
    title: '夜间巡逻',
    about: '两人一组绕小区走一圈，看看门灯、消防通道和电动车充电。',
    bring: '反光背心（社区发）、手电',
    place: '南门岗亭集合',
    ruleCode: 'F01',
    capacity: 12,
    from: [19, 30],
    minutes: 90,
    turnout: 8,
    takesPlace: (day) => weekdayOf(day) === 6 && weekOfMonth(day) % 2 === 1,
  },
  {
    title: '垃圾分类引导',
    about: '在投放点帮邻居分一分，耐心说一说。',
    bring: '帽子、水杯',
    place: '2 号分类投放点',
    ruleCode: 'E03',
    capacity: 10,
    from: [7, 0],
    minutes: 120,
    turnout: 6,
    takesPlace: (day) => weekdayOf(day) === 7,
  },
  {
    title: '陪孩子读书',
    about: '给小朋友念一本书，聊聊书里的事。',
    bring: '想读的书，没有也可以',
    place: '农家书屋会议角',
    ruleCode: 'T04',
    capacity: 20,
    from: [15, 0],
    minutes: 60,
    turnout: 10,
    takesPlace: (day) => weekdayOf(day) === 6 && weekOfMonth(day) % 2 === 0,
  },
  {
    title: '邻里节包饺子',
    about: '大家一起包饺子，给独居老人送一份。',
    bring: '围裙',
    place: '红色议事厅',
    ruleCode: 'T03',
    capacity: 80,
    from: [14, 0],
    minutes: 180,
    turnout: 40,
    takesPlace: (day) => ['01-10', '05-30', '09-26', '12-19'].includes(day.slice(5)),
  },
];

/** All days from `from` to `to`, both included. */
export function* daysFrom(from: Day, to: Day): Generator<Day> {
  for (let day = from; day <= to; day = addDays(day, 1)) yield day;
}
