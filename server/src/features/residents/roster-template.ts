import { rosterColumns } from '@linli/shared/residents';

import { exampleNote, type RosterColumn } from './roster.rules.js';

/** One line as it should look. 154 is a prefix that no operator uses. */
export const rosterExample: Record<RosterColumn, string> = {
  passbookNo: '',
  name: '张桂兰',
  birthOn: '1948-03-02',
  phone: '15400000001',
  grid: '第1网格',
  microGrid: '第1微网格',
  building: '3栋',
  stairUnit: '2单元',
  door: '501',
  householdRole: '户主',
  careNote: exampleNote,
};

const hints: Record<RosterColumn, string> = {
  passbookNo: '6 位数字。新居民空着，由系统来编。已有存折的居民请填上，系统就认得是谁',
  name: '必填。和身份证上一样，生僻字也可以',
  birthOn: '写成 1948-03-02。1948/3/2、1948年3月2日 也认得',
  phone: '11 位数字。没有手机就空着；原来有、现在没有了，写“无”',
  grid: '网格的名字。社区里还没有这个网格，系统会加上',
  microGrid: '微网格的名字，没有就空着',
  building: '必填。3栋，或只写 3',
  stairUnit: '2单元，或只写 2。没有单元就空着',
  door: '必填。501',
  householdRole: '户主、配偶、子女、父母、租户、其他……',
  careNote: '最多 100 个字。不要写身份证号、病情、宗教、收入',
};

/** The template's second sheet. */
export const rosterGuide: string[][] = [
  ['列名', '怎么填'],
  ...(Object.keys(hints) as RosterColumn[]).map((key) => [rosterColumns[key], hints[key]]),
  ['空着的格子', '空着就是不改：系统里原来的内容会留下'],
  ['再交一次', '同一份名册交两次，第二次什么都不会变'],
];
