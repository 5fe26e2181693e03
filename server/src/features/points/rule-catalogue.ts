import type { PointsRule } from './points-rule.entity.js';

type CatalogueRule = Pick<
  PointsRule,
  'code' | 'category' | 'title' | 'points' | 'unit' | 'capPoints' | 'capPeriod' | 'evidence' | 'approver'
>;

/**
 * The example catalogue of domain.md 2.3: 44 rules, values in the middle of what 19 published schemes give.
 * A community starts from it and changes it by versions; nothing in the code knows a rule's value.
 */
// prettier-ignore
export const ruleCatalogue: readonly CatalogueRule[] = [
  { code: 'N01', category: 'deliberation', title: '参加议事会或恳谈会', points: 3, unit: 'time', capPoints: 12, capPeriod: 'month', evidence: '主持人确认到场', approver: 'system' },
  { code: 'N02', category: 'deliberation', title: '提出的议题被采纳', points: 5, unit: 'topic', capPoints: 15, capPeriod: 'month', evidence: '议题记录', approver: 'system' },
  { code: 'N03', category: 'deliberation', title: '建议写进决议', points: 10, unit: 'item', capPoints: 20, capPeriod: 'month', evidence: '会议纪要', approver: 'communityStaff' },
  { code: 'N04', category: 'deliberation', title: '主持或记录会议', points: 8, unit: 'time', capPoints: 16, capPeriod: 'month', evidence: '会议纪要', approver: 'communityStaff' },
  { code: 'N05', category: 'deliberation', title: '居民代表参会', points: 5, unit: 'time', capPoints: 20, capPeriod: 'year', evidence: '到场记录', approver: 'system' },
  { code: 'N06', category: 'deliberation', title: '监督小项目并写报告', points: 10, unit: 'project', capPoints: 20, capPeriod: 'month', evidence: '项目报告', approver: 'communityStaff' },
  { code: 'N07', category: 'deliberation', title: '担任楼栋长或单元长', points: 10, unit: 'month', capPoints: 10, capPeriod: 'month', evidence: '任职记录', approver: 'communityStaff' },
  { code: 'H01', category: 'neighbourHelp', title: '看望独居老人', points: 3, unit: 'time', capPoints: 24, capPeriod: 'month', evidence: '老人或代办人说明', approver: 'gridWorker' },
  { code: 'H02', category: 'neighbourHelp', title: '陪老人看病', points: 10, unit: 'time', capPoints: 30, capPeriod: 'month', evidence: '受助人确认', approver: 'gridWorker' },
  { code: 'H03', category: 'neighbourHelp', title: '代买代取药品餐食', points: 3, unit: 'time', capPoints: 24, capPeriod: 'month', evidence: '受助人确认', approver: 'gridWorker' },
  { code: 'H04', category: 'neighbourHelp', title: '帮邻居小修小补', points: 5, unit: 'time', capPoints: 20, capPeriod: 'month', evidence: '受助人确认', approver: 'gridWorker' },
  { code: 'H05', category: 'neighbourHelp', title: '照看有需要的孩子', points: 5, unit: 'time', capPoints: 20, capPeriod: 'month', evidence: '监护人确认', approver: 'gridWorker' },
  { code: 'H06', category: 'neighbourHelp', title: '帮忙调解邻里纠纷', points: 8, unit: 'case', capPoints: 16, capPeriod: 'month', evidence: '纠纷办结', approver: 'communityStaff' },
  { code: 'H07', category: 'neighbourHelp', title: '帮邻居实现微心愿', points: 10, unit: 'wish', capPoints: 30, capPeriod: 'month', evidence: '心愿记录', approver: 'communityStaff' },
  { code: 'H08', category: 'neighbourHelp', title: '教老人用手机', points: 3, unit: 'hour', capPoints: 12, capPeriod: 'month', evidence: '主持人确认', approver: 'host' },
  { code: 'H09', category: 'neighbourHelp', title: '捐赠能用的物品', points: 5, unit: 'time', capPoints: 10, capPeriod: 'month', evidence: '捐赠收据', approver: 'communityStaff' },
  { code: 'L01', category: 'civility', title: '评上文明家庭或星级户', points: 30, unit: 'year', capPoints: 30, capPeriod: 'year', evidence: '证书', approver: 'appraisalGroup' },
  { code: 'L02', category: 'civility', title: '拾金不昧', points: 10, unit: 'case', capPoints: null, capPeriod: 'none', evidence: '失主确认', approver: 'communityStaff' },
  { code: 'L03', category: 'civility', title: '喜事新办丧事简办', points: 20, unit: 'case', capPoints: 20, capPeriod: 'year', evidence: '本人说明', approver: 'appraisalGroup' },
  { code: 'L04', category: 'civility', title: '及时报告诈骗线索', points: 10, unit: 'case', capPoints: 20, capPeriod: 'month', evidence: '民警或社区说明', approver: 'communityStaff' },
  { code: 'L05', category: 'civility', title: '文明养犬或停车守诺', points: 5, unit: 'quarter', capPoints: 5, capPeriod: 'quarter', evidence: '没有查实的投诉', approver: 'gridWorker' },
  { code: 'L06', category: 'civility', title: '见义勇为', points: 100, unit: 'case', capPoints: null, capPeriod: 'none', evidence: '正式文件', approver: 'appraisalGroup' },
  { code: 'V01', category: 'volunteering', title: '一般志愿服务', points: 4, unit: 'hour', capPoints: 40, capPeriod: 'month', evidence: '主持人确认，每天最多 8 小时', approver: 'host' },
  { code: 'V02', category: 'volunteering', title: '专业志愿服务', points: 6, unit: 'hour', capPoints: 48, capPeriod: 'month', evidence: '主持人确认', approver: 'host' },
  { code: 'V03', category: 'volunteering', title: '志愿岗认领服务', points: 5, unit: 'shift', capPoints: 40, capPeriod: 'month', evidence: '主持人确认', approver: 'host' },
  { code: 'V04', category: 'volunteering', title: '回家日或双报到服务', points: 4, unit: 'hour', capPoints: 24, capPeriod: 'month', evidence: '主持人确认', approver: 'host' },
  { code: 'V05', category: 'volunteering', title: '组织一场活动', points: 15, unit: 'activity', capPoints: 30, capPeriod: 'month', evidence: '活动办结', approver: 'communityStaff' },
  { code: 'V06', category: 'volunteering', title: '小小志愿者', points: 2, unit: 'time', capPoints: 8, capPeriod: 'month', evidence: '监护人和主持人确认', approver: 'host' },
  { code: 'V07', category: 'volunteering', title: '党群服务站值班', points: 4, unit: 'halfDay', capPoints: 24, capPeriod: 'month', evidence: '值班表', approver: 'host' },
  { code: 'E01', category: 'environment', title: '周五大扫除', points: 4, unit: 'time', capPoints: 16, capPeriod: 'month', evidence: '主持人确认', approver: 'host' },
  { code: 'E02', category: 'environment', title: '清理自家楼道杂物', points: 5, unit: 'time', capPoints: 5, capPeriod: 'month', evidence: '现场查看（拍照自愿）', approver: 'gridWorker' },
  { code: 'E03', category: 'environment', title: '垃圾分类引导', points: 4, unit: 'hour', capPoints: 24, capPeriod: 'month', evidence: '主持人确认', approver: 'host' },
  { code: 'E04', category: 'environment', title: '认养绿地', points: 8, unit: 'month', capPoints: 8, capPeriod: 'month', evidence: '网格员查看', approver: 'gridWorker' },
  { code: 'E05', category: 'environment', title: '阳台庭院整洁', points: 5, unit: 'quarter', capPoints: 5, capPeriod: 'quarter', evidence: '三人小组查看', approver: 'appraisalGroup' },
  { code: 'E06', category: 'environment', title: '交有害垃圾', points: 2, unit: 'time', capPoints: 6, capPeriod: 'month', evidence: '回收员确认', approver: 'host' },
  { code: 'F01', category: 'safety', title: '夜间巡逻', points: 5, unit: 'shift', capPoints: 30, capPeriod: 'month', evidence: '主持人确认', approver: 'host' },
  { code: 'F02', category: 'safety', title: '报告真实隐患', points: 5, unit: 'case', capPoints: 20, capPeriod: 'month', evidence: '事件受理', approver: 'system' },
  { code: 'F03', category: 'safety', title: '防汛抗雪停电值守', points: 6, unit: 'hour', capPoints: null, capPeriod: 'none', evidence: '现场负责人确认', approver: 'communityStaff' },
  { code: 'F04', category: 'safety', title: '参加演练', points: 3, unit: 'time', capPoints: 6, capPeriod: 'month', evidence: '主持人确认', approver: 'host' },
  { code: 'T01', category: 'culture', title: '参加课堂学习', points: 2, unit: 'time', capPoints: 8, capPeriod: 'month', evidence: '主持人确认', approver: 'host' },
  { code: 'T02', category: 'culture', title: '讲课或办讲座', points: 10, unit: 'time', capPoints: 20, capPeriod: 'month', evidence: '主持人确认', approver: 'communityStaff' },
  { code: 'T03', category: 'culture', title: '邻里节演出或帮忙', points: 5, unit: 'time', capPoints: 10, capPeriod: 'month', evidence: '主持人确认', approver: 'host' },
  { code: 'T04', category: 'culture', title: '陪孩子读书', points: 2, unit: 'time', capPoints: 8, capPeriod: 'month', evidence: '主持人确认', approver: 'host' },
  { code: 'T05', category: 'culture', title: '捐书或修书', points: 2, unit: 'time', capPoints: 6, capPeriod: 'month', evidence: '管理员确认', approver: 'communityStaff' },
];
