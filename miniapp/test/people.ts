import type { Me } from '@linli/shared/accounts';

import { session } from '@/lib/session';

/** 张桂兰 as the server would describe her; say only what matters to the test. */
export function aMe(change: Partial<Me> = {}): Me {
  return {
    accountId: 'account-1',
    resident: {
      id: '00000000-0000-7000-8000-000000000001',
      name: '张桂兰',
      address: '3栋2单元501',
      passbookNo: '100001',
      communityId: '00000000-0000-7000-8000-0000000000c1',
      communityName: '金桂社区',
      isElder: true,
    },
    roles: [],
    permissions: [],
    hosting: false,
    principals: [],
    helpers: [],
    contact: { name: '李建国', role: '第三网格网格员', phone: '13800000000' },
    ...change,
  };
}

/** Signs somebody in without asking the server. */
export function signedIn(me: Me = aMe()) {
  session.set({ accessToken: 'access-1', refreshToken: 'refresh-1', me });
}
