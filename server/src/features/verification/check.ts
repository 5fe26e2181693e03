import type { SqlValue } from '../../database/database.js';
import { placeholders } from '../../database/database.js';

/**
 * One thing that must always add up. Both questions are portable SQL; the second groups and compares in the database
 * and answers only what is wrong, so memory stays flat at any number of lines.
 */
export interface Check {
  name: string;
  title: string;
  /** Counts what is looked at, as `n`. */
  count(look: Look): string;
  /** Answers only the rows that do not add up. */
  faults(look: Look): string;
  /** What is wrong with a row: ids and numbers only, nothing about a person. */
  say(row: Record<string, unknown>): string;
}

/**
 * Where a check looks: everywhere, or only in some communities. The methods answer pieces of SQL and note their
 * parameters, so a question must call them in the order in which they stand in its text.
 */
export class Look {
  readonly parameters: SqlValue[] = [];

  /** @param communityIds null = everywhere; [] = nowhere */
  constructor(
    readonly now: Date,
    private readonly communityIds: readonly string[] | null,
  ) {}

  /** A value as a placeholder. */
  value(value: SqlValue): string {
    this.parameters.push(value);
    return '?';
  }

  /** `column` is one of the communities looked at. */
  community(column: string): string {
    if (this.communityIds === null) return '1 = 1';
    this.parameters.push(...this.communityIds);
    return `${column} IN (${placeholders(this.communityIds)})`;
  }

  account(column: string): string {
    return this.#below(column, 'SELECT id FROM points_accounts WHERE', 'community_id');
  }

  activity(column: string): string {
    return this.#below(column, 'SELECT id FROM activities WHERE', 'community_id');
  }

  gift(column: string): string {
    return this.#below(
      column,
      'SELECT g.id FROM gifts g JOIN points_stores s ON s.id = g.store_id WHERE',
      's.community_id',
    );
  }

  #below(column: string, select: string, communityColumn: string): string {
    if (this.communityIds === null) return '1 = 1';
    return `${column} IN (${select} ${this.community(communityColumn)})`;
  }
}

/** A value of a raw row in words. */
export function text(value: unknown): string {
  return value === null || value === undefined ? '无' : `${value as string | number}`;
}
