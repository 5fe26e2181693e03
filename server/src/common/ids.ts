import { v7 } from 'uuid';

/** A new row id: uuid v7, so that ids made later sort later and indexes stay compact. */
export function newId(): string {
  return v7();
}
