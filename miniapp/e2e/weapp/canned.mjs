/** @typedef {import('../weapp-host/wx.mjs').Handler} Handler */
/** @typedef {import('../weapp-host/wx.mjs').HostRequest} HostRequest */
/** @typedef {import('../weapp-host/wx.mjs').HostAnswer} HostAnswer */

/** @typedef {(request: HostRequest, params: string[]) => unknown} Canned answers the body, or throws an answer */

/**
 * Answers by method and path, `:part` stands for anything: `canned({ 'GET /me': () => me })`. What nobody foresaw
 * is answered 404 in the server's own words, so that a page shows that state instead of waiting.
 * @param {Record<string, Canned>} routes
 * @returns {Handler}
 */
export function canned(routes) {
  const table = Object.entries(routes).map(([route, answer]) => {
    const [method = '', path = ''] = route.split(' ');
    return { method, pattern: new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`), answer };
  });
  return async (request) => {
    for (const { method, pattern, answer } of table) {
      const match = method === request.method ? pattern.exec(request.path) : null;
      if (!match) continue;
      try {
        return { status: 200, body: await answer(request, match.slice(1)) };
      } catch (thrown) {
        if (typeof (/** @type {any} */ (thrown)?.status) === 'number')
          return /** @type {HostAnswer} */ (thrown);
        throw thrown;
      }
    }
    return refusal(404, 'NOT_FOUND', '这里没有您能看的内容。');
  };
}

/** A refusal as the server words it; to be answered or thrown. @returns {HostAnswer} */
export function refusal(
  /** @type {number} */ status,
  /** @type {string} */ code,
  /** @type {string} */ text,
) {
  return { status, body: { code, text, requestId: 'R-1' } };
}

export const communityId = '00000000-0000-7000-8000-0000000000c1';

/** 张桂兰 as the server describes her. */
export const me = {
  accountId: 'account-1',
  resident: {
    id: '00000000-0000-7000-8000-000000000001',
    name: '张桂兰',
    address: '3栋2单元501',
    passbookNo: '100001',
    communityId,
    communityName: '金桂社区',
    isElder: true,
  },
  roles: [],
  permissions: ['gift.redeem', 'activity.signUp', 'points.read'],
  hosting: false,
  principals: [],
  helpers: [],
  contact: { name: '李建国', role: '第三网格网格员', phone: '13800000000' },
};

/** Storage of a phone on which she is signed in. */
export const signedIn = { session: { accessToken: 'access-1', refreshToken: 'refresh-1', me } };
