import { Controller } from '@nestjs/common';
import type { ParsedInputOf } from '@linli/shared/call';
import {
  getGift,
  listGifts,
  listStock,
  listStores,
  receiveStock,
  saveGift,
  setPrice,
  shelveGift,
} from '@linli/shared/gifts';

import { CurrentActor, MaybeActor, type Actor } from '../../common/access.js';
import { Handles, Input } from '../../common/handles.js';

import { GiftsService } from './gifts.service.js';
import { StockService } from './stock.service.js';
import { StoresService } from './stores.service.js';

@Controller()
export class GiftsController {
  constructor(
    private readonly gifts: GiftsService,
    private readonly stock: StockService,
    private readonly stores: StoresService,
  ) {}

  @Handles(listStores)
  listStores(@Input() input: ParsedInputOf<typeof listStores>) {
    return this.stores.list(input.communityId);
  }

  @Handles(listGifts)
  list(@MaybeActor() actor: Actor | null, @Input() input: ParsedInputOf<typeof listGifts>) {
    return this.gifts.list(actor, input);
  }

  @Handles(getGift)
  get(@MaybeActor() actor: Actor | null, @Input() input: ParsedInputOf<typeof getGift>) {
    return this.gifts.get(actor, input);
  }

  @Handles(saveGift)
  create(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof saveGift>) {
    return this.gifts.create(actor, input);
  }

  @Handles(setPrice)
  async setPrice(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof setPrice>) {
    await this.gifts.setPrice(actor, input);
    return { done: true };
  }

  @Handles(shelveGift)
  async shelve(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof shelveGift>) {
    await this.gifts.shelve(actor, input);
    return { done: true };
  }

  @Handles(listStock)
  listStock(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof listStock>) {
    return this.stock.list(actor, input.storeId);
  }

  @Handles(receiveStock)
  receive(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof receiveStock>) {
    return this.stock.receive(actor, input);
  }
}
