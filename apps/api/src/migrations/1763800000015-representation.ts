import type { MigrationInterface, QueryRunner } from 'typeorm';
import { acts, clock } from './1763800000015-representation-acts';

/**
 * Representation and age. Which mandate holds, and who decides for a child, depends on the clock and on the birthdays
 * of the client in Amsterdam; `decide()` says the same. A mandate changes only through the functions below, which know
 * who may do what: no role of the application can write the tables. See docs/adr/0019.
 */
export class Representation1763800000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(rights);
    await runner.query(acts);
    await runner.query(clock);
  }

  async down(): Promise<void> {
    throw new Error('Rights and the log are never dropped by a migration');
  }
}

const rights = `
      -- The moment at which somebody turns so old: midnight in Amsterdam; for 29 February else 1 March.
      create function turns(birth date, years int) returns timestamptz language sql immutable parallel safe as $$
        select (make_date(extract(year from birth)::int + years, extract(month from birth)::int, 1)
          + (extract(day from birth)::int - 1))::timestamp at time zone 'Europe/Amsterdam'
      $$;

      alter table mandate
        add column recorded_by uuid,
        add column recorded_at timestamptz,
        add column proof text,
        add column proof_seen_on date,
        add column renewed_at timestamptz,
        add column agreed_at timestamptz,
        add column contested_at timestamptz,
        -- The second look, after the client said that it is not right.
        add column confirmed_by uuid,
        add column confirmed_at timestamptz,
        add column confirmed_proof text,
        -- Who ended it; null: nobody, or the clock.
        add column ended_by uuid,
        add column soon_told boolean not null default false,
        add column end_told boolean not null default false,
        add constraint mandate_of_another check (client_id <> person_id) not valid,
        add constraint mandate_kind check (kind in ('mentor', 'curator', 'bewindvoerder', 'gemachtigde', 'ouder', 'voogd'))
          not valid;

      -- Whatever end was written down: over a child until 16, or until 18 when the young person renewed it. Without a
      -- date of birth never.
      create function mandate_end(m mandate, birth date) returns timestamptz language sql immutable as $$
        select case when m.kind in ('ouder', 'voogd')
          then least(m.ends_at, coalesce(turns(birth, case when m.renewed_at is null then 16 else 18 end), '-infinity'))
          else m.ends_at end
      $$;
      create function mandate_holds(m mandate, birth date, moment timestamptz) returns boolean language sql immutable as $$
        select m.starts_at <= moment and (m.contested_at is null or m.confirmed_at is not null)
          and coalesce(mandate_end(m, birth) > moment, true)
      $$;
      -- Under 12, a parent or guardian decides.
      create function is_led(client uuid, moment timestamptz) returns boolean
        language sql stable security definer set search_path = public, pg_temp as $$
          select exists (select from person c join mandate m on m.client_id = c.id
            where c.id = client and moment < turns(c.birth_date, 12) and m.kind in ('ouder', 'voogd')
              and m.scope = 'all' and mandate_holds(m, c.birth_date, moment))
        $$;

      -- A section closed to a parent. The reason stands encrypted.
      create table section_closure (
        id uuid primary key,
        plan_id uuid not null references plan_access,
        section_id uuid not null references section_access,
        person_id uuid not null references person,
        reason bytea not null,
        closed_by uuid not null,
        closed_at timestamptz not null default clock_timestamp(),
        opened_by uuid,
        opened_at timestamptz
      );
      create unique index on section_closure (section_id, person_id) where opened_at is null;
      create index on section_closure (plan_id) where opened_at is null;
      create index on section_closure (person_id);
      alter table section_closure enable row level security;
      -- Vouched for by an organisation: a place that only the person declared does not count.
      create function is_professional(who uuid, moment timestamptz) returns boolean
        language plpgsql stable security definer set search_path = public, pg_temp as $$
        begin
          return exists (select from affiliation a where a.person_id = who and a.starts_at <= moment
            and (a.ends_at is null or a.ends_at > moment) and a.declared_at is null);
        end $$;
      -- Nobody learns that something is closed to them; of the others the client and professionals.
      create policy see on section_closure for select to samenplan_serve using (
        person_id <> acting_person() and section_level(acting_person(), section_id) > 0
        and (is_professional(acting_person(), clock_timestamp()) or acting_person() =
          (select p.client_id from plan_access p where p.plan_id = section_closure.plan_id)));
      grant select on section_closure to samenplan_serve;
      create policy others_see on mandate for select to samenplan_serve using (exists (
        select from plan_access p where p.client_id = mandate.client_id and (
          manages(acting_person(), p.plan_id, null)
          or is_professional(acting_person(), clock_timestamp()) and plan_visible(acting_person(), p.plan_id))));

      create function fence_closure() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          perform fence_rooms(array[coalesce(new.section_id, old.section_id)]);
          return null;
        end $$;
      create trigger fence after insert or update or delete on section_closure
        for each row execute function fence_closure();
      create function fence_birth() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          perform fence_plan_rooms(array(select plan_id from plan_access where client_id = new.id));
          return null;
        end $$;
      create trigger fence after update of birth_date on person
        for each row when (old.birth_date is distinct from new.birth_date) execute function fence_birth();

      create or replace function remember_right() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare
          moment timestamptz := clock_timestamp();
          -- Marks of the product's own say nothing about rights.
          before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - array['end_told', 'soon_told'] end;
          after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - array['end_told', 'soon_told'] end;
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
      create trigger remember after insert or update or delete on section_closure
        for each row execute function remember_right('id', 'section_id');
      -- Of a person only the date of birth bears on rights.
      create function remember_birth() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare moment timestamptz := clock_timestamp();
        begin
          update right_record set until_at = moment where kind = 'person' and row_id = new.id and until_at is null;
          if new.birth_date is not null then
            insert into right_record (kind, row_id, owner, facts, from_at)
              values ('person', new.id, new.id, jsonb_build_object('birth_date', new.birth_date), moment);
          end if;
          return null;
        end $$;
      create trigger remember_changed after update of birth_date on person
        for each row when (old.birth_date is distinct from new.birth_date) execute function remember_birth();
      create trigger remember_new after insert on person
        for each row when (new.birth_date is not null) execute function remember_birth();
      insert into right_record (kind, row_id, owner, facts, from_at)
        select 'person', id, id, jsonb_build_object('birth_date', birth_date), clock_timestamp()
          from person where birth_date is not null;

      -- As in migration 4, with the ages of the client, contested mandates and closed sections.
      create or replace function access_right(who uuid, plan uuid, section uuid, moment timestamptz,
          out level smallint, out why text, out rule_id uuid, out until timestamptz)
        language plpgsql stable security definer set search_path = public, pg_temp as $$
        #variable_conflict use_column
        declare
          client uuid;
          birth date;
          -- Parents who don't see this section; null: none.
          closed_to uuid[];
          place section_access%rowtype;
          boundary timestamptz;
          best record;
        begin
          level := 0; why := 'no-rule';
          select p.client_id, c.birth_date, (select array_agg(x.person_id) from section_closure x
              where x.section_id = section and x.opened_at is null)
            into client, birth, closed_to
            from plan_access p join person c on c.id = p.client_id where p.plan_id = plan;
          select * into place from section_access s where s.section_id = section and s.plan_id = plan;
          if client = who and (section is null or place.section_id is not null) then
            level := 3; why := 'client';
            if moment < turns(birth, 12) and place.only_client is not true then
              select case when bool_or(mandate_holds(m, birth, moment)) then 2 else 3 end, least(turns(birth, 12),
                  min(m.starts_at) filter (where m.starts_at > moment),
                  min(mandate_end(m, birth)) filter (where mandate_end(m, birth) > moment))
                into level, until
                from mandate m where m.client_id = client and m.kind in ('ouder', 'voogd') and m.scope = 'all';
            end if;
            return;
          end if;

          -- The next moment at which anything that bears on this answer begins or ends.
          select min(b) into boundary from (
            select unnest(array[m.starts_at, mandate_end(m, birth)]) b from mandate m
              where m.client_id = client and m.person_id = who
            union all
            select unnest(array[r.starts_at, r.ends_at, a.starts_at, a.ends_at]) from access_rule r
              left join affiliation a on a.id = r.affiliation_id and a.person_id = who
              where r.plan_id = plan and r.stopped_at is null and (r.section_id is null or r.section_id = section)
                and r.subject_type = 'person' and r.subject_id = who
            union all
            select unnest(array[r.starts_at, r.ends_at, t.starts_at, t.ends_at, a.starts_at, a.ends_at])
              from affiliation a join team_member t on t.affiliation_id = a.id
              join access_rule r on r.subject_type = 'team' and r.subject_id = t.team_id
              where a.person_id = who and r.plan_id = plan and r.stopped_at is null
                and (r.section_id is null or r.section_id = section)
          ) boundaries where b > moment;
          select r.id, r.effect, r.level, r.subject_type, r.section_id is not null as of_section into best
            from access_rule r
            where r.plan_id = plan and r.stopped_at is null and (r.section_id is null or r.section_id = section)
              and r.starts_at <= moment and (r.ends_at is null or r.ends_at > moment)
              and (closed_to is null or not exists (select from section_closure x where x.section_id = section
                and x.opened_at is null and x.person_id = r.created_by and x.closed_at <= r.starts_at))
              and (
                r.subject_type = 'person' and r.subject_id = who and (
                  r.effect = 'withhold' or r.affiliation_id is null or exists (
                    select from affiliation a where a.id = r.affiliation_id and a.person_id = who
                      and a.starts_at <= moment and (a.ends_at is null or a.ends_at > moment)))
                or r.subject_type = 'team' and exists (
                  select from team_member t join affiliation a on a.id = t.affiliation_id
                  where t.team_id = r.subject_id and a.person_id = who
                    and t.starts_at <= moment and (t.ends_at is null or t.ends_at > moment)
                    and a.starts_at <= moment and (a.ends_at is null or a.ends_at > moment)))
            order by (r.section_id is not null) desc, (r.subject_type = 'person') desc,
              (r.effect = 'withhold') desc, r.level desc, r.id
            limit 1;
          if client is null or who is null or section is not null and place.section_id is null then return; end if;

          until := boundary;
          if place.only_client then why := 'only-client'; return; end if;
          if who = any (closed_to) then why := 'closed'; return; end if;
          if exists (select from mandate m where m.client_id = client and m.person_id = who
              and mandate_holds(m, birth, moment)
              and (m.scope = 'all' or m.scope = 'money' and place.money)) then
            level := 3; why := 'representative'; return;
          end if;
          if place.archived_at is not null then why := 'archived'; return; end if;
          if best.id is null then return; end if;
          rule_id := best.id;
          why := best.subject_type || case when best.of_section then '-section-' else '-plan-' end || best.effect;
          if best.effect = 'share' then
            level := least(best.level, case when place.own_story then 1 else 2 end);
          end if;
        end $$;

      create or replace function managed_objects(who uuid, moment timestamptz default clock_timestamp()) returns setof uuid
        language sql stable security definer set search_path = public, pg_temp as $$
          select plan_id from plan_access where client_id = who and not is_led(who, moment)
          union all select s.section_id from section_access s join plan_access p using (plan_id)
            where p.client_id = who and (s.only_client or not is_led(who, moment))
          union all select p.plan_id from mandate m join person c on c.id = m.client_id
              join plan_access p on p.client_id = m.client_id
            where m.person_id = who and m.scope = 'all' and mandate_holds(m, c.birth_date, moment)
          union all select s.section_id from mandate m join person c on c.id = m.client_id
              join plan_access p on p.client_id = m.client_id join section_access s using (plan_id)
            where m.person_id = who and (m.scope = 'all' or s.money) and not s.only_client
              and mandate_holds(m, c.birth_date, moment)
              and not exists (select from section_closure x
                where x.section_id = s.section_id and x.person_id = who and x.opened_at is null)
        $$;

      create or replace function access_facts(plan uuid, who uuid default null) returns jsonb
        language sql stable security definer set search_path = public, pg_temp as $$
          select case when plan_visible(acting_person(), plan) then jsonb_build_object(
            'clientId', p.client_id,
            'turns', case when c.birth_date is not null then jsonb_build_object('twelve', turns(c.birth_date, 12),
              'sixteen', turns(c.birth_date, 16), 'eighteen', turns(c.birth_date, 18)) end,
            'sections', coalesce((select jsonb_agg(jsonb_build_object('id', s.section_id, 'ownStory', s.own_story,
                'money', s.money, 'onlyClient', s.only_client, 'archived', s.archived_at is not null))
              from section_access s where s.plan_id = plan), '[]'),
            'mandates', coalesce((select jsonb_agg(jsonb_build_object('personId', m.person_id, 'kind', m.kind, 'scope', m.scope,
                'renewed', m.renewed_at is not null, 'suspended', m.contested_at is not null and m.confirmed_at is null,
                'startsAt', m.starts_at, 'endsAt', m.ends_at))
              from mandate m where m.client_id = p.client_id
                and (who is null or who in (m.person_id, p.client_id))), '[]'),
            'closures', coalesce((select jsonb_agg(jsonb_build_object('sectionId', s.section_id, 'personId', s.person_id,
                'since', s.closed_at))
              from section_closure s where s.plan_id = plan and s.opened_at is null), '[]'),
            'rules', coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'sectionId', r.section_id,
                'subject', jsonb_build_object('type', r.subject_type, 'id', r.subject_id),
                'affiliationId', r.affiliation_id, 'effect', r.effect, 'level', r.level, 'purpose', r.purpose,
                'legalBasis', r.legal_basis, 'createdBy', r.created_by, 'startsAt', r.starts_at, 'endsAt', r.ends_at))
              from access_rule r where r.plan_id = plan and r.stopped_at is null and (who is null
                or r.subject_type = 'person' and r.subject_id = who
                or r.subject_type = 'team' and exists (select from team_member t
                  join affiliation a on a.id = t.affiliation_id
                  where t.team_id = r.subject_id and a.person_id = who))), '[]'),
            'memberships', coalesce((select jsonb_agg(jsonb_build_object('teamId', t.team_id,
                'affiliationId', t.affiliation_id, 'startsAt', t.starts_at, 'endsAt', t.ends_at))
              from team_member t join affiliation a on a.id = t.affiliation_id
              where (who is null or a.person_id = who) and exists (select from access_rule r
                where r.plan_id = plan and r.subject_type = 'team' and r.subject_id = t.team_id)), '[]'),
            'affiliations', coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'personId', a.person_id,
                'startsAt', a.starts_at, 'endsAt', a.ends_at))
              from affiliation a where case when who is not null then a.person_id = who
                else exists (select from access_rule r where r.plan_id = plan and (r.affiliation_id = a.id
                  or r.subject_type = 'person' and r.subject_id = a.person_id
                  or r.subject_type = 'team' and exists (select from team_member t
                    where t.team_id = r.subject_id and t.affiliation_id = a.id))) end), '[]'),
            'coordinators', coalesce((select jsonb_agg(jsonb_build_object('personId', c.person_id,
                'affiliationId', c.affiliation_id, 'startsAt', greatest(c.starts_at, a.starts_at),
                'endsAt', least(c.ends_at, a.ends_at)))
              from coordination c left join affiliation a on a.id = c.affiliation_id where c.plan_id = plan), '[]')
          ) end from plan_access p join person c on c.id = p.client_id where p.plan_id = plan
        $$;

      create or replace function past_rights(plan uuid, section uuid)
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
            union all select r.* from right_record r where r.kind = 'section_closure' and r.owner = section
            union all select r.* from right_record r where r.kind = 'person' and r.owner::text in (
              select p.facts ->> 'client_id' from right_record p where p.kind = 'plan_access' and p.owner = plan)
            union all select r.* from right_record r where r.kind = 'access_rule' and r.owner = plan
              and (r.facts ->> 'section_id' is null or r.facts ->> 'section_id' = section::text)
              and r.facts ->> 'subject_id' in (
                select acting_person()::text union select p.facts ->> 'team_id' from places p)
            union all select * from own
            union all select * from places
          )
          select f.kind, case when f.kind <> 'person' then f.facts else jsonb_build_object('id', f.owner,
              'twelve', turns((f.facts ->> 'birth_date')::date, 12),
              'sixteen', turns((f.facts ->> 'birth_date')::date, 16),
              'eighteen', turns((f.facts ->> 'birth_date')::date, 18)) end, f.from_at, f.until_at from found f where section_level(acting_person(), section) > 0
        $$;

      -- What was remembered about writers was said by the function that this one replaces.
      truncate room_right;
`;
