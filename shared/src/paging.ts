import * as z from 'zod/mini';

import { queryWhole } from './fields.js';

/** Fields of a paged question: `page` from 1, `size` rows (20 unless asked, 100 at most). */
export const pageFields = {
  page: z.optional(queryWhole(1, 10_000)),
  size: z.optional(queryWhole(1, 100)),
};

/** One page of a list and how many rows there are in all. */
export const pageOf = <T extends z.ZodMiniType>(item: T) =>
  z.object({ items: z.array(item), total: z.int(), page: z.int(), size: z.int() });

/** Fields of a question that walks a growing list: pass back `next` to go on. */
export const cursorFields = {
  cursor: z.optional(z.string().check(z.maxLength(80))),
  size: z.optional(queryWhole(1, 100)),
};

export const cursorPageOf = <T extends z.ZodMiniType>(item: T) =>
  z.object({ items: z.array(item), next: z.nullable(z.string()) });
