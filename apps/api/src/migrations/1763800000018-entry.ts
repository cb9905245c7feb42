import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * First entry for everyone: clients without a login, who decide in an assisted session or on paper; letters with a code
 * that binds a login to the same person. See docs/adr/0022.
 */
export class Entry1763800000018 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Who helps the acting person in this transaction; null when the person acts alone.
      create function acting_helper() returns uuid language sql stable
        as $$ select nullif(current_setting('samenplan.helper', true), '')::uuid $$;

      -- A login of a client on the device of a helper. It reaches one plan, and ends with the helper's own login.
      alter table login_session
        add column helper_id uuid references person,
        add column helper_session_id uuid references login_session,
        add column assisted_plan_id uuid references plan_access,
        add column idle_at timestamptz,
        add check (num_nulls(helper_id, helper_session_id, assisted_plan_id, idle_at) in (0, 4)),
        add check (helper_id <> person_id);
      create index on login_session (helper_id) where helper_id is not null;
      create index on login_session (helper_session_id) where helper_session_id is not null;
      create index on login_session (assisted_plan_id) where assisted_plan_id is not null;

      -- Whether an assisted login has been used lately and its helper is still logged in; asking counts as use, of the
      -- login of the helper too: whoever holds that device is there.
      create function assisted_login_goes_on(session uuid) returns boolean
        language sql volatile security definer set search_path = public, pg_temp as $$
          with used as (
            update login_session s set idle_at = clock_timestamp() + interval '5 minutes'
              where s.id = session and s.idle_at > clock_timestamp() and exists (select from login_session h
                where h.id = s.helper_session_id and h.ended_at is null and h.expires_at > clock_timestamp())
              returning s.helper_session_id as helper
          ), kept as (
            update login_session h set last_used_at = clock_timestamp(),
                expires_at = least(h.ends_at, clock_timestamp() + h.idle)
              from used where h.id = used.helper and h.idle is not null and h.ends_at is not null
                and h.last_used_at < clock_timestamp() - interval '1 minute')
          select exists (select from used)
        $$;

      -- A client for whom a professional began a plan, the client being there.
      create table assisted_client (
        client_id uuid primary key references person,
        plan_id uuid not null unique references plan_access,
        helper_id uuid not null references person,
        affiliation_id uuid not null references affiliation,
        created_at timestamptz not null default clock_timestamp()
      );
      create index on assisted_client (helper_id);
      create index on assisted_client (affiliation_id);
      alter table assisted_client enable row level security;
      create policy see on assisted_client for select to samenplan_serve using (
        client_id = acting_person() or helper_id = acting_person() and exists (select from affiliation a
          where a.id = affiliation_id and a.starts_at <= clock_timestamp()
            and (a.ends_at is null or a.ends_at > clock_timestamp())));
      create policy add on assisted_client for insert to samenplan_serve with check (
        client_id = acting_person() and helper_id = acting_helper());

      -- What was decided with help: a session, or a form on paper. The names stand encrypted in details.
      create table helped_decision (
        id uuid primary key,
        plan_id uuid not null references plan_access,
        client_id uuid not null references person,
        kind text not null check (kind in ('assisted', 'paper')),
        helper_id uuid not null references person,
        -- A colleague who must say so before it holds; null: nobody need.
        witness_id uuid references person,
        status text not null check (status in ('done', 'waiting', 'refused')),
        -- Date on the paper.
        decided_on date,
        at timestamptz not null default clock_timestamp(),
        reviewed_at timestamptz,
        details bytea not null,
        check ((kind = 'paper') = (decided_on is not null)),
        check (witness_id not in (client_id, helper_id))
      );
      create index on helped_decision (plan_id, at);
      create index on helped_decision (client_id);
      create index on helped_decision (helper_id);
      create index on helped_decision (witness_id) where status = 'waiting';
      alter table helped_decision enable row level security;
      create policy see on helped_decision for select to samenplan_serve using (
        acting_person() = client_id or acting_person() = helper_id
        or acting_person() = witness_id and status = 'waiting');
      create policy add on helped_decision for insert to samenplan_serve with check (
        client_id = acting_person() and helper_id = acting_helper()
        and exists (select from plan_access p where p.plan_id = helped_decision.plan_id and p.client_id = acting_person()));
      create policy change on helped_decision for update to samenplan_serve using (client_id = acting_person())
        with check (client_id = acting_person());

      -- A client with an own login allows one helper one assisted session.
      create table assisted_consent (
        id uuid primary key,
        plan_id uuid not null references plan_access,
        client_id uuid not null references person,
        helper_id uuid not null references person,
        expires_at timestamptz not null,
        used_at timestamptz
      );
      create index on assisted_consent (client_id, helper_id) where used_at is null;
      create index on assisted_consent (plan_id);
      create index on assisted_consent (helper_id);
      alter table assisted_consent enable row level security;
      create policy own on assisted_consent to samenplan_serve using (client_id = acting_person())
        with check (client_id = acting_person());

      -- Codes on letters that bind a login to a person: takeover (who never had one), recovery (who lost it).
      create table account_code (
        id uuid primary key,
        person_id uuid not null references person,
        kind text not null check (kind in ('takeover', 'recovery')),
        code_hash bytea not null unique,
        made_by uuid not null references person,
        created_at timestamptz not null default clock_timestamp(),
        expires_at timestamptz not null,
        ended_at timestamptz,
        wrong_dates smallint not null default 0,
        -- Recovery: who waits for it, and until when the earlier login can refuse.
        claimed_by uuid references person,
        due_at timestamptz
      );
      create unique index on account_code (person_id, kind) where ended_at is null;
      create index on account_code (made_by);
      create index on account_code (claimed_by);
      alter table account_code enable row level security;
      create policy own on account_code to samenplan_serve using (person_id = acting_person())
        with check (person_id = acting_person());

      -- Nothing about the person that it belongs to.
      create function account_code_of(hash bytea)
        returns table (kind text, made_by uuid, expires_at timestamptz, due_at timestamptz)
        language sql stable security definer set search_path = public, pg_temp as $$
          select c.kind, case when c.kind = 'takeover' then c.made_by end, c.expires_at,
              case when c.claimed_by = acting_person() then c.due_at end
            from account_code c
            where c.code_hash = hash and c.ended_at is null and c.expires_at > clock_timestamp()
        $$;

      -- Whether somebody is more than a login that was made a moment ago.
      create function is_somebody(who uuid) returns boolean
        language sql stable security definer set search_path = public, pg_temp as $$
          select exists (select from plan_access where client_id = who)
            or exists (select from affiliation where person_id = who)
            or exists (select from person_role where person_id = who)
            or exists (select from mandate where who in (client_id, person_id))
            or exists (select from coordination where person_id = who)
            or exists (select from access_rule where subject_type = 'person' and subject_id = who)
        $$;

      -- Binds the login of the acting person to the person of a code. Answers bound, waiting (recovery, while the
      -- earlier login can refuse), in-use, or invalid. Wrong dates count, so the caller must commit whatever it answers.
      create function claim_account(hash bytea, born date, wait interval, out outcome text, out person uuid, out due timestamptz)
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare
          me uuid := acting_person();
          code account_code%rowtype;
          known date;
          reachable boolean;
        begin
          outcome := 'invalid';
          select * into code from account_code c
            where c.code_hash = hash and c.ended_at is null and c.expires_at > clock_timestamp() for update;
          if code.id is null or me is null or code.person_id = me then return; end if;
          if is_somebody(me) then outcome := 'in-use'; return; end if;
          select p.birth_date into known from person p where p.id = code.person_id;
          if known is not null and known is distinct from born then
            update account_code set wrong_dates = wrong_dates + 1,
                ended_at = case when wrong_dates >= 4 then clock_timestamp() end where id = code.id;
            return;
          end if;
          reachable := exists (select from login l where l.person_id = code.person_id);
          if code.kind = 'takeover' and reachable then return; end if;
          person := code.person_id;
          if reachable and (code.claimed_by is distinct from me or code.due_at > clock_timestamp()) then
            if code.claimed_by is not null and code.claimed_by <> me then
              -- Two who say that they are the same person: nobody gets in with this letter.
              update account_code set ended_at = clock_timestamp() where id = code.id;
              person := null;
              return;
            end if;
            due := coalesce(code.due_at, clock_timestamp() + wait);
            outcome := case when code.claimed_by is null then 'begun' else 'waiting' end;
            update account_code set claimed_by = me, due_at = due where id = code.id;
            return;
          end if;
          update login_session set ended_at = clock_timestamp()
            where ended_at is null and (person_id in (code.person_id, me) or helper_id = code.person_id);
          delete from login where person_id = code.person_id;
          update login set person_id = code.person_id where person_id = me;
          update account_code set ended_at = clock_timestamp() where person_id = code.person_id and ended_at is null;
          outcome := 'bound';
        end $$;

      -- All that a helper could gain by a decision in a plan, in numbers: levels, ends, and being its coordinator or a
      -- representative. Compared before and after: none of it may have grown.
      create function helper_stakes(helper uuid, plan uuid) returns table (what text, size double precision)
        language sql volatile security definer set search_path = public, pg_temp as $$
          select 'plan', plan_level(helper, plan)::float8
          union all
          select s.section_id::text, section_level(helper, s.section_id)::float8
            from section_access s where s.plan_id = plan
          union all
          select 'end ' || coalesce(r.section_id::text, ''), max(extract(epoch from r.ends_at))::float8
            from access_rule r where r.plan_id = plan and r.stopped_at is null and r.effect = 'share' and (
              r.subject_type = 'person' and r.subject_id = helper
              or r.subject_type = 'team' and exists (select from team_member t join affiliation a on a.id = t.affiliation_id
                where t.team_id = r.subject_id and a.person_id = helper))
            group by r.section_id
          union all
          select 'coordinator', count(*)::float8 from coordination c
            where c.plan_id = plan and c.person_id = helper and c.ends_at is null
          union all
          select 'mandate', count(*)::float8 from mandate m join plan_access p on p.client_id = m.client_id
            where p.plan_id = plan and m.person_id = helper
        $$;

      revoke execute on function assisted_login_goes_on(uuid), account_code_of(bytea), is_somebody(uuid),
        claim_account(bytea, date, interval), helper_stakes(uuid, uuid) from public;
      grant execute on function assisted_login_goes_on(uuid), account_code_of(bytea),
        claim_account(bytea, date, interval), helper_stakes(uuid, uuid) to samenplan_serve;
      grant select, insert on assisted_client to samenplan_serve;
      grant select, insert, update on helped_decision, assisted_consent, account_code to samenplan_serve;
    `);
  }

  async down(): Promise<void> {
    throw new Error('What people decided with help is never dropped by a migration');
  }
}
