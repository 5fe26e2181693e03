/**
 * Every refusal we foresee: HTTP status and the sentence a person reads. The sentence says what to do next.
 * Branch on the code, show the text. `{name}` parts are filled by the server from the error's details.
 */
export const errors = {
  // General
  INPUT_INVALID: { status: 400, text: '有的地方没填对，请看红字提示，改好再交。' },
  SIGN_IN_REQUIRED: { status: 401, text: '请先登录，再接着办。' },
  TOKEN_EXPIRED: { status: 401, text: '登录过期了，正在为您重新登录。' },
  SESSION_ENDED: { status: 401, text: '这台设备的登录已经结束，请重新登录。' },
  NOT_LINKED: { status: 403, text: '还没有认证居民身份。请到「我的」里认证，或请网格员帮忙。' },
  NOT_FOUND: { status: 404, text: '这里没有您能看的内容。如果是替家人查，请先办「家人代办」。' },
  PAYLOAD_TOO_LARGE: { status: 413, text: '内容太大了，交不上来。请分几次交，或换小一点的文件。' },
  TOO_MANY_REQUESTS: { status: 429, text: '点得太快了，请等一分钟再试。' },
  REQUEST_KEY_REUSED: { status: 409, text: '这次提交和上一次的内容不一样。请退出这一页，重新进来再办。' },
  DATABASE_UNAVAILABLE: {
    status: 503,
    text: '现在连不上账本，还不知道办成没有。请过一会儿再点一次，不会重复办。',
  },
  INTERNAL: {
    status: 500,
    text: '出了点问题，还不知道办成没有。请再点一次，不会重复办；还不行就打电话给网格员。',
  },

  // Sign-in and linking
  WECHAT_CODE_INVALID: { status: 401, text: '微信登录没有成功，请再试一次。' },
  WECHAT_BLOCKED: { status: 403, text: '微信暂时不让这个账号登录。请到超市柜台办理，或打电话给网格员。' },
  WECHAT_UNAVAILABLE: { status: 503, text: '现在连不上微信，请过一会儿再试。' },
  REFRESH_TOKEN_INVALID: { status: 401, text: '登录已经失效，请重新登录。' },
  PHONE_NOT_ON_ROSTER: { status: 404, text: '名册里没有这个手机号。请填姓名和楼栋，让网格员帮您认证。' },
  PHONE_ON_SEVERAL_RESIDENTS: {
    status: 409,
    text: '这个手机号登记了不止一个人。请填姓名和楼栋，让网格员帮您认证。',
  },
  ACCOUNT_ALREADY_LINKED: { status: 409, text: '这个微信已经认证过居民身份了，不用再认证。' },
  RESIDENT_ALREADY_LINKED: { status: 409, text: '这位居民已经绑定了另一个微信。请让网格员核对后再办。' },
  LINK_REQUEST_PENDING: { status: 409, text: '您的认证申请已经交了，网格员正在核对，请等一等。' },
  LINK_REQUEST_CLOSED: { status: 409, text: '这条申请已经办过了，请刷新看结果。' },

  // Org units, residents, roster
  ORG_UNIT_KIND_MISMATCH: { status: 409, text: '这一级下面不能加这种单位。请选对上级再加。' },
  ORG_UNIT_CODE_TAKEN: { status: 409, text: '同一个上级下面已经有这个编号了，请换一个编号。' },
  ROSTER_FILE_UNREADABLE: { status: 400, text: '这个文件打不开。请用我们的模板，存成 .xlsx 或 .csv 再交。' },
  ROSTER_HAS_PROBLEMS: {
    status: 422,
    text: '名册里有 {count} 处要改，一条都没有导入。请按下面的行号改好再交。',
  },
  HELPER_RELATION_EXISTS: { status: 409, text: '这两位的代办关系已经登记过了。' },
  HELPER_REGISTERS_SELF: { status: 409, text: '自己不能给自己登记代办。请另一位工作人员来登记。' },
  ROLE_GIVEN_TO_SELF: { status: 409, text: '自己不能给自己加岗位。请另一位负责人来办。' },
  ROLE_NOT_YOURS_TO_GIVE: {
    status: 409,
    text: '这个岗位不能由您在这里指定。请换一个岗位或单位，或请上一级来办。',
  },
  ROLES_INCOMPATIBLE: {
    status: 409,
    text: '监督的人不能管被监督的事：「{one}」和「{other}」不能由同一个人担任。请先取消一个，或换一个人。',
  },
  ROLE_ALREADY_ASSIGNED: { status: 409, text: '这位居民在这里已经有这个岗位了。' },
  REASON_REQUIRED: { status: 400, text: '请写明原因，至少两个字。' },
  REVEAL_REASON_REQUIRED: { status: 400, text: '请写清楚为什么要看号码，至少四个字，比如「通知停水」。' },
  PHONE_NOT_RECORDED: { status: 409, text: '名册里没有这位居民的手机号。请上门，或问同住的家人。' },

  // Points
  POINTS_NOT_ENOUGH: { status: 409, text: '积分不够，还差 {short} 分。攒够了再来兑换。' },
  POINTS_BUDGET_EXHAUSTED: { status: 409, text: '今年的积分预算用完了，这次没有入账。请联系社区工作人员。' },
  RULE_NOT_IN_FORCE: { status: 409, text: '这一条积分规则那天不在用。请换一条规则，或联系社区工作人员。' },
  RULE_VERSION_IN_PAST: { status: 409, text: '新规则只能从今天以后开始用，请改开始的日子。' },
  RULE_TITLE_FORBIDDEN: { status: 409, text: '这类事情不能给积分：{word}。请改成实际帮忙做的事。' },
  RULE_LIMIT_REACHED: { status: 409, text: '正在用的规则最多 50 条。请先停用一条，再加新的。' },
  ENTRY_ALREADY_REVERSED: { status: 409, text: '这一笔已经冲正过了。' },
  ENTRY_NOT_REVERSIBLE: { status: 409, text: '这一笔不能冲正。只有得到的积分可以冲正。' },
  POINTS_ALREADY_SPENT: { status: 409, text: '这一笔积分已经用掉了，不能冲正。请和居民商量后由社区办理。' },
  ACCOUNT_CLOSED: { status: 409, text: '这个积分账户已经停用。请联系社区工作人员。' },

  // Activities
  ACTIVITY_FULL: { status: 409, text: '名额满了。可以看看别的活动，或打电话给主持人。' },
  ACTIVITY_NOT_OPEN: { status: 409, text: '这个活动现在不能报名了。' },
  ACTIVITY_ALREADY_STARTED: { status: 409, text: '活动已经开始了，不能再改。要来请直接找主持人。' },
  ACTIVITY_NOT_STARTED: { status: 409, text: '活动还没开始，开始以后才能确认到场。' },
  ACTIVITY_TOO_OLD: { status: 409, text: '活动过去 30 天了，不能再确认到场。请联系社区工作人员。' },
  ACTIVITY_TIME_WRONG: { status: 400, text: '结束时间要在开始时间后面，请改一下。' },
  ACTIVITY_OF_OTHER_COMMUNITY: { status: 409, text: '这是别的社区的活动，只有那里的居民能报名。' },
  SIGN_UP_NOT_FOUND: { status: 404, text: '没有找到这次报名，可能已经取消了。' },
  NOT_YOUR_FAMILY: { status: 409, text: '只能替同住的家人，或登记过的代办对象报名。' },
  ATTENDANCE_OF_OWN_HOUSEHOLD: { status: 409, text: '自己和家里人的到场，要请另一位主持人或网格员来确认。' },
  ATTENDANCE_NOT_THE_HOST: { status: 404, text: '您不是这个活动的主持人，看不到到场名单。' },
  ATTENDANCE_ALREADY_CONFIRMED: { status: 409, text: '有人已经确认过到场了，请刷新名单再看。' },

  // Store
  GIFT_OUT_OF_STOCK: { status: 409, text: '兑完了，积分没有动。到货了再来，或换一样礼品。' },
  GIFT_NOT_ON_SHELF: { status: 409, text: '这件礼品已经下架，积分没有动。请换一样礼品。' },
  GIFT_LIMIT_REACHED: { status: 409, text: '这件礼品每人每月最多兑 {limit} 件，下个月再来。' },
  PRICE_CHANGED: { status: 409, text: '这件礼品现在是 {price} 分。请看清楚，再点一次兑换。' },
  REDEMPTION_NOT_HELD: { status: 409, text: '这一单已经领走、取消或过期了，不能再改。' },
  REDEMPTION_ALREADY_SETTLED: { status: 409, text: '这个取货码已经用过了，{at} 领走的。不能再领一次。' },
  REDEMPTION_CANCELLED: { status: 409, text: '这一单居民已经取消，积分退回去了。请让居民重新兑换。' },
  REDEMPTION_EXPIRED: { status: 409, text: '取货码过期了，积分已经退回。请让居民重新兑换。' },
  PICKUP_CODE_UNKNOWN: { status: 404, text: '没有这个取货码。请对着居民的手机再看一遍 6 个数字。' },
  COUNTER_LOCKED: { status: 429, text: '没有的取货码输得太多了。请等十分钟再试，或请库管来办。' },
  PICKUP_CODE_OF_OTHER_STORE: { status: 409, text: '这个取货码要到「{store}」领，不是这家店。' },
  CLERK_IS_PARTY: { status: 409, text: '不能给自己或自己代办的人交货，请另一位店员来办。' },
  NOT_A_HELPER: { status: 404, text: '您还没有替这位居民办事的登记。请先办「家人代办」。' },

  // Calendar
  CALENDAR_DAY_INVALID: { status: 400, text: '这一天不对，请重新选日子。' },
} as const satisfies Record<string, { status: number; text: string }>;

export type ErrorCode = keyof typeof errors;

/** The body of every refusal. `fields` names what to mend in a form; `problems` lists lines of an import. */
export interface ErrorBody {
  code: ErrorCode;
  text: string;
  requestId: string;
  fields?: Record<string, string>;
  problems?: { line: number; column: string; text: string }[];
}

/** The sentence for a code, with its `{name}` parts filled in. */
export function errorText(code: ErrorCode, details: Record<string, string | number> = {}): string {
  return errors[code].text.replace(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole));
}
