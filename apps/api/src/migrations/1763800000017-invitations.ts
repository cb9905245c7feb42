import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Invitations for people without an account, places in organisations that nobody but the person and who invited them
 * vouches for, and questions about a life domain. Names, words and the domain stand sealed; an address under a key of
 * its own, which is destroyed when the invitation ends.
 */
export class Invitations1763800000017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Such a place is good in the plan that it came with, and nowhere else: no search finds it.
      alter table affiliation add column declared_at timestamptz;

      create table invitation (
        id uuid primary key,
        plan_id uuid not null references plan_access,
        prepared_by uuid not null references person,
        -- In whose name the rules will be made; null: it waits for a yes.
        authorised_by uuid references person,
        -- [{ "sectionId": uuid or null, "level": 1 or 2 }]
        shares jsonb not null check (jsonb_typeof(shares) = 'array' and jsonb_array_length(shares) between 1 and 40),
        -- End of the rules.
        ends_at timestamptz not null,
        way text not null check (way in ('mail', 'letter')),
        code_hash bytea unique,
        code_ends_at timestamptz,
        sent_at timestamptz,
        details bytea not null,
        address bytea,
        created_at timestamptz not null default clock_timestamp(),
        confirmed_by uuid references person,
        confirmed_at timestamptz,
        withdrawn_at timestamptz,
        check ((code_hash is null) = (code_ends_at is null)),
        check ((confirmed_by is null) = (confirmed_at is null)),
        check (address is null or confirmed_at is null and withdrawn_at is null)
      );
      create index on invitation (plan_id);
      create index on invitation (code_ends_at) where address is not null;
      create index on invitation (created_at) where address is not null;
      create index on invitation (prepared_by);
      create index on invitation (authorised_by);
      create index on invitation (confirmed_by);

      create function manages_shares(who uuid, plan uuid, shares jsonb) returns boolean
        language sql stable security definer set search_path = public, pg_temp as $$
          select not exists (select from jsonb_to_recordset(shares) s ("sectionId" uuid)
            where not manages(who, plan, s."sectionId"))
        $$;
      create function arranges_shares(who uuid, plan uuid, shares jsonb) returns boolean
        language sql stable security definer set search_path = public, pg_temp as $$
          select not exists (select from jsonb_to_recordset(shares) s ("sectionId" uuid)
            where not arranges(who, plan, s."sectionId"))
        $$;

      alter table invitation enable row level security;
      create policy see on invitation for select to samenplan_serve using (
        manages_shares(acting_person(), plan_id, shares)
        or prepared_by = acting_person() and arranges_shares(acting_person(), plan_id, shares));
      create policy add on invitation for insert to samenplan_serve with check (
        prepared_by = acting_person() and (
          authorised_by = acting_person() and manages_shares(acting_person(), plan_id, shares)
          or authorised_by is null and arranges_shares(acting_person(), plan_id, shares)));
      create policy change on invitation for update to samenplan_serve
        using (manages_shares(acting_person(), plan_id, shares)
          or prepared_by = acting_person() and authorised_by is null)
        with check (manages_shares(acting_person(), plan_id, shares)
          or prepared_by = acting_person() and authorised_by is null);
      grant select, insert, update on invitation to samenplan_serve;

      -- The code is the key: to an invitation that waits, and for who confirmed it to where it leads.
      create function invitation_of_code(hash bytea) returns setof invitation
        language sql stable security definer set search_path = public, pg_temp as $$
          select * from invitation where code_hash = hash and withdrawn_at is null and authorised_by is not null
            and (confirmed_by is null and code_ends_at > clock_timestamp() or confirmed_by = acting_person())
        $$;

      -- A place by the words of who invited. An organisation of its own, so that nobody gets into a real one this way.
      create function declare_place(invited uuid, organisation_name text, function_name text, as_function uuid)
        returns uuid language plpgsql volatile security definer set search_path = public, pg_temp as $$
        declare
          place_id uuid := gen_random_uuid();
          organisation_id uuid := gen_random_uuid();
          function_id uuid := gen_random_uuid();
          known job_function%rowtype;
        begin
          select * into known from job_function where id = as_function;
          insert into organisation (id, name, kind) values (organisation_id, organisation_name, 'declared');
          insert into job_function (id, organisation_id, name, duties, purpose, legal_basis) values
            (function_id, organisation_id, function_name, coalesce(known.duties, '{}'), coalesce(known.purpose, ''),
              coalesce(known.legal_basis, ''));
          insert into affiliation (id, person_id, organisation_id, function_id, declared_at) values
            (place_id, invited, organisation_id, function_id, clock_timestamp());
          return place_id;
        end $$;
      -- The function that goes by these names in a real organisation, if there is exactly one.
      create function known_function(organisation_name text, function_name text) returns uuid
        language sql stable security definer set search_path = public, pg_temp as $$
          select (array_agg(f.id))[1] from job_function f join organisation o on o.id = f.organisation_id
            where o.kind <> 'declared' and lower(o.name) = lower(organisation_name) and lower(f.name) = lower(function_name)
            having count(*) = 1
        $$;

      -- Takes away addresses of invitations that nobody can use any more, and answers them: their keys go too.
      create function expire_invitations() returns setof bytea
        language sql volatile security definer set search_path = public, pg_temp as $$
          with gone as (
            select id, address from invitation
              where address is not null and (code_ends_at <= clock_timestamp()
                or code_ends_at is null and created_at <= clock_timestamp() - interval '60 days')
              limit 500 for update skip locked
          ), emptied as (update invitation i set address = null from gone where i.id = gone.id)
          select address from gone
        $$;

      -- plan null: who was asked has no plan. The asker never hears that.
      create table access_question (
        id uuid primary key,
        asker_id uuid not null references person,
        affiliation_id uuid references affiliation,
        client_id uuid not null references person,
        plan_id uuid references plan_access,
        level smallint not null check (level in (1, 2)),
        details bytea not null,
        at timestamptz not null default clock_timestamp(),
        answer text check (answer in ('yes', 'no')),
        answered_at timestamptz,
        answered_by uuid references person,
        words bytea,
        check ((answer is null) = (answered_at is null))
      );
      create index on access_question (asker_id, at desc);
      create index on access_question (plan_id) where answer is null;
      create index on access_question (client_id);
      create index on access_question (affiliation_id);
      create index on access_question (answered_by);

      create function decides_in(who uuid, plan uuid) returns boolean
        language sql stable security definer set search_path = public, pg_temp as $$
          select plan is not null and exists (select from managed_objects(who) o (id)
            where o.id = plan or o.id in (select section_id from section_access where plan_id = plan))
        $$;
      alter table access_question enable row level security;
      create policy see on access_question for select to samenplan_serve using (
        asker_id = acting_person() or decides_in(acting_person(), plan_id));
      create policy ask on access_question for insert to samenplan_serve with check (asker_id = acting_person());
      create policy answer on access_question for update to samenplan_serve using (
        decides_in(acting_person(), plan_id)) with check (decides_in(acting_person(), plan_id));
      grant select, insert, update on access_question to samenplan_serve;

      -- The plan that a question to somebody is about: who asks knows the person, not the plan.
      create function plan_to_ask(client uuid) returns uuid
        language sql stable security definer set search_path = public, pg_temp as $$
          select p.id from plan_access a join plan p on p.id = a.plan_id where a.client_id = client
            and exists (select from keys.data_key k where k.owner_id = p.id and k.kind = 'plan' and k.destroyed_at is null)
            order by p.phase = 'closed', p.created_at desc, p.id limit 1
        $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Who was invited and what was asked is not dropped by a migration');
  }
}
