import { Injectable } from '@nestjs/common';
import type { getDemoCode, listDemoPeople } from '@linli/shared/demo';
import type { OutputOf, ParsedInputOf } from '@linli/shared/call';

import type { Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Config } from '../../common/config.js';
import { Database } from '../../database/database.js';

import { demoPeople } from './demo-people.js';

/** A person is waiting in front of the screen. */
const timeoutMs = 5_000;

/**
 * What a phone with WeChat would do, asked of the simulator's control calls. The module exists only in demo mode, which
 * the configuration allows only with the simulator, so with real credentials these calls are not there.
 */
@Injectable()
export class DemoSignIn {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
  ) {}

  people(): OutputOf<typeof listDemoPeople> {
    return { people: demoPeople.map(({ key, name, role, about }) => ({ key, name, role, about })) };
  }

  /** @throws AppError NOT_FOUND, WECHAT_UNAVAILABLE when the simulator does not answer */
  code({ key }: ParsedInputOf<typeof getDemoCode>): Promise<{ code: string }> {
    const person = demoPeople.find((one) => one.key === key);
    if (!person) throw new AppError('NOT_FOUND');
    return this.#ask('/sim/codes', { openid: person.openid });
  }

  /** @throws AppError NOT_FOUND for an account that is none of the demo people's, WECHAT_UNAVAILABLE */
  async phoneCode(actor: Actor): Promise<{ code: string }> {
    const account = await this.database.row<{ openid: string }>('SELECT openid FROM accounts WHERE id = ?', [
      actor.accountId,
    ]);
    const person = demoPeople.find((one) => one.openid === account?.openid);
    if (!person) throw new AppError('NOT_FOUND');
    return this.#ask('/sim/phone-codes', { openid: person.openid, phone: person.phone });
  }

  async #ask(path: string, body: object): Promise<{ code: string }> {
    let response: Response;
    try {
      response = await fetch(this.config.wechat.baseUrl + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch {
      throw new AppError('WECHAT_UNAVAILABLE');
    }
    if (!response.ok) throw new AppError('WECHAT_UNAVAILABLE');
    return (await response.json()) as { code: string };
  }
}
