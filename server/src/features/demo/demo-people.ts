/** The people one can be in the demo district. All made up; phones of a range that no operator has (domain.md 8). */
export interface DemoPersonRow {
  /** Stable name for scripts and tests. */
  key: DemoPersonKey;
  /** As in the roster. */
  name: string;
  /** What they are, in words. */
  role: string;
  /** What can be tried with them, one line. */
  about: string;
  /** Their WeChat identity in the simulator. */
  openid: string;
  /** In the roster, and what WeChat would verify. */
  phone: string;
}

export type DemoPersonKey =
  | 'resident'
  | 'elder'
  | 'volunteer'
  | 'helper'
  | 'gridWorker'
  | 'committee'
  | 'clerk'
  | 'supervisor'
  | 'admin'
  | 'visitor';

const person = (
  key: DemoPersonKey,
  name: string,
  role: string,
  about: string,
  phone: string,
): DemoPersonRow => ({
  key,
  name,
  role,
  about,
  openid: `demo-openid-${key}`,
  phone,
});

/** The visitor stands in the roster, but the WeChat account is not linked: linking it by phone can be tried. */
export const demoPeople: readonly DemoPersonRow[] = [
  person('resident', '王秀英', '居民', '常参加周五大扫除，看积分、换东西', '15400000011'),
  person('elder', '张桂兰', '老年居民', '72 岁，用长辈版，女儿帮她领东西', '15400000018'),
  person('volunteer', '周浩然', '志愿者', '主持周五大扫除，确认谁到了场', '15400000023'),
  person('helper', '刘雅婷', '家人代办', '张桂兰的女儿，替妈妈兑换和代领', '15400000036'),
  person('gridWorker', '李建国', '网格员', '走楼串户，核对身份，确认到场', '15400000042'),
  person('committee', '陈志明', '社区主任', '管活动、积分规则、名册和岗位', '15400000057'),
  person('clerk', '吴雪梅', '超市店员', '在柜台扫码或输号码，交货', '15400000061'),
  person('supervisor', '何玉莲', '居务监督', '核对账目：积分、库存、订单对不对得上', '15400000074'),
  person('admin', '赵建华', '区县管理员', '管全区的单位、岗位和工作日历', '15400000085'),
  person('visitor', '孙丽芳', '还没认证的访客', '刚搬来，可以用手机号认证', '15400000099'),
];
