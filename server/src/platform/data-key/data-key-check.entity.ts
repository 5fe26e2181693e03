import { Entity } from 'typeorm';

import { IdColumn, TextColumn, TimeColumn } from '../../database/columns.js';

/** One row: what the data key makes of a known word. It tells the right key from another without revealing it. */
@Entity('data_key_checks')
export class DataKeyCheck {
  @IdColumn() id!: string;
  @TextColumn(64) value!: string;
  @TimeColumn() at!: Date;
}
