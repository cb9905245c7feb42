import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who may do what. `access_right` is the twin in SQL of `decide()`; generated cases run through both. Levels:
 * 0 none, 1 read, 2 write, 3 manage. Every change of a rule fences the rooms that it touches, by whatever route.
 */
export class Access1763800000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table plan_access (
        plan_id uuid primary key,
        client_id uuid not null references person
      );
      create index on plan_access (client_id);

      create table section_access (
        section_id uuid primary key,
        plan_id uuid not null references plan_access,
        own_story boolean not null default false,
        money boolean not null default false,
        only_client boolean not null default false,
        archived_at timestamptz
      );
      create index on section_access (plan_id);

      create table mandate (
        id uuid primary key,
        client_id uuid not null references person,
        person_id uuid not null references person,
        kind text not null,
        scope text not null check (scope in ('all', 'money')),
        starts_at timestamptz not null,
        ends_at timestamptz
      );
      create index on mandate (client_id);
      create index on mandate (person_id);

      create table coordination (
        id uuid primary key,
        plan_id uuid not null references plan_access,
        person_id uuid not null references person,
        affiliation_id uuid references affiliation,
        starts_at timestamptz not null default clock_timestamp(),
        ends_at timestamptz
      );
      create unique index on coordination (plan_id) where ends_at is null;
      create index on coordination (person_id);

      create table access_rule (
        id uuid primary key,
        plan_id uuid not null references plan_access,
        section_id uuid references section_access,
        subject_type text not null check (subject_type in ('person', 'team')),
        subject_id uuid not null,
        affiliation_id uuid references affiliation,
        effect text not null check (effect in ('share', 'withhold')),
        level smallint check (level in (1, 2)),
        purpose text,
        legal_basis text,
        starts_at timestamptz not null default clock_timestamp(),
        ends_at timestamptz,
        stopped_at timestamptz,
        created_by uuid not null,
        created_at timestamptz not null default clock_timestamp(),
        check ((effect = 'share') = (level is not null)),
        check (effect = 'withhold' or ends_at is not null)
      );
      create index on access_rule (plan_id) where stopped_at is null;
      create index on access_rule (section_id) where stopped_at is null;
      create index on access_rule (subject_id, plan_id) where stopped_at is null;
      create index on access_rule (affiliation_id) where stopped_at is null;

      create table access_request (
        id uuid primary key,
        plan_id uuid not null references plan_access,
        section_id uuid not null references section_access,
        person_id uuid not null references person,
        level smallint not null check (level in (1, 2)),
        at timestamptz not null default clock_timestamp(),
        answer text check (answer in ('yes', 'no')),
        answered_at timestamptz,
        answered_by uuid
      );
      create unique index on access_request (section_id, person_id) where answer is null;
      create index on access_request (plan_id) where answer is null;
      create index on access_request (person_id);

      -- NEN 7513. Names, organisation, function and descriptions stand encrypted in details.
      create table access_log (
        id uuid primary key,
        plan_id uuid not null,
        section_id uuid,
        at timestamptz not null default clock_timestamp(),
        person_id uuid not null,
        on_behalf_of uuid,
        action char(1) not null check (action in ('C', 'R', 'U', 'D', 'E')),
        outcome text not null check (outcome in ('success', 'refused')),
        type text not null,
        why text not null,
        rule_id uuid,
        emergency boolean not null default false,
        network_address inet,
        source text not null,
        trace_id text not null,
        details bytea not null
      );
      create index on access_log (plan_id, at desc, id desc);
      create index on access_log (section_id, at desc);
      create index on access_log (plan_id, person_id, at desc);

      -- One line per person, address and hour, the same for what is refused and what does not exist.
      create table access_refusal (
        person_id uuid not null,
        object_id uuid not null,
        hour timestamptz not null,
        at timestamptz not null default clock_timestamp(),
        network_address inet,
        trace_id text not null,
        primary key (person_id, object_id, hour)
      );
      create index on access_refusal (object_id, at desc);

      -- Level, why, deciding rule and the moment from which the answer must be asked again, for a whole plan
      -- (section null) or one section. Unknown plans and sections take the same statements as those without a right.
      create function access_right(who uuid, plan uuid, section uuid, moment timestamptz,
          out level smallint, out why text, out rule_id uuid, out until timestamptz)
        language plpgsql stable security definer set search_path = public, pg_temp as $$
        #variable_conflict use_column
        declare
          client uuid;
          place section_access%rowtype;
          boundary timestamptz;
          best record;
        begin
          level := 0; why := 'no-rule';
          select p.client_id into client from plan_access p where p.plan_id = plan;
          select * into place from section_access s where s.section_id = section and s.plan_id = plan;
          if client = who and (section is null or place.section_id is not null) then
            level := 3; why := 'client'; return;
          end if;

          -- The next moment at which anything that bears on this answer begins or ends.
          select min(b) into boundary from (
            select unnest(array[m.starts_at, m.ends_at]) b from mandate m
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
          if exists (select from mandate m where m.client_id = client and m.person_id = who
              and m.starts_at <= moment and (m.ends_at is null or m.ends_at > moment)
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

      create function section_right(who uuid, section uuid, moment timestamptz,
          out level smallint, out why text, out rule_id uuid, out until timestamptz)
        language sql stable security definer set search_path = public, pg_temp as $$
          select r.* from access_right(who, (select plan_id from section_access where section_id = section),
            section, moment) r
        $$;
      create function section_level(who uuid, section uuid, moment timestamptz default clock_timestamp())
        returns smallint language sql stable security definer set search_path = public, pg_temp
        as $$ select level from section_right(who, section, moment) $$;
      create function plan_level(who uuid, plan uuid, moment timestamptz default clock_timestamp())
        returns smallint language sql stable security definer set search_path = public, pg_temp
        as $$ select level from access_right(who, plan, null, moment) $$;
      -- A cheap no for most: whether any mandate or sharing rule, also one that does not hold now, names somebody.
      create function concerns(who uuid, plan uuid) returns boolean
        language sql stable security definer set search_path = public, pg_temp as $$
          select exists (select from plan_access p join mandate m using (client_id)
              where p.plan_id = plan and m.person_id = who)
            or exists (select from access_rule r where r.plan_id = plan and r.stopped_at is null
              and r.effect = 'share' and r.subject_type = 'person' and r.subject_id = who)
            or exists (select from affiliation a join team_member t on t.affiliation_id = a.id
              join access_rule r on r.subject_type = 'team' and r.subject_id = t.team_id
              where a.person_id = who and r.plan_id = plan and r.stopped_at is null and r.effect = 'share')
        $$;
      create function plan_visible(who uuid, plan uuid, moment timestamptz default clock_timestamp())
        returns boolean language sql stable security definer set search_path = public, pg_temp as $$
          select plan_level(who, plan, moment) > 0 or concerns(who, plan) and exists (
            select from section_access s where s.plan_id = plan and section_level(who, s.section_id, moment) > 0)
        $$;
      -- Deciding about a section, or (section null) about the plan as a whole.
      create function manages(who uuid, plan uuid, section uuid) returns boolean
        language sql stable security definer set search_path = public, pg_temp
        as $$ select level = 3 from access_right(who, plan, section, clock_timestamp()) $$;
      -- Every plan and section that somebody manages, as one set: what a list of lines is compared with. As manages().
      create function managed_objects(who uuid, moment timestamptz default clock_timestamp()) returns setof uuid
        language sql stable security definer set search_path = public, pg_temp as $$
          select plan_id from plan_access where client_id = who
          union all select s.section_id from section_access s join plan_access p using (plan_id) where p.client_id = who
          union all select p.plan_id from mandate m join plan_access p using (client_id)
            where m.person_id = who and m.scope = 'all'
              and m.starts_at <= moment and (m.ends_at is null or m.ends_at > moment)
          union all select s.section_id from mandate m join plan_access p using (client_id)
              join section_access s using (plan_id)
            where m.person_id = who and (m.scope = 'all' or s.money) and not s.only_client
              and m.starts_at <= moment and (m.ends_at is null or m.ends_at > moment)
        $$;
      create function coordinates(who uuid, plan uuid, moment timestamptz) returns boolean
        language sql stable security definer set search_path = public, pg_temp as $$
          select exists (select from coordination c left join affiliation a on a.id = c.affiliation_id
            where c.plan_id = plan and c.person_id = who
              and c.starts_at <= moment and (c.ends_at is null or c.ends_at > moment)
              and (c.affiliation_id is null
                or a.starts_at <= moment and (a.ends_at is null or a.ends_at > moment)))
        $$;
      -- Adding (section null), renaming and moving: the client, or the coordinator within what the coordinator sees.
      create function arranges(who uuid, plan uuid, section uuid) returns boolean
        language sql stable security definer set search_path = public, pg_temp as $$
          select r.level = 3 or coordinates(who, plan, clock_timestamp())
              and r.level >= case when section is null then 2 else 1 end
            from access_right(who, plan, section, clock_timestamp()) r
        $$;
      -- Plans that may concern somebody, by index; row-level security still decides about each.
      create function candidate_plans(who uuid) returns setof uuid
        language sql stable security definer set search_path = public, pg_temp as $$
          select plan_id from plan_access where client_id = who
          union select p.plan_id from mandate m join plan_access p using (client_id) where m.person_id = who
          union select plan_id from access_rule
            where stopped_at is null and effect = 'share' and subject_type = 'person' and subject_id = who
              and ends_at > clock_timestamp()
          union select r.plan_id from affiliation a join team_member t on t.affiliation_id = a.id
            join access_rule r on r.subject_type = 'team' and r.subject_id = t.team_id
            where a.person_id = who and r.stopped_at is null and r.effect = 'share' and r.ends_at > clock_timestamp()
        $$;

      -- Everything decide() needs, as one document: of one person, or (who null) of everybody in the plan. The
      -- coordinators stand in it always: everybody in the plan knows them.
      create function access_facts(plan uuid, who uuid default null) returns jsonb
        language sql stable security definer set search_path = public, pg_temp as $$
          select case when plan_visible(acting_person(), plan) then jsonb_build_object(
            'clientId', p.client_id,
            'sections', coalesce((select jsonb_agg(jsonb_build_object('id', s.section_id, 'ownStory', s.own_story,
                'money', s.money, 'onlyClient', s.only_client, 'archived', s.archived_at is not null))
              from section_access s where s.plan_id = plan), '[]'),
            'mandates', coalesce((select jsonb_agg(jsonb_build_object('personId', m.person_id, 'kind', m.kind, 'scope', m.scope,
                'startsAt', m.starts_at, 'endsAt', m.ends_at))
              from mandate m where m.client_id = p.client_id and (who is null or m.person_id = who)), '[]'),
            'rules', coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'sectionId', r.section_id,
                'subject', jsonb_build_object('type', r.subject_type, 'id', r.subject_id),
                'affiliationId', r.affiliation_id, 'effect', r.effect, 'level', r.level, 'purpose', r.purpose,
                'legalBasis', r.legal_basis, 'startsAt', r.starts_at, 'endsAt', r.ends_at))
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
          ) end from plan_access p where p.plan_id = plan
        $$;

      -- What a live connection may do now, and until when, the end of the login included.
      create function live_right(room uuid, who uuid, login uuid, moment timestamptz,
          out level smallint, out why text, out rule_id uuid, out until timestamptz)
        language plpgsql stable security definer set search_path = public, pg_temp as $$
        declare
          login_end timestamptz;
          room_kind text;
        begin
          level := 0; why := 'no-rule';
          select s.expires_at into login_end from login_session s
            where s.id = login and s.person_id = who and s.ended_at is null and s.expires_at > moment;
          if login_end is null then return; end if;
          select kind into room_kind from room_head where id = room;
          if room_kind = 'section' then
            select r.level, r.why, r.rule_id, r.until into level, why, rule_id, until
              from section_right(who, room, moment) r;
            until := least(until, login_end);
          end if;
        end $$;

      create policy author_may_write on room_update for insert to samenplan_live with check (
        author is null and session is null and seq = 1
        or (select level from live_right(room_id, author, session, clock_timestamp())) >= 2);
      create policy live_reads on room_update for select to samenplan_live using (true);
      alter table room_update enable row level security;
      alter table room_snapshot enable row level security;
      create policy live_all on room_snapshot to samenplan_live using (true) with check (true);
      alter table client_id_claim enable row level security;
      create policy live_all on client_id_claim to samenplan_live using (true) with check (true);

      -- Whatever changes a right fences the rooms it touches.
      create function fence_plan_rooms(plans uuid[], section uuid default null) returns void
        language sql security definer set search_path = public, pg_temp as $$
          select fence_rooms(array(select section_id from section_access
            where plan_id = any (plans) and (section is null or section_id = section) order by section_id))
        $$;
      revoke execute on function fence_plan_rooms(uuid[], uuid) from public;

      create function fence_rule() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          perform fence_plan_rooms(array[coalesce(new.plan_id, old.plan_id)], coalesce(new.section_id, old.section_id));
          return null;
        end $$;
      create trigger fence after insert or update or delete on access_rule
        for each row execute function fence_rule();

      create function fence_section() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          perform fence_rooms(array[coalesce(new.section_id, old.section_id)]);
          return null;
        end $$;
      create trigger fence after update or delete on section_access
        for each row execute function fence_section();

      create function fence_mandate() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          perform fence_plan_rooms(array(select plan_id from plan_access
            where client_id in (new.client_id, old.client_id)));
          return null;
        end $$;
      create trigger fence after insert or update or delete on mandate
        for each row execute function fence_mandate();

      create function fence_client() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          perform fence_plan_rooms(array[coalesce(new.plan_id, old.plan_id)]);
          return null;
        end $$;
      create trigger fence after update or delete on plan_access
        for each row execute function fence_client();

      create function fence_affiliation() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare changed uuid := coalesce(new.id, old.id);
        begin
          perform fence_plan_rooms(array(
            select plan_id from access_rule where affiliation_id = changed and stopped_at is null
            union select r.plan_id from team_member t
              join access_rule r on r.subject_type = 'team' and r.subject_id = t.team_id and r.stopped_at is null
              where t.affiliation_id = changed));
          return null;
        end $$;
      create trigger fence after update or delete on affiliation
        for each row execute function fence_affiliation();

      create function fence_team() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          perform fence_plan_rooms(array(select plan_id from access_rule
            where subject_type = 'team' and subject_id in (new.team_id, old.team_id) and stopped_at is null));
          return null;
        end $$;
      create trigger fence after insert or update or delete on team_member
        for each row execute function fence_team();

      alter table plan_access enable row level security;
      create policy see on plan_access for select to samenplan_serve using (
        client_id = acting_person() or plan_visible(acting_person(), plan_id));
      create policy begin_own on plan_access for insert to samenplan_serve with check (client_id = acting_person());

      alter table section_access enable row level security;
      create policy see on section_access for select to samenplan_serve using (
        section_level(acting_person(), section_id) > 0);
      create policy add on section_access for insert to samenplan_serve with check (
        arranges(acting_person(), plan_id, null)
        and (not only_client or manages(acting_person(), plan_id, null) and acting_person() =
          (select p.client_id from plan_access p where p.plan_id = section_access.plan_id)));
      create policy change on section_access for update to samenplan_serve using (
        manages(acting_person(), plan_id, section_id)) with check (manages(acting_person(), plan_id, section_id));

      alter table access_rule enable row level security;
      create policy see on access_rule for select to samenplan_serve using (
        manages(acting_person(), plan_id, section_id)
        or effect = 'share' and subject_type = 'person' and subject_id = acting_person()
          and (section_id is null or section_level(acting_person(), section_id) > 0));
      create policy add on access_rule for insert to samenplan_serve with check (
        created_by = acting_person() and manages(acting_person(), plan_id, section_id));
      create policy change on access_rule for update to samenplan_serve using (
        manages(acting_person(), plan_id, section_id)) with check (manages(acting_person(), plan_id, section_id));

      alter table coordination enable row level security;
      create policy see on coordination for select to samenplan_serve using (plan_visible(acting_person(), plan_id));
      create policy add on coordination for insert to samenplan_serve with check (
        manages(acting_person(), plan_id, null));
      create policy change on coordination for update to samenplan_serve using (
        manages(acting_person(), plan_id, null));

      alter table mandate enable row level security;
      create policy see on mandate for select to samenplan_serve using (
        acting_person() in (client_id, person_id));

      alter table access_request enable row level security;
      create policy see on access_request for select to samenplan_serve using (
        person_id = acting_person() or manages(acting_person(), plan_id, section_id));
      create policy ask on access_request for insert to samenplan_serve with check (
        person_id = acting_person() and section_level(acting_person(), section_id) > 0);
      create policy answer on access_request for update to samenplan_serve using (
        manages(acting_person(), plan_id, section_id));

      alter table access_log enable row level security;
      create policy add on access_log for insert to samenplan_serve with check (person_id = acting_person());
      create policy see on access_log for select to samenplan_serve using (
        coalesce(section_id, plan_id) in (select managed_objects(acting_person())));

      alter table access_refusal enable row level security;
      create policy add on access_refusal for insert to samenplan_serve with check (person_id = acting_person());
      create policy see on access_refusal for select to samenplan_serve using (
        object_id in (select managed_objects(acting_person())));

      grant select, insert on plan_access, access_log, access_refusal to samenplan_serve;
      grant select on mandate to samenplan_serve;
      grant select, insert, update on section_access, access_rule, coordination, access_request to samenplan_serve;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Rights and the log are never dropped by a migration');
  }
}
