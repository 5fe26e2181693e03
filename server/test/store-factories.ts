import type { DonorPurpose } from '@linli/shared/gifts';

import { newId } from '../src/common/ids.js';
import { GiftPrice } from '../src/features/gifts/gift-price.entity.js';
import { Gift } from '../src/features/gifts/gift.entity.js';
import { PointsStore } from '../src/features/gifts/points-store.entity.js';
import { StockBatch } from '../src/features/gifts/stock-batch.entity.js';
import type { OrgUnit } from '../src/features/org-units/org-unit.entity.js';
import { VerificationService } from '../src/features/verification/verification.service.js';

import type { Neighbourhood } from './factories.js';
import type { TestApp } from './test-app.js';

export interface GiftOptions {
  name?: string;
  unit?: string;
  price?: number;
  monthlyLimit?: number;
  onShelf?: boolean;
  /** Pieces in one batch without expiry; none when 0. */
  stock?: number;
}

/** A store of a community that opens on Fridays, 9:00–11:30. */
export async function aStore(
  app: TestApp,
  home: Neighbourhood,
  { unit = home.community, name = '党群服务超市' } = {},
): Promise<PointsStore> {
  const store: PointsStore = {
    id: newId(),
    communityId: home.community.id,
    orgUnitId: unit.id,
    orgPath: (unit satisfies OrgUnit).path,
    name,
    place: '3栋旁',
    phone: '0731-5550001',
    hours: JSON.stringify([{ weekday: 5, opens: '09:00', closes: '11:30' }]),
  };
  await app.database.transaction((tx) => tx.insert(PointsStore, store));
  return store;
}

export async function aGift(app: TestApp, store: PointsStore, options: GiftOptions = {}): Promise<Gift> {
  const gift: Gift = {
    id: newId(),
    storeId: store.id,
    name: options.name ?? '食用油 1.8 升',
    unit: options.unit ?? '桶',
    about: '',
    category: 'grain',
    isService: false,
    drawing: 'oil',
    monthlyLimit: options.monthlyLimit ?? 1,
    onShelf: options.onShelf ?? true,
    position: 1,
    createdAt: app.clock.now(),
  };
  await app.database.transaction(async (tx) => {
    await tx.insert(Gift, gift);
    await tx.insert(GiftPrice, {
      id: newId(),
      giftId: gift.id,
      price: options.price ?? 35,
      effectiveFrom: '2026-01-01',
      createdAt: app.clock.now(),
    });
  });
  const stock = options.stock ?? 10;
  if (stock > 0) await aBatch(app, gift, { quantity: stock });
  return gift;
}

export async function aBatch(
  app: TestApp,
  gift: Gift,
  {
    quantity = 10,
    purpose = 'anyone',
    expiresOn = null,
  }: { quantity?: number; purpose?: DonorPurpose; expiresOn?: string | null } = {},
): Promise<StockBatch> {
  const batch: StockBatch = {
    id: newId(),
    giftId: gift.id,
    source: purpose === 'elders' ? 'donated' : 'bought',
    donor: '',
    purpose,
    quantity,
    remaining: quantity,
    unitValueFen: 3500,
    receivedOn: '2026-11-01',
    expiresOn,
    receivedById: newId(),
    createdAt: app.clock.now(),
  };
  await app.database.transaction((tx) => tx.insert(StockBatch, batch));
  return batch;
}

/** Every fault the verification finds, in words: [] when everything adds up. */
export async function faultsOf(app: TestApp): Promise<string[]> {
  const { checks } = await app.get(VerificationService).verify();
  return checks.flatMap((check) => check.faults.map((fault) => `${check.name}: ${fault}`));
}
