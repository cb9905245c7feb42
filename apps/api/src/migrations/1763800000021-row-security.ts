import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Gaps in the second lock: heads of rooms say who wrote where, so nobody reads them; functions that look past row-level
 * security are for the role that needs them and no other; what nothing updates cannot be updated.
 */
export class RowSecurity1763800000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table room_head enable row level security;
      -- Not by right: that costs 0.2 ms a row, on the path of every plan and caseload, for ids that the statement already
      -- took from rows behind rights.
      create policy see on room_head for select to samenplan_serve using (acting_person() is not null);
      create policy add on room_head for insert to samenplan_serve with check (
        kind = 'section' and section_level(acting_person(), id) > 0);
      -- The engine counts and reads every room; whose edit it stores is checked per row of room_update.
      create policy live_all on room_head to samenplan_live using (true) with check (true);

      -- A line about an end that is written late carries the moment of writing.
      alter policy add_mandate_end on access_log with check (
        person_id is null and type = 'mandate-ended' and exists (
          select from plan_access p join mandate m using (client_id) join person c on c.id = m.client_id
          where p.plan_id = access_log.plan_id and m.id = access_log.rule_id and m.ended_by is null
            and mandate_end(m, c.birth_date) <= access_log.at and access_log.at <= clock_timestamp()));

      -- Kept by triggers and functions of the owner only.
      alter table room_right enable row level security;
      alter table right_record enable row level security;

      -- Ended keys went with a delete of everybody's rows, which had to see them all.
      drop policy own_or_ended on device_key;
      create policy own on device_key to samenplan_serve
        using (person_id = acting_person()) with check (person_id = acting_person());
      create function drop_ended_device_keys() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          delete from device_key where ends_at <= clock_timestamp();
          return null;
        end $$;
      create trigger drop_ended after insert on device_key
        for each statement execute function drop_ended_device_keys();

      -- Names, roles and the person behind a login never change by a statement of the application.
      revoke update on person, person_role, login, login_attempt from samenplan_serve;
    `);
    // Triggers need no right to execute; policies and statements of the live engine need two of the functions.
    await runner.query(`
      do $$
      declare one record;
      begin
        for one in select p.oid::regprocedure as name, p.prorettype = 'trigger'::regtype as trigger from pg_proc p
            where p.pronamespace = 'public'::regnamespace and p.prosecdef
              and has_function_privilege('public', p.oid, 'execute') loop
          execute format('revoke execute on function %s from public', one.name);
          if not one.trigger then execute format('grant execute on function %s to samenplan_serve', one.name); end if;
        end loop;
      end $$;
      grant execute on function login_alive(uuid, uuid, timestamptz), live_right(uuid, uuid, uuid, timestamptz)
        to samenplan_live;
    `);
  }

  async down(): Promise<void> {
    throw new Error('A lock is never taken off by a migration');
  }
}
