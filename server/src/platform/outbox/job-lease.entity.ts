import { Entity, PrimaryColumn } from 'typeorm';

import { MsColumn, TextColumn } from '../../database/columns.js';

/** A scheduled job and who is running it: ten instances do it once. */
@Entity('job_leases')
export class JobLease {
  @PrimaryColumn({ type: 'varchar', length: 60 }) name!: string;
  @MsColumn() nextRunAtMs!: number;
  @TextColumn(36, { nullable: true }) leaseOwner!: string | null;
  @MsColumn() leaseUntilMs!: number;
  @MsColumn() lastRunAtMs!: number;
  @TextColumn(200) lastError!: string;
}
