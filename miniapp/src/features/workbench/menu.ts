import type { Me } from '@linli/shared/accounts';
import type { Permission } from '@linli/shared/permissions';

import type { IconName } from '@/components/icons';

/** One screen of the workbench. */
export interface Desk {
  name: string;
  text: string;
  /** What is done there, in one line. */
  about: string;
  icon: IconName;
  /** Any one of these opens it. */
  needs: readonly Permission[];
}

interface DeskGroup {
  title: string;
  desks: readonly Desk[];
}

const groups: readonly DeskGroup[] = [
  {
    title: '活动',
    desks: [
      {
        name: 'attendance',
        text: '确认到场',
        about: '谁来了，来了多久',
        icon: 'checkc',
        needs: ['attendance.confirm'],
      },
      {
        name: 'activities',
        text: '办活动',
        about: '发活动、改活动、打印海报码',
        icon: 'cal',
        needs: ['activity.manage'],
      },
    ],
  },
  {
    title: '超市',
    desks: [
      {
        name: 'counter',
        text: '取货',
        about: '扫码或输 6 个数字，交货',
        icon: 'qr',
        needs: ['redemption.settle'],
      },
      {
        name: 'stock',
        text: '礼品和库存',
        about: '进货、改价、上架下架',
        icon: 'bag',
        needs: ['stock.manage', 'gift.manage'],
      },
    ],
  },
  {
    title: '积分',
    desks: [
      { name: 'rules', text: '积分规则', about: '做什么事得几分', icon: 'scale', needs: ['rule.manage'] },
      {
        name: 'ledger',
        text: '账目核对',
        about: '积分、库存、留货对不对得上',
        icon: 'shield',
        needs: ['points.supervise'],
      },
    ],
  },
  {
    title: '底数',
    desks: [
      {
        name: 'link-requests',
        text: '认证申请',
        about: '核对是谁，绑定微信',
        icon: 'user',
        needs: ['link.decide'],
      },
      {
        name: 'roster',
        text: '居民名册',
        about: '查居民、登记家人代办',
        icon: 'users',
        needs: ['resident.read'],
      },
      {
        name: 'roster-import',
        text: '导入名册',
        about: '用表格一次录入全社区',
        icon: 'file',
        needs: ['roster.import'],
      },
      {
        name: 'org-units',
        text: '网格与楼栋',
        about: '网格、楼栋、单元',
        icon: 'home',
        needs: ['orgUnit.read'],
      },
      { name: 'roles', text: '岗位', about: '谁在哪里做什么', icon: 'proxy', needs: ['role.assign'] },
      { name: 'calendar', text: '工作日历', about: '节假日和调休', icon: 'calq', needs: ['calendar.manage'] },
    ],
  },
];

/** Where a screen of the workbench lies. */
export function deskPath(name: string): string {
  return `/packages/workbench/${name}/index`;
}

/** Whether this person may open it. A host confirms attendance without holding a role. */
export function mayOpen(me: Me, desk: Desk): boolean {
  return (
    desk.needs.some((need) => me.permissions.includes(need)) || (desk.name === 'attendance' && me.hosting)
  );
}

/** What this person may do, in the menu's order; groups with nothing in them are left out. */
export function desksOf(me: Me): DeskGroup[] {
  return groups
    .map(({ title, desks }) => ({ title, desks: desks.filter((desk) => mayOpen(me, desk)) }))
    .filter(({ desks }) => desks.length > 0);
}

export function deskOf(name: string): Desk | undefined {
  return groups.flatMap(({ desks }) => desks).find((desk) => desk.name === name);
}
