import { Module } from '@nestjs/common';
import type { Logger } from 'pino';

import { Cipher } from '../../common/cipher.js';
import { Clock } from '../../common/clock.js';
import { Config } from '../../common/config.js';
import { LOG } from '../../common/core.module.js';
import { Database, type SqlValue } from '../../database/database.js';

import { SqlTokenStore, type Sql } from './sql-token-store.js';
import { WechatClient } from './wechat-client.js';

const tokenPlace = 'wechat_access_tokens.token';

/** The one client to WeChat or, by base address alone, to the simulator. */
function wechatClient(
  { wechat }: Config,
  database: Database,
  cipher: Cipher,
  clock: Clock,
  log: Logger,
): WechatClient {
  const tokenStore = new SqlTokenStore(sqlOf(database), wechat.appId, {
    encrypt: (plain) => cipher.encrypt(tokenPlace, plain),
    decrypt: (secret) => cipher.decrypt(tokenPlace, secret),
  });
  return new WechatClient({
    appid: wechat.appId,
    secret: wechat.secret,
    baseUrl: wechat.baseUrl,
    tokenStore,
    clock: { now: () => clock.now().getTime() },
    // C is for an operator: the account, the settings, or a fault of ours.
    onFailure: (failure) =>
      log[failure.kind === 'C' ? 'error' : 'warn']({ wechat: failure }, 'a call to WeChat failed'),
  });
}

/** Each statement of the token store commits by itself. */
function sqlOf(database: Database): Sql {
  return {
    query: (text, parameters) => database.rows(text, parameters as SqlValue[]),
    execute: (text, parameters) => database.transaction((tx) => tx.run(text, parameters as SqlValue[])),
  };
}

@Module({
  providers: [
    { provide: WechatClient, inject: [Config, Database, Cipher, Clock, LOG], useFactory: wechatClient },
  ],
  exports: [WechatClient],
})
export class WechatModule {}
