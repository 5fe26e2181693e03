import type { OrgUnitKind } from '@linli/shared/org-units';
import { Entity, Index } from 'typeorm';

import { BoolColumn, IdColumn, RefColumn, TextColumn } from '../../database/columns.js';

/** A node of the tree district › street › community › grid › micro-grid › building › stair unit. */
@Entity('org_units')
@Index('org_units_path', ['path'], { unique: true })
@Index('org_units_parent', ['parentId'])
export class OrgUnit {
  @IdColumn() id!: string;
  @TextColumn(20) kind!: OrgUnitKind;
  /** Unique among its siblings; never changes, because paths are made of codes. */
  @TextColumn(12) code!: string;
  @TextColumn(40) name!: string;
  @RefColumn({ nullable: true }) parentId!: string | null;
  /** Codes from the district down, each closed by a slash: `/yh/lj/jg/g1/`. */
  @TextColumn(200) path!: string;
  /** The community this unit lies in, itself for a community; null above. */
  @RefColumn({ nullable: true }) communityId!: string | null;
  @TextColumn(20, { nullable: true }) phone!: string | null;
  @BoolColumn() isDemo!: boolean;
}
