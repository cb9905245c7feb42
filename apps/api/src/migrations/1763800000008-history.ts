import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * History of rooms, and of rights. Versions say when and by whom; text stands sealed in checkpoints and records.
 * `right_record` keeps every state that a row about rights ever had, so that past rights can be decided as they were.
 */
export class History1763800000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Document and word-by-word authorship up to and including seq: where reading a version begins.
      create table room_checkpoint (
        room_id uuid not null references room_head,
        history_id uuid not null,
        seq bigint not null,
        -- When the edit of that seq was stored.
        at timestamptz not null,
        key_id uuid not null,
        nonce bytea not null,
        payload bytea not null,
        primary key (room_id, history_id, seq)
      );

      -- How far the history of a room was worked out, and who took away what until there.
      create table room_record (
        room_id uuid not null references room_head,
        history_id uuid not null,
        seq bigint not null,
        key_id uuid not null,
        nonce bytea not null,
        payload bytea not null,
        primary key (room_id, history_id)
      );

      -- A while in which people worked: the edits from first_seq up to seq.
      create table room_version (
        room_id uuid not null references room_head,
        history_id uuid not null,
        seq bigint not null,
        first_seq bigint not null,
        from_at timestamptz not null,
        at timestamptz not null,
        authors uuid[] not null,
        words_added int not null,
        words_removed int not null,
        primary key (room_id, seq)
      );

      -- Edit seq brought version from_seq back.
      create table room_restoration (
        room_id uuid not null references room_head,
        seq bigint not null,
        from_seq bigint not null,
        from_at timestamptz not null,
        primary key (room_id, seq)
      );

      alter table room_checkpoint enable row level security;
      create policy live_all on room_checkpoint to samenplan_live using (true) with check (true);
      alter table room_record enable row level security;
      create policy live_all on room_record to samenplan_live using (true) with check (true);
      alter table room_version enable row level security;
      create policy live_all on room_version to samenplan_live using (true) with check (true);
      alter table room_restoration enable row level security;
      create policy live_all on room_restoration to samenplan_live using (true) with check (true);
      grant select, insert on room_checkpoint, room_record, room_version, room_restoration to samenplan_live;
      grant update (seq, key_id, nonce, payload) on room_record to samenplan_live;

      -- What lies before upto keeps the last version of each day, or week; the others become part of it.
      create function thin_versions(room uuid, history uuid, upto bigint, days_before timestamptz) returns void
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          with thinned as materialized (
            select v.seq, v.first_seq, v.from_at, v.authors, v.words_added, v.words_removed, max(v.seq) over (partition by
                v.at < days_before, date_trunc(case when v.at < days_before then 'week' else 'day' end, v.at, 'UTC')) as kept
              from room_version v where v.room_id = room and v.history_id = history and v.seq <= upto
          ), people as (
            select t.kept, array_agg(distinct a) as authors from thinned t cross join unnest(t.authors) a group by t.kept
          ), merged as (
            select t.kept, min(t.first_seq) as first_seq, min(t.from_at) as from_at, sum(t.words_added)::int as added, sum(t.words_removed)::int as removed
              from thinned t group by t.kept having count(*) > 1
          ), grown as (
            update room_version v set first_seq = m.first_seq, from_at = m.from_at, authors = coalesce(p.authors, '{}'),
                words_added = m.added, words_removed = m.removed
              from merged m left join people p using (kept) where v.room_id = room and v.seq = m.kept
          )
          delete from room_version v using thinned t where v.room_id = room and v.seq = t.seq and t.seq <> t.kept;
          delete from room_checkpoint c where c.room_id = room and c.history_id = history and c.seq < upto
            and not exists (select from room_version v where v.room_id = room and v.seq = c.seq);
        end $$;

      -- Takes away stored edits that are older than keep_edits, and then versions: one a day stays, and of those older
      -- than keep_days one a week. Only what a checkpoint and the snapshot of the live engine cover, at most "most"
      -- edits at a time. Returns how many edits went.
      create function thin_room(room uuid, keep_edits interval, keep_days interval, most int) returns int
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare
          -- Whole days and weeks, so that the last version of each stays the last.
          edits_before timestamptz := date_trunc('day', clock_timestamp() - greatest(keep_edits, interval '1 day'), 'UTC');
          days_before timestamptz :=
            date_trunc('week', clock_timestamp() - greatest(keep_days, keep_edits, interval '7 days'), 'UTC');
          last record;
          upto bigint;
          gone int := 0;
          removed int;
        begin
          for last in
            select v.history_id, max(v.seq) as seq from room_version v
              where v.room_id = room and v.at < edits_before group by v.history_id
          loop
            upto := least(last.seq,
              (select r.seq from room_record r where r.room_id = room and r.history_id = last.history_id),
              case when last.history_id = (select h.history_id from room_head h where h.id = room)
                then coalesce((select max(s.seq) from room_snapshot s
                  where s.room_id = room and s.history_id = last.history_id), 0) end);
            -- Back to where a later edit can still be told from a checkpoint.
            select max(c.seq) into upto from room_checkpoint c join room_version v
              on v.room_id = c.room_id and v.seq = c.seq and v.history_id = c.history_id
              where c.room_id = room and c.history_id = last.history_id and c.seq <= upto;
            continue when upto is null;
            perform thin_versions(room, last.history_id, upto, days_before);
            delete from room_update u where u.room_id = room and u.history_id = last.history_id
              and u.seq in (select o.seq from room_update o where o.room_id = room and o.history_id = last.history_id
                and o.seq <= upto order by o.seq limit most - gone);
            get diagnostics removed = row_count;
            gone := gone + removed;
          end loop;
          return gone;
        end $$;
      revoke execute on function thin_versions(uuid, uuid, bigint, timestamptz) from public;
      revoke execute on function thin_room(uuid, interval, interval, int) from public;
      grant execute on function thin_room(uuid, interval, interval, int) to samenplan_live;

      -- Begins a new history from a snapshot of the document as it stands at old_seq. False when the room moved on.
      -- Client ids that occur in the document become the product's own: nobody writes on under them.
      create function replace_history(room uuid, old_history uuid, old_seq bigint, new_history uuid, version int,
          client_ids bigint[], key uuid, snapshot_nonce bytea, snapshot_payload bytea) returns boolean
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          perform fence_rooms(array[room]);
          update room_head set history_id = new_history
            where id = room and history_id = old_history and seq = old_seq;
          if not found then return false; end if;
          insert into room_snapshot (room_id, history_id, seq, schema_version, key_id, nonce, payload)
            values (room, new_history, old_seq, version, key, snapshot_nonce, snapshot_payload);
          delete from room_snapshot where room_id = room and history_id = old_history;
          delete from client_id_claim where room_id = room and history_id = old_history;
          insert into client_id_claim (room_id, history_id, client_id, person)
            select room, new_history, c, '00000000-0000-0000-0000-000000000000' from unnest(client_ids) c;
          return true;
        end $$;
      revoke execute on function replace_history(uuid, uuid, bigint, uuid, int, bigint[], uuid, bytea, bytea) from public;
      grant execute on function replace_history(uuid, uuid, bigint, uuid, int, bigint[], uuid, bytea, bytea)
        to samenplan_live;

      -- Every state of a row about rights, and from when until when it stood. Nobody but past_rights reads it.
      create table right_record (
        kind text not null,
        row_id uuid not null,
        -- What it is found by: plan of a rule, person of a mandate or affiliation, affiliation of a membership.
        owner uuid not null,
        facts jsonb not null,
        from_at timestamptz not null,
        until_at timestamptz
      );
      create index on right_record (kind, owner);
      create unique index on right_record (kind, row_id) where until_at is null;

      -- After the trigger that fences (triggers run in the order of their names): edits that were stored before this
      -- moment did not see the change, edits after it do.
      create function remember_right() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare
          moment timestamptz := clock_timestamp();
          -- Marks of the product's own say nothing about rights.
          before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - 'end_told' end;
          after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - 'end_told' end;
        begin
          if before is not distinct from after then return null; end if;
          if before is not null then
            update right_record set until_at = moment
              where kind = tg_table_name and row_id = (before ->> tg_argv[0])::uuid and until_at is null;
          end if;
          if after is not null then
            insert into right_record (kind, row_id, owner, facts, from_at)
              values (tg_table_name, (after ->> tg_argv[0])::uuid, (after ->> tg_argv[1])::uuid, after, moment);
          end if;
          return null;
        end $$;
      create trigger remember after insert or update or delete on plan_access
        for each row execute function remember_right('plan_id', 'plan_id');
      create trigger remember after insert or update or delete on section_access
        for each row execute function remember_right('section_id', 'section_id');
      create trigger remember after insert or update or delete on access_rule
        for each row execute function remember_right('id', 'plan_id');
      create trigger remember after insert or update or delete on mandate
        for each row execute function remember_right('id', 'person_id');
      create trigger remember after insert or update or delete on affiliation
        for each row execute function remember_right('id', 'person_id');
      create trigger remember after insert or update or delete on team_member
        for each row execute function remember_right('id', 'affiliation_id');
      -- What stood before this migration is not known, so it counts from now on: others see no older versions.
      insert into right_record (kind, row_id, owner, facts, from_at)
        select 'plan_access', plan_id, plan_id, to_jsonb(t), clock_timestamp() from plan_access t
        union all select 'section_access', section_id, section_id, to_jsonb(t), clock_timestamp() from section_access t
        union all select 'access_rule', id, plan_id, to_jsonb(t) - 'end_told', clock_timestamp() from access_rule t
        union all select 'mandate', id, person_id, to_jsonb(t), clock_timestamp() from mandate t
        union all select 'affiliation', id, person_id, to_jsonb(t), clock_timestamp() from affiliation t
        union all select 'team_member', id, affiliation_id, to_jsonb(t), clock_timestamp() from team_member t;

      -- Every state of everything that ever bore on the right of the acting person to a section.
      create function past_rights(plan uuid, section uuid)
        returns table (kind text, facts jsonb, from_at timestamptz, until_at timestamptz)
        language sql stable security definer set search_path = public, pg_temp as $$
          with own as materialized (
            select r.* from right_record r where r.kind = 'affiliation' and r.owner = acting_person()
          ), places as materialized (
            select r.* from right_record r
              where r.kind = 'team_member' and r.owner in (select row_id from own)
          ), found as (
            select r.* from right_record r where r.kind = 'plan_access' and r.owner = plan
            union all select r.* from right_record r where r.kind = 'section_access' and r.owner = section
              and r.facts ->> 'plan_id' = plan::text
            union all select r.* from right_record r where r.kind = 'mandate' and r.owner = acting_person()
              and r.facts ->> 'client_id' in (select p.facts ->> 'client_id' from right_record p
                where p.kind = 'plan_access' and p.owner = plan)
            union all select r.* from right_record r where r.kind = 'access_rule' and r.owner = plan
              and (r.facts ->> 'section_id' is null or r.facts ->> 'section_id' = section::text)
              and r.facts ->> 'subject_id' in (
                select acting_person()::text union select p.facts ->> 'team_id' from places p)
            union all select * from own
            union all select * from places
          )
          select f.kind, f.facts, f.from_at, f.until_at from found f where section_level(acting_person(), section) > 0
        $$;

      -- When the previous visit ended; "at" is the last sign of this one.
      alter table section_visit add column since timestamptz;
    `);
  }

  async down(): Promise<void> {
    throw new Error('History is never dropped by a migration: restore a backup instead');
  }
}
