import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys under which a browser keeps text that is not stored yet: one per person and day, gone after eight days. */
export class DeviceKeys1763800000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table keys.data_key drop constraint data_key_kind_check;
      alter table keys.data_key add constraint data_key_kind_check
        check (kind in ('canary', 'plan', 'room', 'meeting', 'person'));

      create table device_key (
        id uuid primary key,
        person_id uuid not null references person,
        day date not null,
        sealed bytea not null,
        ends_at timestamptz not null,
        unique (person_id, day)
      );
      create index on device_key (ends_at);

      -- Everybody's own; what has ended is there for nobody but the broom.
      alter table device_key enable row level security;
      create policy own_or_ended on device_key to samenplan_serve
        using (person_id = acting_person() or ends_at <= clock_timestamp())
        with check (person_id = acting_person());
      grant select, insert, delete on device_key to samenplan_serve;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Keys are never dropped by a migration');
  }
}
