import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { getActivityCode } from '@linli/shared/activities';
import type { ParsedInputOf } from '@linli/shared/call';

import { covers, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { Database } from '../../database/database.js';
import { isDuplicate } from '../../database/failures.js';
import { OutboxHandlers, PermanentFailure } from '../../platform/outbox/outbox-handlers.js';
import type { NewMessage } from '../../platform/outbox/outbox.js';
import { WechatClient } from '../../platform/wechat/wechat-client.js';
import { WechatError } from '../../platform/wechat/wechat-errors.js';
import { imageTypeOf } from '../../platform/wechat/wechat-http.js';

import { phaseOf, sceneOf } from './activities.rules.js';
import { ActivityCode } from './activity-code.entity.js';
import { Activity } from './activity.entity.js';

const kind = 'activity.code';

/** Where the code leads; the page reads the activity from the scene. */
const page = 'packages/resident/activity/index';

/** What a text column holds on MySQL, in bytes; a bigger picture is asked for again each time. */
const storableLength = 65_000;

/** Asks for an activity's mini-program code after the act that announces it. */
export function activityCodeMessage(activityId: string): NewMessage {
  return { kind, payload: { activityId }, onceKey: `${kind}:${activityId}` };
}

/** Mini-program codes for posters: made once, kept, and never a reason for an act to wait. */
@Injectable()
export class ActivityCodesService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly handlers: OutboxHandlers,
    private readonly wechat: WechatClient,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.register<{ activityId: string }>(kind, ({ activityId }) => this.#prepare(activityId));
  }

  /**
   * The picture, drawn now when it is not there yet.
   * @throws AppError NOT_FOUND, WECHAT_UNAVAILABLE
   */
  async get(
    actor: Actor,
    { id }: ParsedInputOf<typeof getActivityCode>,
  ): Promise<{ type: string; picture: Buffer }> {
    const activity = await this.database.manager.findOneBy(Activity, { id });
    if (!activity || !covers(actor, 'activity.manage', activity.orgPath)) throw new AppError('NOT_FOUND');
    const picture = (await this.#stored(id)) ?? (await this.#draw(id).catch(refuse));
    return { type: imageTypeOf(picture) ?? 'application/octet-stream', picture };
  }

  /** Drawing twice is harmless: the same scene gives the same code, and the first one stays. */
  async #prepare(activityId: string): Promise<void> {
    const activity = await this.database.manager.findOneBy(Activity, { id: activityId });
    if (activity?.state !== 'open' || phaseOf(activity, this.clock.now()) === 'past') return;
    if (await this.#stored(activityId)) return;
    try {
      await this.#draw(activityId);
    } catch (error) {
      if (error instanceof WechatError && error.kind === 'P')
        throw new PermanentFailure(`WECHAT ${error.errcode ?? ''}`);
      throw error;
    }
  }

  async #stored(activityId: string): Promise<Buffer | null> {
    const code = await this.database.manager.findOneBy(ActivityCode, { activityId });
    return code ? Buffer.from(code.pngBase64, 'base64') : null;
  }

  async #draw(activityId: string): Promise<Buffer> {
    // The page is checked at release; a code printed before it must not fail.
    const picture = await this.wechat.getUnlimitedQrCode({
      scene: sceneOf(activityId),
      page,
      checkPath: false,
      width: 280,
    });
    const pngBase64 = picture.toString('base64');
    if (pngBase64.length > storableLength) return picture;
    try {
      await this.database.transaction((tx) =>
        tx.insert(ActivityCode, { activityId, pngBase64, madeAt: this.clock.now() }),
      );
    } catch (error) {
      // Worker and visitor drew at the same time.
      if (!isDuplicate(error)) throw error;
    }
    return picture;
  }
}

function refuse(error: unknown): never {
  throw error instanceof WechatError ? new AppError('WECHAT_UNAVAILABLE') : error;
}
