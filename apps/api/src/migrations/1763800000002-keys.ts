import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The key store: a schema of its own, so that it can be backed up, kept and destroyed apart from the content. */
export class Keys1763800000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema keys;
      create table keys.data_key (
        id uuid primary key,
        kind text not null check (kind in ('canary', 'plan', 'room', 'meeting')),
        owner_id uuid not null,
        -- null: wrapped by the master key.
        parent_id uuid references keys.data_key,
        wrapped bytea,
        nonce bytea,
        created_at timestamptz not null default clock_timestamp(),
        destroyed_at timestamptz,
        check (destroyed_at is not null or (wrapped is not null and nonce is not null))
      );
      create index on keys.data_key (owner_id, kind) where destroyed_at is null;
      create index on keys.data_key (parent_id);

      grant usage on schema keys to samenplan_serve, samenplan_live;
      grant select, insert on keys.data_key to samenplan_serve;
      grant update (wrapped, nonce, destroyed_at) on keys.data_key to samenplan_serve;
      grant select on keys.data_key to samenplan_live;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Keys are never dropped by a migration');
  }
}
