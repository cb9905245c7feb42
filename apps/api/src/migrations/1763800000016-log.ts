import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The log complete: who helped and how sensitive the object is, refusals and looks of auditors under seals as well,
 * questions about lines, and an auditor's report without content.
 */
export class Log1763800000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Who sat beside the acting person in an assisted session; how sensitive the object was at that moment, by what
      -- the database knows anyway (a section, a section that only the client sees), never by its subject.
      alter table access_log add column helper_id uuid,
        add column sensitivity text check (sensitivity in ('normal', 'restricted', 'very-restricted'));
      create index on access_log (at desc) where emergency;
      create index on access_log using brin (at) with (pages_per_range = 32);

      -- As libs/api/access/src/log/log-verifier.ts computes it; changes there and here together, in a new version. A
      -- line from before the last two columns has neither and keeps its digest; arrays of different length never agree.
      create or replace function log_line_digest(l access_log) returns bytea
        language sql stable set search_path = pg_catalog, pg_temp as $$
          select sha256(convert_to(case when l.helper_id is null and l.sensitivity is null
            then json_build_array(l.id, l.plan_id, l.section_id, l.at at time zone 'UTC', l.person_id,
              l.on_behalf_of, l.action, l.outcome, l.type, l.why, l.rule_id, l.emergency, l.network_address, l.source,
              l.trace_id, encode(l.details, 'hex'))
            else json_build_array(l.id, l.plan_id, l.section_id, l.at at time zone 'UTC', l.person_id,
              l.on_behalf_of, l.action, l.outcome, l.type, l.why, l.rule_id, l.emergency, l.network_address, l.source,
              l.trace_id, encode(l.details, 'hex'), l.helper_id, l.sensitivity) end::text, 'UTF8'))
        $$;

      alter table access_refusal add column id uuid not null default gen_random_uuid();
      create unique index on access_refusal (id);
      create index on access_refusal using brin (at) with (pages_per_range = 32);
      create function log_refusal_digest(r access_refusal) returns bytea
        language sql stable set search_path = pg_catalog, pg_temp as $$
          select sha256(convert_to(json_build_array('refusal', r.id, r.person_id, r.object_id, r.hour at time zone 'UTC',
            r.at at time zone 'UTC', r.network_address, r.trace_id)::text, 'UTF8'))
        $$;

      -- Looks of privacy officers at the report below; nobody but its function writes or reads them.
      create table audit_look (
        id uuid primary key default gen_random_uuid(),
        at timestamptz not null default clock_timestamp(),
        person_id uuid not null references person,
        from_at timestamptz not null,
        to_at timestamptz not null,
        network_address inet,
        trace_id text not null
      );
      create index on audit_look (at desc);
      create index on audit_look (person_id);
      alter table audit_look enable row level security;
      create function audit_look_digest(a audit_look) returns bytea
        language sql stable set search_path = pg_catalog, pg_temp as $$
          select sha256(convert_to(json_build_array('audit-look', a.id, a.at at time zone 'UTC', a.person_id,
            a.from_at at time zone 'UTC', a.to_at at time zone 'UTC', a.network_address, a.trace_id)::text, 'UTF8'))
        $$;

      -- What else is sealed beside lines of plans, each in a chain of its own in the place of a plan.
      alter table log_unsealed add column chain uuid;
      create function refusal_chain() returns uuid language sql immutable
        as $$ select '00000000-0000-0000-0000-000000000001'::uuid $$;
      create function audit_chain() returns uuid language sql immutable
        as $$ select '00000000-0000-0000-0000-000000000002'::uuid $$;
      create function refusal_waits_for_seal() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into log_unsealed (line_id, chain) select id, refusal_chain() from added;
          return null;
        end $$;
      create trigger wait_for_seal after insert on access_refusal
        referencing new table as added for each statement execute function refusal_waits_for_seal();
      create function audit_waits_for_seal() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into log_unsealed (line_id, chain) select id, audit_chain() from added;
          return null;
        end $$;
      create trigger wait_for_seal after insert on audit_look
        referencing new table as added for each statement execute function audit_waits_for_seal();
      insert into log_unsealed (line_id, chain) select id, refusal_chain() from access_refusal order by at, id;

      create or replace function lines_to_seal(most integer)
        returns table (seq bigint, line_id uuid, plan_id uuid, digest bytea)
        language sql stable security definer set search_path = public, pg_temp as $$
          select q.seq, q.line_id,
              case when l.id is not null then l.plan_id when r.id is not null or a.id is not null then q.chain end,
              case when l.id is not null then log_line_digest(l) when r.id is not null then log_refusal_digest(r)
                when a.id is not null then audit_look_digest(a) end
            from (select * from log_unsealed order by seq limit most) q
              left join access_log l on q.chain is null and l.id = q.line_id
              left join access_refusal r on q.chain = refusal_chain() and r.id = q.line_id
              left join audit_look a on q.chain = audit_chain() and a.id = q.line_id
            order by q.seq
        $$;

      -- What log:verify found, for the report; whoever owns the database can write what they like here.
      create table log_verification (
        id uuid primary key default gen_random_uuid(),
        at timestamptz not null default clock_timestamp(),
        lines bigint not null,
        heads bigint not null,
        faults bigint not null,
        -- How many of each kind.
        kinds jsonb not null
      );
      create index on log_verification (at desc);
      alter table log_verification enable row level security;

      -- A question about a line, to who stands in it. Both texts are encrypted under the key of the plan. Moment and
      -- action of the line stand here too: who answers may have no right to the plan, and reads this row only.
      create table log_question (
        id uuid primary key,
        plan_id uuid not null references plan_access,
        section_id uuid,
        line_id uuid not null unique,
        line_at timestamptz not null,
        action char(1) not null,
        asked_by uuid not null references person,
        asked_of uuid not null references person,
        at timestamptz not null default clock_timestamp(),
        question bytea not null,
        answer bytea,
        answered_at timestamptz,
        check ((answer is null) = (answered_at is null)),
        check (asked_by <> asked_of)
      );
      create index on log_question (plan_id, at desc);
      create index on log_question (asked_of, at desc);
      create index on log_question (asked_by);
      alter table log_question enable row level security;
      create policy see on log_question for select to samenplan_serve using (
        asked_of = acting_person() or coalesce(section_id, plan_id) in (select managed_objects(acting_person())));
      -- Only about a line that one may read, and to the person in it: a refused person learns of nothing.
      create policy ask on log_question for insert to samenplan_serve with check (
        asked_by = acting_person() and answer is null and exists (select from access_log l
          where l.id = line_id and l.plan_id = log_question.plan_id
            and l.section_id is not distinct from log_question.section_id and l.at = line_at
            and l.action = log_question.action and l.person_id = asked_of and l.outcome = 'success'));
      create policy answer on log_question for update to samenplan_serve
        using (asked_of = acting_person() and answer is null) with check (asked_of = acting_person());
      grant select, insert on log_question to samenplan_serve;
      grant update (answer, answered_at) on log_question to samenplan_serve;

      -- Everything that a privacy officer sees: numbers, kinds, and who of the organisations did how much. No client or
      -- representative by name, no plan, section, title or text. Null for everybody else. Leaves its line first.
      create function audit_report(from_at timestamptz, to_at timestamptz, address inet, trace text) returns jsonb
        language plpgsql volatile security definer set search_path = public, pg_temp as $$
        #variable_conflict use_variable
        declare report jsonb;
        begin
          if not exists (select from person_role where person_id = acting_person() and role = 'privacy-officer') then
            return null;
          end if;
          insert into audit_look (person_id, from_at, to_at, network_address, trace_id)
            values (acting_person(), from_at, to_at, address, trace);
          with line as materialized (
            select l.person_id, l.plan_id, l.action, l.type, l.why, l.emergency, l.at from access_log l
              where l.at >= from_at and l.at < to_at
          ), refusal as materialized (
            select r.person_id, r.object_id, r.at from access_refusal r where r.at >= from_at and r.at < to_at
          ), acted as (
            select person_id, count(*) as lines, count(distinct plan_id) as plans,
                count(*) filter (where action = 'R') as looks, count(*) filter (where emergency) as emergencies
              from line where person_id is not null and why not in ('client', 'representative') group by person_id
          ), refused as (
            select person_id, count(*) as refusals from refusal group by person_id
          ), counted as (
            select coalesce(a.person_id, r.person_id) as person_id, coalesce(a.lines, 0) as lines,
                coalesce(a.plans, 0) as plans, coalesce(a.looks, 0) as looks,
                coalesce(a.emergencies, 0) as emergencies, coalesce(r.refusals, 0) as refusals
              from acted a full join refused r on r.person_id = a.person_id
          ), placed as (
            select c.*, p.name, place.organisation, place.function from counted c join person p on p.id = c.person_id
              left join lateral (select o.name as organisation, f.name as function from affiliation a
                join organisation o on o.id = a.organisation_id join job_function f on f.id = a.function_id
                where a.person_id = c.person_id and a.starts_at < to_at and (a.ends_at is null or a.ends_at > from_at)
                order by a.starts_at desc limit 1) place on true
          )
          select jsonb_build_object(
            'totals', (select jsonb_build_object('lines', count(*), 'plans', count(distinct plan_id),
                'emergencies', count(*) filter (where emergency),
                'refusals', (select count(*) from refusal)) from line),
            'kinds', coalesce((select jsonb_agg(k order by k.lines desc, k.type) from (
                select type, count(*) as lines from line group by type) k), '[]'),
            'days', coalesce((select jsonb_agg(d order by d.day) from (
                select to_char(at at time zone 'Europe/Amsterdam', 'YYYY-MM-DD') as day,
                    count(*) filter (where not refused) as lines, count(*) filter (where refused) as refusals
                  from (select at, false as refused from line union all select at, true from refusal) each
                  group by 1) d), '[]'),
            'people', coalesce((select jsonb_agg(jsonb_build_object('personId', person_id, 'name', name,
                'organisation', organisation, 'function', function, 'lines', lines, 'looks', looks, 'plans', plans,
                'refusals', refusals, 'emergencies', emergencies) order by lines desc, name) from (
                select * from placed where organisation is not null order by lines desc, name limit 200) p), '[]'),
            'others', (select jsonb_build_object('people', count(*), 'lines', coalesce(sum(lines), 0),
                'refusals', coalesce(sum(refusals), 0)) from placed where organisation is null),
            'clientLines', (select count(*) from line where why in ('client', 'representative')),
            'emergencies', coalesce((select jsonb_agg(e order by e.at desc) from (
                select l.at, p.name, place.organisation, place.function from access_log l join person p on p.id = l.person_id
                  join lateral (select o.name as organisation, f.name as function from affiliation a
                    join organisation o on o.id = a.organisation_id join job_function f on f.id = a.function_id
                    where a.person_id = l.person_id order by a.starts_at desc limit 1) place on true
                  where l.emergency and l.at >= from_at and l.at < to_at order by l.at desc limit 100) e), '[]'),
            'questions', (select jsonb_build_object('open', count(*),
                'old', count(*) filter (where at < clock_timestamp() - interval '14 days'))
              from log_question where answer is null),
            'integrity', jsonb_build_object(
              'waiting', (select count(*) from log_unsealed),
              'waitingSeconds', floor(log_unsealed_seconds()),
              'sealedAt', (select at from log_round order by number desc limit 1),
              'verifications', coalesce((select jsonb_agg(v order by v.at desc) from (
                select at, lines, heads, faults, kinds from log_verification order by at desc limit 5) v), '[]')),
            'audits', (select jsonb_agg(b order by b.at desc) from (
                select a.at, p.name, a.from_at as "from", a.to_at as "to" from audit_look a
                  join person p on p.id = a.person_id order by a.at desc limit 20) b)
          ) into report;
          return report;
        end $$;

      revoke execute on function log_refusal_digest(access_refusal), audit_look_digest(audit_look),
        refusal_waits_for_seal(), audit_waits_for_seal(), audit_report(timestamptz, timestamptz, inet, text) from public;
      grant execute on function audit_report(timestamptz, timestamptz, inet, text) to samenplan_serve;
    `);
  }

  async down(): Promise<void> {
    throw new Error('The log and its seals are never dropped by a migration');
  }
}
