import { Controller } from '@nestjs/common';
import type { ParsedInputOf } from '@linli/shared/call';
import {
  cancelRedemption,
  getRedemption,
  listCounterStores,
  listHandedOver,
  listRedemptions,
  lookUpCode,
  redeem,
  setProxy,
  settle,
} from '@linli/shared/redemptions';

import { CurrentActor, type Actor } from '../../common/access.js';
import { Handles, Input } from '../../common/handles.js';

import { CounterService } from './counter.service.js';
import { RedemptionsService } from './redemptions.service.js';

@Controller()
export class RedemptionsController {
  constructor(
    private readonly redemptions: RedemptionsService,
    private readonly counter: CounterService,
  ) {}

  @Handles(redeem)
  redeem(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof redeem>) {
    return this.redemptions.redeem(actor, input);
  }

  @Handles(listRedemptions)
  list(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof listRedemptions>) {
    return this.redemptions.list(actor, input);
  }

  @Handles(getRedemption)
  get(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof getRedemption>) {
    return this.redemptions.get(actor, input.id);
  }

  @Handles(cancelRedemption)
  cancel(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof cancelRedemption>) {
    return this.redemptions.cancel(actor, input);
  }

  @Handles(setProxy)
  setProxy(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof setProxy>) {
    return this.redemptions.setProxy(actor, input);
  }

  @Handles(listCounterStores)
  listStores(@CurrentActor() actor: Actor) {
    return this.counter.listStores(actor);
  }

  @Handles(lookUpCode)
  lookUp(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof lookUpCode>) {
    return this.counter.lookUp(actor, input);
  }

  @Handles(settle)
  settle(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof settle>) {
    return this.counter.settle(actor, input);
  }

  @Handles(listHandedOver)
  handedOver(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof listHandedOver>) {
    return this.counter.handedOver(actor, input);
  }
}
