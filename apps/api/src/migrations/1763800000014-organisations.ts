import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who administers which organisation, and what administrators may write: organisations, functions, people and teams,
 * and never a way into a plan. Every change leaves a line that nobody can take away. See docs/adr/0018.
 */
export class Organisations1763800000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(administration);
    await runner.query(writing);
    await runner.query(invitations);
    await runner.query(changes);
    await runner.query(succession);
    await runner.query(places);
  }

  async down(): Promise<void> {
    throw new Error('What administrators did is never dropped by a migration');
  }
}

const administration = `
  -- The role "administrator" chooses screens; this table alone says whose organisation it is.
  create table administration (
    id uuid primary key,
    person_id uuid not null references person,
    organisation_id uuid not null references organisation,
    starts_at timestamptz not null default clock_timestamp(),
    ends_at timestamptz
  );
  create unique index on administration (person_id, organisation_id) where ends_at is null;
  create index on administration (organisation_id);

  create function administers(who uuid, place uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
      select exists (select from administration where person_id = who and organisation_id = place
        and starts_at <= clock_timestamp() and (ends_at is null or ends_at > clock_timestamp()))
    $$;

  alter table administration enable row level security;
  create policy see on administration for select to samenplan_serve using (
    administers(acting_person(), organisation_id));
  -- Begins by an accepted invitation only. The last administrator stays: nobody could let the next one in.
  create function other_administrators(own uuid, place uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
      select exists (select from administration where organisation_id = place and id <> own and ends_at is null)
    $$;
  create policy leave on administration for update to samenplan_serve using (
    administers(acting_person(), organisation_id) and ends_at is null and other_administrators(id, organisation_id))
    with check (true);
  grant select, update (ends_at) on administration to samenplan_serve;
`;

const writing = `
  alter table team add column contact_id uuid references affiliation;
  create index on team (contact_id);

  create table replacement (
    id uuid primary key,
    affiliation_id uuid not null references affiliation,
    substitute_id uuid not null references affiliation,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    cancelled_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    check (ends_at > starts_at),
    check (substitute_id <> affiliation_id)
  );
  create index on replacement (affiliation_id, ends_at);
  create index on replacement (substitute_id);

  create function organisation_of(place uuid) returns uuid
    language sql stable security definer set search_path = public, pg_temp
    as $$ select organisation_id from affiliation where id = place $$;
  -- A colleague who can be named for something from now on: of this organisation, and not gone.
  create function works_at(place uuid, organisation uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
      select exists (select from affiliation a where a.id = place and a.organisation_id = organisation
        and (a.ends_at is null or a.ends_at > clock_timestamp()))
    $$;

  revoke insert, update on organisation, job_function, affiliation, team, team_member from samenplan_serve;
  -- Person, organisation and function of a place never change: who gets another function gets another place, and
  -- every right through the old one ends.
  grant update (name, phone) on organisation to samenplan_serve;
  grant insert (id, organisation_id, name, duties, purpose, legal_basis), update (name, duties, purpose, legal_basis)
    on job_function to samenplan_serve;
  grant update (phone, working_days, ends_at) on affiliation to samenplan_serve;
  grant insert (id, organisation_id, name, phone), update (name, phone, contact_id) on team to samenplan_serve;
  grant insert (id, team_id, affiliation_id), update (ends_at) on team_member to samenplan_serve;
  grant select, insert (id, affiliation_id, substitute_id, starts_at, ends_at), update (cancelled_at)
    on replacement to samenplan_serve;

  alter table organisation enable row level security;
  create policy see on organisation for select to samenplan_serve using (true);
  create policy change on organisation for update to samenplan_serve using (administers(acting_person(), id));

  alter table job_function enable row level security;
  create policy see on job_function for select to samenplan_serve using (true);
  create policy add on job_function for insert to samenplan_serve with check (
    administers(acting_person(), organisation_id));
  create policy change on job_function for update to samenplan_serve using (
    administers(acting_person(), organisation_id));

  -- What has ended stays ended: a place that came back would bring its rights back, and nobody would have said yes.
  alter table affiliation enable row level security;
  create policy see on affiliation for select to samenplan_serve using (true);
  create policy change on affiliation for update to samenplan_serve
    using (administers(acting_person(), organisation_id) and (ends_at is null or ends_at > clock_timestamp()))
    with check (administers(acting_person(), organisation_id));

  alter table team enable row level security;
  create policy see on team for select to samenplan_serve using (true);
  create policy add on team for insert to samenplan_serve with check (administers(acting_person(), organisation_id));
  create policy change on team for update to samenplan_serve using (administers(acting_person(), organisation_id))
    with check (administers(acting_person(), organisation_id)
      and (contact_id is null or organisation_of(contact_id) = organisation_id));

  create function team_of(member_team uuid) returns uuid
    language sql stable security definer set search_path = public, pg_temp
    as $$ select organisation_id from team where id = member_team $$;
  create function person_at(place uuid) returns uuid
    language sql stable security definer set search_path = public, pg_temp
    as $$ select person_id from affiliation where id = place $$;
  alter table team_member enable row level security;
  create policy see on team_member for select to samenplan_serve using (true);
  -- A team opens plans. Nobody lets himself in: another administrator must.
  create policy add on team_member for insert to samenplan_serve with check (
    administers(acting_person(), team_of(team_id)) and works_at(affiliation_id, team_of(team_id))
    and person_at(affiliation_id) <> acting_person());
  create policy change on team_member for update to samenplan_serve
    using (administers(acting_person(), team_of(team_id)) and (ends_at is null or ends_at > clock_timestamp()))
    with check (ends_at is not null);

  alter table replacement enable row level security;
  create policy see on replacement for select to samenplan_serve using (
    administers(acting_person(), organisation_of(affiliation_id)));
  create policy add on replacement for insert to samenplan_serve with check (
    administers(acting_person(), organisation_of(affiliation_id))
    and works_at(affiliation_id, organisation_of(affiliation_id))
    and works_at(substitute_id, organisation_of(affiliation_id)));
  create policy change on replacement for update to samenplan_serve
    using (administers(acting_person(), organisation_of(affiliation_id)) and cancelled_at is null)
    with check (administers(acting_person(), organisation_of(affiliation_id)));

  -- Whether a colleague coordinates anything: yes or no. How much, and whose, is not the administrator's to know.
  create function hands_over(place uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
      select administers(acting_person(), organisation_of(place))
        and exists (select from coordination where affiliation_id = place and ends_at is null)
    $$;
`;

const invitations = `
  -- Holds nothing about who is invited: who confirms the code is bound.
  create table colleague_invitation (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    number integer not null,
    function_id uuid references job_function,
    administrator boolean not null,
    code_hash bytea not null unique,
    created_by uuid references person,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    cancelled_at timestamptz,
    accepted_at timestamptz,
    accepted_by uuid references person,
    unique (organisation_id, number),
    check (administrator or function_id is not null)
  );
  create index on colleague_invitation (function_id);
  create index on colleague_invitation (created_by);
  create index on colleague_invitation (accepted_by);

  alter table colleague_invitation enable row level security;
  create policy see on colleague_invitation for select to samenplan_serve using (
    administers(acting_person(), organisation_id));
  create policy add on colleague_invitation for insert to samenplan_serve with check (
    created_by = acting_person() and administers(acting_person(), organisation_id)
    and (function_id is null or exists (select from job_function f
      where f.id = function_id and f.organisation_id = colleague_invitation.organisation_id)));
  create policy change on colleague_invitation for update to samenplan_serve
    using (administers(acting_person(), organisation_id) and cancelled_at is null and accepted_at is null)
    with check (administers(acting_person(), organisation_id));
  grant select (id, organisation_id, number, function_id, administrator, created_by, created_at, expires_at,
      cancelled_at, accepted_at, accepted_by),
    insert (id, organisation_id, number, function_id, administrator, code_hash, created_by, expires_at),
    update (cancelled_at) on colleague_invitation to samenplan_serve;

  -- Good while nobody used it, it was not taken back, and who invited still administers (null: the installation).
  create function open_colleague_invitation(hash bytea) returns setof colleague_invitation
    language sql stable security definer set search_path = public, pg_temp as $$
      select i.* from colleague_invitation i where i.code_hash = hash and i.cancelled_at is null
        and i.accepted_at is null and i.expires_at > clock_timestamp()
        and (i.created_by is null or administers(i.created_by, i.organisation_id))
    $$;
  revoke execute on function open_colleague_invitation(bytea) from public;
  create function colleague_invitation_of_code(hash bytea)
    returns table (organisation text, function text, duties text[], administrator boolean, invited_by text,
      own boolean, expires_at timestamptz)
    language sql stable security definer set search_path = public, pg_temp as $$
      select o.name, f.name, coalesce(f.duties, '{}'), i.administrator, coalesce(p.name, 'Samenplan'),
          i.created_by is not distinct from acting_person(), i.expires_at
        from open_colleague_invitation(hash) i join organisation o on o.id = i.organisation_id
        left join job_function f on f.id = i.function_id left join person p on p.id = i.created_by
    $$;
  -- Binds the invitation to the acting person, once; the name of the organisation, or null for a code that is not good.
  create function accept_colleague_invitation(hash bytea) returns text
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      who uuid := acting_person();
      found_one colleague_invitation%rowtype;
    begin
      perform from colleague_invitation where code_hash = hash for update;
      select * into found_one from open_colleague_invitation(hash);
      -- Nobody lets himself in with a code of his own.
      if who is null or found_one.id is null or found_one.created_by = who then return null; end if;
      update colleague_invitation set accepted_at = clock_timestamp(), accepted_by = who where id = found_one.id;
      if found_one.function_id is not null and not exists (select from affiliation a where a.person_id = who
          and a.function_id = found_one.function_id and (a.ends_at is null or a.ends_at > clock_timestamp())) then
        insert into affiliation (id, person_id, organisation_id, function_id)
          values (gen_random_uuid(), who, found_one.organisation_id, found_one.function_id);
        insert into person_role (person_id, role) values (who, 'professional') on conflict do nothing;
      end if;
      if found_one.administrator then
        insert into administration (id, person_id, organisation_id)
          values (gen_random_uuid(), who, found_one.organisation_id) on conflict do nothing;
        insert into person_role (person_id, role) values (who, 'administrator') on conflict do nothing;
      end if;
      return (select name from organisation where id = found_one.organisation_id);
    end $$;
`;

const changes = `
  -- Written by triggers alone: whoever adds a way to change something can't forget its line, and nobody can write,
  -- change or remove one.
  create table administration_change (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    organisation_id uuid not null,
    -- null: the installation itself.
    person_id uuid,
    subject text not null,
    object_id uuid not null,
    made boolean not null,
    -- The row as it stands now, to name it by; what changed, before and after.
    object jsonb not null,
    before jsonb,
    after jsonb not null
  );
  create index on administration_change (organisation_id, id desc);
  alter table administration_change enable row level security;
  create policy see on administration_change for select to samenplan_serve using (
    administers(acting_person(), organisation_id));
  grant select on administration_change to samenplan_serve;

  create function record_administration() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      now_row jsonb := to_jsonb(new) - 'code_hash';
      was jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) - 'code_hash' end;
      place uuid := case tg_argv[0]
        when 'organisation' then (to_jsonb(new) ->> 'id')::uuid
        when 'team-place' then team_of((to_jsonb(new) ->> 'team_id')::uuid)
        when 'replacement' then organisation_of((to_jsonb(new) ->> 'affiliation_id')::uuid)
        else (to_jsonb(new) ->> 'organisation_id')::uuid end;
      then_values jsonb;
      now_values jsonb;
    begin
      select jsonb_object_agg(key, was -> key), jsonb_object_agg(key, value) into then_values, now_values
        from jsonb_each(now_row) where was is null or was -> key is distinct from value;
      if now_values is null then return null; end if;
      insert into administration_change (organisation_id, person_id, subject, object_id, made, object, before, after)
        values (place, acting_person(), tg_argv[0], (now_row ->> 'id')::uuid, was is null, now_row,
          case when was is null then null else then_values end, now_values);
      return null;
    end $$;
  revoke execute on function record_administration() from public;
  create trigger record after insert or update on organisation
    for each row execute function record_administration('organisation');
  create trigger record after insert or update on job_function
    for each row execute function record_administration('function');
  create trigger record after insert or update on affiliation
    for each row execute function record_administration('place');
  create trigger record after insert or update on team
    for each row execute function record_administration('team');
  create trigger record after insert or update on team_member
    for each row execute function record_administration('team-place');
  create trigger record after insert or update on replacement
    for each row execute function record_administration('replacement');
  create trigger record after insert or update on colleague_invitation
    for each row execute function record_administration('invitation');
  create trigger record after insert or update on administration
    for each row execute function record_administration('administrator');
`;

const succession = `
  -- A successor whom the coordinator proposes; the client decides. The administrator has no part in it.
  create table succession (
    id uuid primary key,
    plan_id uuid not null references plan_access,
    proposed_by uuid not null references person,
    affiliation_id uuid not null references affiliation,
    at timestamptz not null default clock_timestamp(),
    withdrawn_at timestamptz,
    answer text check (answer in ('yes', 'no')),
    answered_at timestamptz,
    answered_by uuid
  );
  create unique index on succession (plan_id) where answer is null and withdrawn_at is null;
  create index on succession (plan_id, at);
  create index on succession (affiliation_id);
  create index on succession (proposed_by);

  alter table succession enable row level security;
  create policy see on succession for select to samenplan_serve using (
    proposed_by = acting_person() or manages(acting_person(), plan_id, null));
  -- Whoever coordinates now proposes a colleague of the own organisation.
  create policy propose on succession for insert to samenplan_serve with check (
    proposed_by = acting_person() and person_at(affiliation_id) <> acting_person()
    and exists (select from coordination c where c.plan_id = succession.plan_id and c.person_id = acting_person()
      and c.ends_at is null and works_at(c.affiliation_id, organisation_of(c.affiliation_id))
      and works_at(succession.affiliation_id, organisation_of(c.affiliation_id))));
  create policy answer on succession for update to samenplan_serve
    using (answer is null and withdrawn_at is null
      and (proposed_by = acting_person() or manages(acting_person(), plan_id, null)))
    with check (withdrawn_at is not null and proposed_by = acting_person()
      or answered_by = acting_person() and manages(acting_person(), plan_id, null));
  grant select, insert (id, plan_id, proposed_by, affiliation_id),
    update (withdrawn_at, answer, answered_at, answered_by) on succession to samenplan_serve;

  -- Who is away, of the places that somebody sees in a plan.
  create function plan_absences(plan uuid, places uuid[])
    returns table (affiliation_id uuid, substitute_id uuid, starts_at timestamptz, ends_at timestamptz)
    language sql stable security definer set search_path = public, pg_temp as $$
      select r.affiliation_id, r.substitute_id, r.starts_at, r.ends_at from replacement r
        join affiliation s on s.id = r.substitute_id
        where plan_visible(acting_person(), plan) and r.affiliation_id = any (places) and r.cancelled_at is null
          and r.ends_at > clock_timestamp() and r.starts_at < clock_timestamp() + interval '14 days'
          and (s.ends_at is null or s.ends_at > clock_timestamp())
        order by r.starts_at, r.id
    $$;
`;

const places = `
  -- Joinings of teams and ends of places whose lines stand in every plan that they touched.
  create table place_told (
    kind text not null check (kind in ('team-joined', 'team-left', 'place-ended')),
    place_id uuid not null,
    primary key (kind, place_id)
  );
  insert into place_told select 'team-joined', id from team_member;
  insert into place_told select 'team-left', id from team_member where ends_at <= clock_timestamp();
  insert into place_told select 'place-ended', id from affiliation where ends_at <= clock_timestamp();
  alter table place_told enable row level security;

  create function place_moments()
    returns table (kind text, place_id uuid, at timestamptz, affiliation_id uuid, team_id uuid)
    language sql stable security definer set search_path = public, pg_temp as $$
      select 'team-joined', m.id, m.starts_at, m.affiliation_id, m.team_id from team_member m
      union all select 'team-left', m.id, m.ends_at, m.affiliation_id, m.team_id from team_member m
        where m.ends_at is not null
      union all select 'place-ended', a.id, a.ends_at, a.id, null from affiliation a where a.ends_at is not null
    $$;
  -- Plans that it touched: by a rule for the team or the place that stood before it and still stood then.
  create function touched_plans(what text, place uuid)
    returns table (plan_id uuid, rule_id uuid, why text, at timestamptz)
    language sql stable security definer set search_path = public, pg_temp as $$
      select distinct on (t.plan_id) t.* from (
        select r.plan_id, r.id as rule_id,
            r.subject_type || case when r.section_id is null then '-plan-share' else '-section-share' end as why, p.at
          from place_moments() p join access_rule r on r.effect = 'share' and r.created_at < p.at and r.starts_at <= p.at
            and r.ends_at > p.at and (r.stopped_at is null or r.stopped_at > p.at)
          where p.kind = what and p.place_id = place and p.at <= clock_timestamp() and (
            r.subject_type = 'team' and r.subject_id = p.team_id
            or p.kind = 'place-ended' and (r.affiliation_id = p.place_id
              or r.subject_type = 'team' and exists (select from team_member m where m.team_id = r.subject_id
                and m.affiliation_id = p.place_id and m.starts_at <= p.at and (m.ends_at is null or m.ends_at >= p.at))))
        union all
        select c.plan_id, null, 'no-rule', p.at from place_moments() p join coordination c on c.affiliation_id = p.place_id
          where p.kind = 'place-ended' and what = 'place-ended' and p.place_id = place and p.at <= clock_timestamp()
            and c.starts_at <= p.at and (c.ends_at is null or c.ends_at >= p.at)
      ) t order by t.plan_id, t.rule_id
    $$;
  revoke execute on function place_moments(), touched_plans(text, uuid) from public;

  -- For the product itself: which plans a place touched is nobody's to ask, an administrator's least of all.
  create function untold_places(most integer, besides uuid[])
    returns table (kind text, place_id uuid, person_name text, team_name text, organisation_name text)
    language sql stable security definer set search_path = public, pg_temp as $$
      select p.kind, p.place_id, n.name, t.name, o.name from place_moments() p
        join affiliation a on a.id = p.affiliation_id join person n on n.id = a.person_id
        join organisation o on o.id = a.organisation_id left join team t on t.id = p.team_id
        where acting_person() is null and p.at <= clock_timestamp() and p.place_id <> all (besides)
          and not exists (select from place_told d where d.kind = p.kind and d.place_id = p.place_id)
        order by p.at, p.place_id limit most
    $$;
  create function place_plans(what text, place uuid)
    returns table (plan_id uuid, client_id uuid, deciders uuid[])
    language sql stable security definer set search_path = public, pg_temp as $$
      select t.plan_id, p.client_id, array(select p.client_id union select m.person_id from mandate m
          where m.client_id = p.client_id and m.scope = 'all' and m.starts_at <= clock_timestamp()
            and (m.ends_at is null or m.ends_at > clock_timestamp()))
        from touched_plans(what, place) t join plan_access p on p.plan_id = t.plan_id where acting_person() is null
    $$;
  create function place_is_told(what text, place uuid) returns void
    language sql security definer set search_path = public, pg_temp as $$
      insert into place_told select what, place where acting_person() is null on conflict do nothing
    $$;
  -- The line of the product itself: only what is true, and once. True when this call wrote it.
  create function tell_place(line uuid, what text, place uuid, plan uuid, source text, trace text, details bytea)
    returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into access_log (id, plan_id, at, action, outcome, type, why, rule_id, source, trace_id, details)
        -- What is noticed late is dated when it was noticed: the seals take older lines for ones that were put in.
        select line, t.plan_id,
            case when t.at > clock_timestamp() - interval '5 minutes' then t.at else clock_timestamp() end, case what when 'team-joined' then 'C' else 'E' end, 'success', what, t.why,
            t.rule_id, source, trace, details
          from touched_plans(what, place) t where t.plan_id = plan
        on conflict (id) do nothing;
      return found;
    end $$;

  -- Told soon after it happened; what ends by the clock is found by looking.
  create function places_changed() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into outbox (topic, payload) values ('places-changed', '{}');
      return null;
    end $$;
  create trigger tell after insert or update of ends_at on team_member
    for each statement execute function places_changed();
  create trigger tell after update of ends_at on affiliation
    for each statement execute function places_changed();
`;
