import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rotation of the master key: which master key wraps what, and secrets that stay the same over a rotation. */
export class MasterKeys1763800000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Short name of the master key (no secret); null for keys that another key wraps.
      alter table keys.data_key add column master_key_id text check (master_key_id ~ '^[0-9a-f]{16}$');
      create index on keys.data_key (id) where parent_id is null and destroyed_at is null;
      create index on keys.data_key (master_key_id) where parent_id is null and destroyed_at is null;
      -- One check key: the master key that wraps it is the one in charge.
      create unique index on keys.data_key (kind) where kind = 'canary';
      -- A destroyed key is never filled again, not by a restore either.
      create function keys.stay_destroyed() returns trigger language plpgsql as $$
        begin
          raise exception 'A destroyed key stays destroyed' using errcode = 'integrity_constraint_violation';
        end $$;
      create trigger stay_destroyed before update on keys.data_key for each row
        when (old.destroyed_at is not null) execute function keys.stay_destroyed();

      -- Secrets sealed under the check key, which lives through every rotation. For the owner only.
      create table keys.secret (name text primary key, sealed bytea not null);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Keys are never dropped by a migration');
  }
}
