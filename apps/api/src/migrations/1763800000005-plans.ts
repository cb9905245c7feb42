import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Plans and sections. Titles and life domains stand encrypted in `details`; ids, phases and order are readable. */
export class Plans1763800000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table plan (
        id uuid primary key references plan_access,
        phase text not null,
        details bytea not null,
        created_by uuid not null,
        created_at timestamptz not null default clock_timestamp()
      );

      create table section (
        id uuid primary key references section_access,
        plan_id uuid not null references plan,
        -- Fractional index (text order "C"), so that moving one section changes one row.
        position text collate "C" not null,
        details bytea not null,
        created_by uuid not null,
        created_at timestamptz not null default clock_timestamp()
      );
      create index on section (plan_id, position);

      -- A person's own last look at a section, for "new since last time".
      create table section_visit (
        person_id uuid not null,
        section_id uuid not null references section,
        at timestamptz not null,
        primary key (person_id, section_id)
      );
      create index on section_visit (section_id);

      -- A plan that waits for its client. Holds nothing about the client.
      create table plan_start (
        id uuid primary key,
        code_hash bytea not null unique,
        started_by uuid not null references person,
        affiliation_id uuid not null references affiliation,
        created_at timestamptz not null default clock_timestamp(),
        expires_at timestamptz not null,
        cancelled_at timestamptz,
        claimed_at timestamptz,
        plan_id uuid references plan_access
      );
      create index on plan_start (started_by);
      create index on plan_start (affiliation_id);

      alter table plan enable row level security;
      create policy see on plan for select to samenplan_serve using (plan_visible(acting_person(), id));
      create policy add on plan for insert to samenplan_serve with check (manages(acting_person(), id, null));
      create policy change on plan for update to samenplan_serve using (arranges(acting_person(), id, null));

      alter table section enable row level security;
      create policy see on section for select to samenplan_serve using (section_level(acting_person(), id) > 0);
      create policy add on section for insert to samenplan_serve with check (
        arranges(acting_person(), plan_id, null));
      create policy change on section for update to samenplan_serve using (arranges(acting_person(), plan_id, id));

      alter table section_visit enable row level security;
      create policy own on section_visit to samenplan_serve using (person_id = acting_person())
        with check (person_id = acting_person());

      alter table plan_start enable row level security;
      create policy own on plan_start to samenplan_serve using (started_by = acting_person())
        with check (started_by = acting_person());

      -- The code is the key to a start; everything else about it is its starter's only.
      create function plan_start_of_code(hash bytea) returns setof plan_start
        language sql stable security definer set search_path = public, pg_temp as $$
          select s.* from plan_start s join affiliation a on a.id = s.affiliation_id
            where s.code_hash = hash and s.cancelled_at is null and s.claimed_at is null
              and s.expires_at > clock_timestamp() and (a.ends_at is null or a.ends_at > clock_timestamp())
        $$;
      -- True once: the second of two claims waits for the first and then finds nothing.
      create function claim_plan_start(hash bytea, plan uuid) returns boolean
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if not manages(acting_person(), plan, null) then return false; end if;
          update plan_start set claimed_at = clock_timestamp(), plan_id = plan
            where code_hash = hash and cancelled_at is null and claimed_at is null and expires_at > clock_timestamp();
          return found;
        end $$;

      grant select, insert, update on plan, section, section_visit, plan_start to samenplan_serve;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Plans hold what people wrote: restore a backup instead');
  }
}
