import { describe, expect, it } from '@jest/globals';
import { WechatError, type WechatApi, type WechatErrorKind } from './wechat-errors.js';

describe('an error code of WeChat', () => {
  it.each<[WechatApi, number, WechatErrorKind]>([
    ['/sns/jscode2session', -1, 'R'],
    ['/sns/jscode2session', 40029, 'U'],
    ['/sns/jscode2session', 40163, 'U'],
    ['/sns/jscode2session', 40226, 'P'],
    ['/sns/jscode2session', 45011, 'R'],
    ['/sns/jscode2session', 40013, 'C'],
    ['/sns/jscode2session', 40125, 'C'],
    ['/sns/jscode2session', 41002, 'C'],
    ['/sns/jscode2session', 41004, 'C'],
    ['/sns/jscode2session', 41008, 'C'],
    ['/cgi-bin/stable_token', 40001, 'C'],
    ['/cgi-bin/stable_token', 40002, 'C'],
    ['/cgi-bin/stable_token', 40164, 'C'],
    ['/cgi-bin/stable_token', 43002, 'C'],
    ['/cgi-bin/stable_token', 45009, 'C'],
    ['/cgi-bin/stable_token', 45011, 'R'],
    ['/cgi-bin/stable_token', 89503, 'C'],
    ['/wxa/business/getuserphonenumber', 40001, 'T'],
    ['/wxa/business/getuserphonenumber', 40014, 'T'],
    ['/wxa/business/getuserphonenumber', 42001, 'T'],
    ['/wxa/business/getuserphonenumber', 41001, 'C'],
    ['/wxa/business/getuserphonenumber', 40029, 'U'],
    ['/wxa/getwxacodeunlimit', 40129, 'P'],
    ['/wxa/getwxacodeunlimit', 40169, 'P'],
    ['/wxa/getwxacodeunlimit', 41030, 'C'],
    ['/wxa/getwxacodeunlimit', 45009, 'R'],
    ['/wxa/getwxacodeunlimit', 99999, 'P'],
  ])('of %s, %i, is of kind %s', (api, errcode, kind) => {
    expect(WechatError.refused(api, errcode, '').kind).toBe(kind);
  });

  it('comes with the request id that WeChat support asks for', () => {
    const error = WechatError.refused(
      '/sns/jscode2session',
      40029,
      'invalid code rid: 0a1b2c3d-00112233-deadbeef',
    );
    expect(error.rid).toBe('0a1b2c3d-00112233-deadbeef');
    expect(WechatError.refused('/sns/jscode2session', 40029, 'invalid code').rid).toBeNull();
  });
});
