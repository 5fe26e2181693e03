import type { MigrationInterface, QueryRunner, TableOptions } from 'typeorm';

import { createTables, dropTables } from './portable.js';

/** The tables of the first release. */
const tables: TableOptions[] = [
  {
    name: 'accounts',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'openid', type: 'varchar', length: '64' },
      { name: 'unionid', type: 'varchar', length: '64', isNullable: true },
      { name: 'session_key_cipher', type: 'varchar', length: '200' },
      { name: 'resident_id', type: 'varchar', length: '36', isNullable: true },
      { name: 'linked_at', type: 'datetime', precision: 3, isNullable: true },
      { name: 'linked_by', type: 'varchar', length: '36', isNullable: true },
      { name: 'created_at', type: 'datetime', precision: 3 },
    ],
    indices: [
      { name: 'accounts_resident', columnNames: ['resident_id'], isUnique: true },
      { name: 'accounts_openid', columnNames: ['openid'], isUnique: true },
    ],
    foreignKeys: [
      { name: 'fk_accounts_resident_id', columnNames: ['resident_id'], referencedTableName: 'residents', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'activities',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'org_unit_id', type: 'varchar', length: '36' },
      { name: 'org_path', type: 'varchar', length: '200' },
      { name: 'community_id', type: 'varchar', length: '36' },
      { name: 'title', type: 'varchar', length: '30' },
      { name: 'about', type: 'text' },
      { name: 'bring', type: 'varchar', length: '60' },
      { name: 'place', type: 'varchar', length: '40' },
      { name: 'starts_at', type: 'datetime', precision: 3 },
      { name: 'ends_at', type: 'datetime', precision: 3 },
      { name: 'capacity', type: 'int', isNullable: true },
      { name: 'taken', type: 'int' },
      { name: 'rule_code', type: 'varchar', length: '8' },
      { name: 'host_id', type: 'varchar', length: '36' },
      { name: 'state', type: 'varchar', length: '12' },
      { name: 'cancel_reason', type: 'varchar', length: '100' },
      { name: 'created_at', type: 'datetime', precision: 3 },
      { name: 'created_by_id', type: 'varchar', length: '36' },
    ],
    indices: [
      { name: 'activities_host', columnNames: ['host_id', 'starts_at'] },
      { name: 'activities_community', columnNames: ['community_id', 'starts_at'] },
    ],
    checks: [
      { name: 'activities_taken', expression: 'taken >= 0 AND (capacity IS NULL OR taken <= capacity)' },
    ],
    foreignKeys: [
      { name: 'fk_activities_org_unit_id', columnNames: ['org_unit_id'], referencedTableName: 'org_units', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'activity_codes',
    columns: [
      { name: 'activity_id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'png_base64', type: 'text' },
      { name: 'made_at', type: 'datetime', precision: 3 },
    ],
    foreignKeys: [
      { name: 'fk_activity_codes_activity_id', columnNames: ['activity_id'], referencedTableName: 'activities', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'activity_sign_ups',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'activity_id', type: 'varchar', length: '36' },
      { name: 'resident_id', type: 'varchar', length: '36' },
      { name: 'signed_up_by_id', type: 'varchar', length: '36' },
      { name: 'at', type: 'datetime', precision: 3 },
      { name: 'cancelled_at', type: 'datetime', precision: 3, isNullable: true },
      { name: 'active_key', type: 'varchar', length: '80', isNullable: true },
    ],
    indices: [
      { name: 'activity_sign_ups_signer', columnNames: ['signed_up_by_id'] },
      { name: 'activity_sign_ups_resident', columnNames: ['resident_id'] },
      { name: 'activity_sign_ups_activity', columnNames: ['activity_id'] },
      { name: 'activity_sign_ups_active', columnNames: ['active_key'], isUnique: true },
    ],
    foreignKeys: [
      { name: 'fk_activity_sign_ups_activity_id', columnNames: ['activity_id'], referencedTableName: 'activities', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
      { name: 'fk_activity_sign_ups_resident_id', columnNames: ['resident_id'], referencedTableName: 'residents', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'annual_scores',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'account_id', type: 'varchar', length: '36' },
      { name: 'year', type: 'int' },
      { name: 'score', type: 'int' },
    ],
    indices: [
      { name: 'annual_scores_year', columnNames: ['account_id', 'year'], isUnique: true },
    ],
    foreignKeys: [
      { name: 'fk_annual_scores_account_id', columnNames: ['account_id'], referencedTableName: 'points_accounts', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'attendances',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'activity_id', type: 'varchar', length: '36' },
      { name: 'resident_id', type: 'varchar', length: '36' },
      { name: 'walk_in', type: 'boolean' },
      { name: 'minutes', type: 'int' },
      { name: 'points', type: 'int' },
      { name: 'remark', type: 'varchar', length: '60' },
      { name: 'confirmed_by_id', type: 'varchar', length: '36' },
      { name: 'confirmed_at', type: 'datetime', precision: 3 },
    ],
    indices: [
      { name: 'attendances_resident', columnNames: ['resident_id'] },
      { name: 'attendances_person', columnNames: ['activity_id', 'resident_id'], isUnique: true },
    ],
    foreignKeys: [
      { name: 'fk_attendances_activity_id', columnNames: ['activity_id'], referencedTableName: 'activities', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
      { name: 'fk_attendances_resident_id', columnNames: ['resident_id'], referencedTableName: 'residents', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'calendar_days',
    columns: [
      { name: 'day', type: 'varchar', length: '10', isPrimary: true },
      { name: 'kind', type: 'varchar', length: '20' },
      { name: 'name', type: 'varchar', length: '20' },
      { name: 'source', type: 'varchar', length: '60' },
    ],
  },
  {
    name: 'gift_prices',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'gift_id', type: 'varchar', length: '36' },
      { name: 'price', type: 'int' },
      { name: 'effective_from', type: 'varchar', length: '10' },
      { name: 'created_at', type: 'datetime', precision: 3 },
    ],
    indices: [
      { name: 'gift_prices_from', columnNames: ['gift_id', 'effective_from'], isUnique: true },
    ],
    checks: [
      { name: 'gift_prices_price', expression: 'price >= 0' },
    ],
    foreignKeys: [
      { name: 'fk_gift_prices_gift_id', columnNames: ['gift_id'], referencedTableName: 'gifts', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'gifts',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'store_id', type: 'varchar', length: '36' },
      { name: 'name', type: 'varchar', length: '20' },
      { name: 'unit', type: 'varchar', length: '4' },
      { name: 'about', type: 'varchar', length: '100' },
      { name: 'category', type: 'varchar', length: '12' },
      { name: 'is_service', type: 'boolean' },
      { name: 'drawing', type: 'varchar', length: '30' },
      { name: 'monthly_limit', type: 'int' },
      { name: 'on_shelf', type: 'boolean' },
      { name: 'position', type: 'int' },
      { name: 'created_at', type: 'datetime', precision: 3 },
    ],
    indices: [
      { name: 'gifts_store', columnNames: ['store_id', 'position'] },
    ],
    foreignKeys: [
      { name: 'fk_gifts_store_id', columnNames: ['store_id'], referencedTableName: 'points_stores', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'helper_relations',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'helper_id', type: 'varchar', length: '36' },
      { name: 'principal_id', type: 'varchar', length: '36' },
      { name: 'relation', type: 'varchar', length: '20' },
      { name: 'scopes', type: 'varchar', length: '60' },
      { name: 'starts_on', type: 'varchar', length: '10' },
      { name: 'ends_on', type: 'varchar', length: '10' },
      { name: 'consent_note', type: 'varchar', length: '100' },
      { name: 'registered_by_id', type: 'varchar', length: '36' },
      { name: 'ended_at', type: 'datetime', precision: 3, isNullable: true },
      { name: 'active_key', type: 'varchar', length: '80', isNullable: true },
    ],
    indices: [
      { name: 'helper_relations_principal', columnNames: ['principal_id'] },
      { name: 'helper_relations_helper', columnNames: ['helper_id'] },
      { name: 'helper_relations_active', columnNames: ['active_key'], isUnique: true },
    ],
    foreignKeys: [
      { name: 'fk_helper_relations_helper_id', columnNames: ['helper_id'], referencedTableName: 'residents', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
      { name: 'fk_helper_relations_principal_id', columnNames: ['principal_id'], referencedTableName: 'residents', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'households',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'org_unit_id', type: 'varchar', length: '36' },
      { name: 'community_id', type: 'varchar', length: '36' },
      { name: 'door', type: 'varchar', length: '20' },
      { name: 'created_at', type: 'datetime', precision: 3 },
    ],
    indices: [
      { name: 'households_door', columnNames: ['org_unit_id', 'door'], isUnique: true },
    ],
    foreignKeys: [
      { name: 'fk_households_org_unit_id', columnNames: ['org_unit_id'], referencedTableName: 'org_units', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'job_leases',
    columns: [
      { name: 'name', type: 'varchar', length: '60', isPrimary: true },
      { name: 'next_run_at_ms', type: 'bigint' },
      { name: 'lease_owner', type: 'varchar', length: '36', isNullable: true },
      { name: 'lease_until_ms', type: 'bigint' },
      { name: 'last_run_at_ms', type: 'bigint' },
      { name: 'last_error', type: 'varchar', length: '200' },
    ],
  },
  {
    name: 'link_requests',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'account_id', type: 'varchar', length: '36' },
      { name: 'community_id', type: 'varchar', length: '36' },
      { name: 'name', type: 'varchar', length: '60' },
      { name: 'building', type: 'varchar', length: '40' },
      { name: 'note', type: 'varchar', length: '100' },
      { name: 'state', type: 'varchar', length: '20' },
      { name: 'reason', type: 'varchar', length: '100', isNullable: true },
      { name: 'asked_at', type: 'datetime', precision: 3 },
      { name: 'decided_at', type: 'datetime', precision: 3, isNullable: true },
      { name: 'decided_by_id', type: 'varchar', length: '36', isNullable: true },
      { name: 'resident_id', type: 'varchar', length: '36', isNullable: true },
      { name: 'pending_key', type: 'varchar', length: '36', isNullable: true },
    ],
    indices: [
      { name: 'link_requests_community', columnNames: ['community_id', 'state'] },
      { name: 'link_requests_pending', columnNames: ['pending_key'], isUnique: true },
    ],
    foreignKeys: [
      { name: 'fk_link_requests_account_id', columnNames: ['account_id'], referencedTableName: 'accounts', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'org_units',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'kind', type: 'varchar', length: '20' },
      { name: 'code', type: 'varchar', length: '12' },
      { name: 'name', type: 'varchar', length: '40' },
      { name: 'parent_id', type: 'varchar', length: '36', isNullable: true },
      { name: 'path', type: 'varchar', length: '200' },
      { name: 'community_id', type: 'varchar', length: '36', isNullable: true },
      { name: 'phone', type: 'varchar', length: '20', isNullable: true },
      { name: 'is_demo', type: 'boolean' },
    ],
    indices: [
      { name: 'org_units_parent', columnNames: ['parent_id'] },
      { name: 'org_units_path', columnNames: ['path'], isUnique: true },
    ],
  },
  {
    name: 'outbox_messages',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'kind', type: 'varchar', length: '40' },
      { name: 'payload', type: 'text' },
      { name: 'once_key', type: 'varchar', length: '120' },
      { name: 'due_at_ms', type: 'bigint' },
      { name: 'attempts', type: 'int' },
      { name: 'lease_owner', type: 'varchar', length: '36', isNullable: true },
      { name: 'lease_until_ms', type: 'bigint' },
      { name: 'done_at_ms', type: 'bigint' },
      { name: 'outcome', type: 'varchar', length: '10', isNullable: true },
      { name: 'last_error', type: 'varchar', length: '200' },
    ],
    indices: [
      { name: 'outbox_messages_due', columnNames: ['done_at_ms', 'due_at_ms'] },
      { name: 'outbox_messages_once', columnNames: ['once_key'], isUnique: true },
    ],
  },
  {
    name: 'phone_reveals',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'resident_id', type: 'varchar', length: '36' },
      { name: 'actor_id', type: 'varchar', length: '36' },
      { name: 'reason', type: 'varchar', length: '100' },
      { name: 'at', type: 'datetime', precision: 3 },
    ],
    indices: [
      { name: 'phone_reveals_resident', columnNames: ['resident_id'] },
    ],
    foreignKeys: [
      { name: 'fk_phone_reveals_resident_id', columnNames: ['resident_id'], referencedTableName: 'residents', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'points_accounts',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'resident_id', type: 'varchar', length: '36' },
      { name: 'community_id', type: 'varchar', length: '36' },
      { name: 'balance', type: 'int' },
      { name: 'held', type: 'int' },
      { name: 'state', type: 'varchar', length: '10' },
    ],
    indices: [
      { name: 'points_accounts_resident', columnNames: ['resident_id'], isUnique: true },
    ],
    checks: [
      { name: 'points_accounts_held', expression: 'held >= 0' },
      { name: 'points_accounts_balance', expression: 'balance >= 0' },
    ],
    foreignKeys: [
      { name: 'fk_points_accounts_resident_id', columnNames: ['resident_id'], referencedTableName: 'residents', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'points_budgets',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'community_id', type: 'varchar', length: '36' },
      { name: 'year', type: 'int' },
      { name: 'total', type: 'int' },
      { name: 'issued', type: 'int' },
    ],
    indices: [
      { name: 'points_budgets_year', columnNames: ['community_id', 'year'], isUnique: true },
    ],
    checks: [
      { name: 'points_budgets_issued', expression: 'issued >= 0 AND issued <= total' },
    ],
  },
  {
    name: 'points_cap_usages',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'account_id', type: 'varchar', length: '36' },
      { name: 'rule_code', type: 'varchar', length: '8' },
      { name: 'period', type: 'varchar', length: '10' },
      { name: 'used', type: 'int' },
    ],
    indices: [
      { name: 'points_cap_usages_period', columnNames: ['account_id', 'rule_code', 'period'], isUnique: true },
    ],
    checks: [
      { name: 'points_cap_usages_used', expression: 'used >= 0' },
    ],
    foreignKeys: [
      { name: 'fk_points_cap_usages_account_id', columnNames: ['account_id'], referencedTableName: 'points_accounts', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'points_entries',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'account_id', type: 'varchar', length: '36' },
      { name: 'kind', type: 'varchar', length: '12' },
      { name: 'amount', type: 'int' },
      { name: 'held_change', type: 'int' },
      { name: 'score_change', type: 'int' },
      { name: 'balance_after', type: 'int' },
      { name: 'title', type: 'varchar', length: '60' },
      { name: 'detail', type: 'varchar', length: '160' },
      { name: 'category', type: 'varchar', length: '20', isNullable: true },
      { name: 'reason', type: 'varchar', length: '120' },
      { name: 'rule_id', type: 'varchar', length: '36', isNullable: true },
      { name: 'happened_on', type: 'varchar', length: '10' },
      { name: 'at', type: 'datetime', precision: 3 },
      { name: 'actor_id', type: 'varchar', length: '36', isNullable: true },
      { name: 'reverses_id', type: 'varchar', length: '36', isNullable: true },
    ],
    indices: [
      { name: 'points_entries_reverses', columnNames: ['reverses_id'], isUnique: true },
      { name: 'points_entries_reason', columnNames: ['reason'], isUnique: true },
      { name: 'points_entries_account', columnNames: ['account_id', 'id'] },
    ],
    foreignKeys: [
      { name: 'fk_points_entries_account_id', columnNames: ['account_id'], referencedTableName: 'points_accounts', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'points_entry_lots',
    columns: [
      { name: 'entry_id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'lot_id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'points', type: 'int' },
    ],
    foreignKeys: [
      { name: 'fk_points_entry_lots_entry_id', columnNames: ['entry_id'], referencedTableName: 'points_entries', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
      { name: 'fk_points_entry_lots_lot_id', columnNames: ['lot_id'], referencedTableName: 'points_lots', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'points_lots',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'account_id', type: 'varchar', length: '36' },
      { name: 'earned_year', type: 'int' },
      { name: 'points', type: 'int' },
      { name: 'remaining', type: 'int' },
      { name: 'lapses_on', type: 'varchar', length: '10', isNullable: true },
    ],
    indices: [
      { name: 'points_lots_due', columnNames: ['lapses_on', 'account_id'] },
      { name: 'points_lots_account', columnNames: ['account_id', 'lapses_on'] },
    ],
    checks: [
      { name: 'points_lots_remaining', expression: 'remaining >= 0 AND remaining <= points' },
    ],
    foreignKeys: [
      { name: 'fk_points_lots_account_id', columnNames: ['account_id'], referencedTableName: 'points_accounts', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'points_rules',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'community_id', type: 'varchar', length: '36' },
      { name: 'code', type: 'varchar', length: '8' },
      { name: 'version', type: 'int' },
      { name: 'category', type: 'varchar', length: '20' },
      { name: 'title', type: 'varchar', length: '40' },
      { name: 'points', type: 'int' },
      { name: 'unit', type: 'varchar', length: '10' },
      { name: 'cap_points', type: 'int', isNullable: true },
      { name: 'cap_period', type: 'varchar', length: '10' },
      { name: 'evidence', type: 'varchar', length: '60' },
      { name: 'approver', type: 'varchar', length: '20' },
      { name: 'effective_from', type: 'varchar', length: '10' },
      { name: 'effective_to', type: 'varchar', length: '10', isNullable: true },
      { name: 'adopted_by', type: 'varchar', length: '60' },
      { name: 'created_at', type: 'datetime', precision: 3 },
      { name: 'created_by_id', type: 'varchar', length: '36', isNullable: true },
    ],
    indices: [
      { name: 'points_rules_version', columnNames: ['community_id', 'code', 'version'], isUnique: true },
    ],
  },
  {
    name: 'points_schemes',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'community_id', type: 'varchar', length: '36' },
      { name: 'name', type: 'varchar', length: '40' },
      { name: 'lapse_policy', type: 'varchar', length: '20' },
    ],
    indices: [
      { name: 'points_schemes_community', columnNames: ['community_id'], isUnique: true },
    ],
  },
  {
    name: 'points_stores',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'community_id', type: 'varchar', length: '36' },
      { name: 'org_unit_id', type: 'varchar', length: '36' },
      { name: 'org_path', type: 'varchar', length: '200' },
      { name: 'name', type: 'varchar', length: '40' },
      { name: 'place', type: 'varchar', length: '60' },
      { name: 'phone', type: 'varchar', length: '20', isNullable: true },
      { name: 'hours', type: 'text' },
    ],
    indices: [
      { name: 'points_stores_community', columnNames: ['community_id'] },
    ],
  },
  {
    name: 'redemptions',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'resident_id', type: 'varchar', length: '36' },
      { name: 'account_id', type: 'varchar', length: '36' },
      { name: 'store_id', type: 'varchar', length: '36' },
      { name: 'gift_id', type: 'varchar', length: '36' },
      { name: 'gift_name', type: 'varchar', length: '20' },
      { name: 'quantity', type: 'int' },
      { name: 'cost', type: 'int' },
      { name: 'state', type: 'varchar', length: '10' },
      { name: 'code', type: 'varchar', length: '6' },
      { name: 'active_code', type: 'varchar', length: '50', isNullable: true },
      { name: 'held_at', type: 'datetime', precision: 3 },
      { name: 'expires_at', type: 'datetime', precision: 3 },
      { name: 'settled_at', type: 'datetime', precision: 3, isNullable: true },
      { name: 'settled_by_id', type: 'varchar', length: '36', isNullable: true },
      { name: 'closed_at', type: 'datetime', precision: 3, isNullable: true },
      { name: 'placed_by_id', type: 'varchar', length: '36' },
      { name: 'proxy_name', type: 'varchar', length: '60', isNullable: true },
      { name: 'proxy_relation', type: 'varchar', length: '20', isNullable: true },
      { name: 'hold_entry_id', type: 'varchar', length: '36' },
    ],
    indices: [
      { name: 'redemptions_old_code', columnNames: ['store_id', 'code'] },
      { name: 'redemptions_due', columnNames: ['state', 'expires_at'] },
      { name: 'redemptions_store', columnNames: ['store_id', 'state', 'settled_at'] },
      { name: 'redemptions_placed_by', columnNames: ['placed_by_id'] },
      { name: 'redemptions_resident', columnNames: ['resident_id', 'gift_id', 'held_at'] },
      { name: 'redemptions_code', columnNames: ['active_code'], isUnique: true },
    ],
    checks: [
      { name: 'redemptions_quantity', expression: 'quantity > 0 AND cost >= 0' },
    ],
    foreignKeys: [
      { name: 'fk_redemptions_account_id', columnNames: ['account_id'], referencedTableName: 'points_accounts', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
      { name: 'fk_redemptions_gift_id', columnNames: ['gift_id'], referencedTableName: 'gifts', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'request_keys',
    columns: [
      { name: 'account_id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'request_key', type: 'varchar', length: '36', isPrimary: true },
      { name: 'call_name', type: 'varchar', length: '40' },
      { name: 'input_hash', type: 'varchar', length: '64' },
      { name: 'answer', type: 'text' },
      { name: 'at', type: 'datetime', precision: 3 },
    ],
    indices: [
      { name: 'request_keys_age', columnNames: ['at'] },
    ],
  },
  {
    name: 'residents',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'community_id', type: 'varchar', length: '36' },
      { name: 'household_id', type: 'varchar', length: '36' },
      { name: 'org_path', type: 'varchar', length: '200' },
      { name: 'passbook_no', type: 'varchar', length: '12' },
      { name: 'name', type: 'varchar', length: '60' },
      { name: 'birth_on', type: 'varchar', length: '10', isNullable: true },
      { name: 'phone_cipher', type: 'varchar', length: '120', isNullable: true },
      { name: 'phone_hash', type: 'varchar', length: '64', isNullable: true },
      { name: 'household_role', type: 'varchar', length: '20' },
      { name: 'care_note', type: 'varchar', length: '100' },
      { name: 'status', type: 'varchar', length: '20' },
      { name: 'created_at', type: 'datetime', precision: 3 },
      { name: 'changed_at', type: 'datetime', precision: 3 },
    ],
    indices: [
      { name: 'residents_name', columnNames: ['community_id', 'name'] },
      { name: 'residents_phone', columnNames: ['phone_hash'] },
      { name: 'residents_path', columnNames: ['org_path'] },
      { name: 'residents_household', columnNames: ['household_id'] },
      { name: 'residents_passbook', columnNames: ['community_id', 'passbook_no'], isUnique: true },
    ],
    foreignKeys: [
      { name: 'fk_residents_household_id', columnNames: ['household_id'], referencedTableName: 'households', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'role_assignments',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'resident_id', type: 'varchar', length: '36' },
      { name: 'role', type: 'varchar', length: '24' },
      { name: 'org_unit_id', type: 'varchar', length: '36' },
      { name: 'path', type: 'varchar', length: '200' },
      { name: 'assigned_by_id', type: 'varchar', length: '36', isNullable: true },
      { name: 'since', type: 'datetime', precision: 3 },
      { name: 'ended_at', type: 'datetime', precision: 3, isNullable: true },
      { name: 'ended_by_id', type: 'varchar', length: '36', isNullable: true },
      { name: 'active_key', type: 'varchar', length: '120', isNullable: true },
    ],
    indices: [
      { name: 'role_assignments_path', columnNames: ['path'] },
      { name: 'role_assignments_resident', columnNames: ['resident_id'] },
      { name: 'role_assignments_active', columnNames: ['active_key'], isUnique: true },
    ],
    foreignKeys: [
      { name: 'fk_role_assignments_resident_id', columnNames: ['resident_id'], referencedTableName: 'residents', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
      { name: 'fk_role_assignments_org_unit_id', columnNames: ['org_unit_id'], referencedTableName: 'org_units', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'sessions',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'account_id', type: 'varchar', length: '36' },
      { name: 'refresh_hash', type: 'varchar', length: '64' },
      { name: 'previous_hash', type: 'varchar', length: '64', isNullable: true },
      { name: 'rotated_at', type: 'datetime', precision: 3 },
      { name: 'reply_seen', type: 'boolean' },
      { name: 'expires_at', type: 'datetime', precision: 3 },
      { name: 'ended_at', type: 'datetime', precision: 3, isNullable: true },
      { name: 'end_reason', type: 'varchar', length: '20', isNullable: true },
      { name: 'device', type: 'varchar', length: '80' },
      { name: 'created_at', type: 'datetime', precision: 3 },
    ],
    indices: [
      { name: 'sessions_account', columnNames: ['account_id'] },
    ],
    foreignKeys: [
      { name: 'fk_sessions_account_id', columnNames: ['account_id'], referencedTableName: 'accounts', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'stock_batches',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'gift_id', type: 'varchar', length: '36' },
      { name: 'source', type: 'varchar', length: '10' },
      { name: 'donor', type: 'varchar', length: '40' },
      { name: 'purpose', type: 'varchar', length: '10' },
      { name: 'quantity', type: 'int' },
      { name: 'remaining', type: 'int' },
      { name: 'unit_value_fen', type: 'int' },
      { name: 'received_on', type: 'varchar', length: '10' },
      { name: 'expires_on', type: 'varchar', length: '10', isNullable: true },
      { name: 'received_by_id', type: 'varchar', length: '36' },
      { name: 'created_at', type: 'datetime', precision: 3 },
    ],
    indices: [
      { name: 'stock_batches_gift', columnNames: ['gift_id'] },
    ],
    checks: [
      { name: 'stock_batches_remaining', expression: 'remaining >= 0 AND remaining <= quantity' },
    ],
    foreignKeys: [
      { name: 'fk_stock_batches_gift_id', columnNames: ['gift_id'], referencedTableName: 'gifts', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'stock_movements',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'batch_id', type: 'varchar', length: '36' },
      { name: 'kind', type: 'varchar', length: '10' },
      { name: 'change_by', type: 'int' },
      { name: 'redemption_id', type: 'varchar', length: '36' },
      { name: 'actor_id', type: 'varchar', length: '36', isNullable: true },
      { name: 'at', type: 'datetime', precision: 3 },
    ],
    indices: [
      { name: 'stock_movements_redemption', columnNames: ['redemption_id'] },
      { name: 'stock_movements_batch', columnNames: ['batch_id'] },
    ],
    foreignKeys: [
      { name: 'fk_stock_movements_batch_id', columnNames: ['batch_id'], referencedTableName: 'stock_batches', referencedColumnNames: ['id'], onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
    ],
  },
  {
    name: 'wechat_access_tokens',
    columns: [
      { name: 'appid', type: 'varchar', length: '40', isPrimary: true },
      { name: 'token', type: 'text' },
      { name: 'expires_at', type: 'bigint' },
      { name: 'fetched_at', type: 'bigint' },
      { name: 'lease_owner', type: 'varchar', length: '36', isNullable: true },
      { name: 'lease_until', type: 'bigint' },
      { name: 'forced_at', type: 'bigint' },
      { name: 'forced_count', type: 'int' },
    ],
  },
];

export class Initial1795300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, tables);
  }
}
