import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * "Klopt dit nog?": when a client said that all may stay as it is, when that was asked, and which ends were announced.
 * A function also proposes life domains that suit it; a proposal gives nobody a right.
 */
export class AccessReviews1763800000019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table job_function add column proposed_domains text[] not null default '{}';
      grant insert (proposed_domains), update (proposed_domains) on job_function to samenplan_serve;

      create table access_review (
        id uuid primary key,
        plan_id uuid not null references plan_access,
        person_id uuid not null references person,
        at timestamptz not null default clock_timestamp()
      );
      create index on access_review (plan_id, at desc);
      alter table access_review enable row level security;
      create policy see on access_review for select to samenplan_serve using (manages(acting_person(), plan_id, null));
      create policy add on access_review for insert to samenplan_serve with check (
        person_id = acting_person() and manages(acting_person(), plan_id, null));
      grant select, insert on access_review to samenplan_serve;

      -- When it was last asked; no role of the product reads it.
      create table access_review_call (
        plan_id uuid primary key references plan_access,
        asked_at timestamptz not null
      );
      alter table access_review_call enable row level security;
      -- Ends that were announced: an end that was moved is announced anew.
      create table rule_reminder (
        rule_id uuid not null references access_rule,
        ends_at timestamptz not null,
        primary key (rule_id, ends_at)
      );
      alter table rule_reminder enable row level security;

      -- The client and whoever may decide about the whole plan in the client's name.
      create function plan_managers(plan uuid) returns setof uuid
        language sql stable security definer set search_path = public, pg_temp as $$
          select p.client_id from plan_access p where p.plan_id = plan
          union select m.person_id from plan_access p join mandate m using (client_id)
            where p.plan_id = plan and manages(m.person_id, plan, null)
        $$;
      revoke execute on function plan_managers(uuid) from public;

      -- Plans in which something is shown and nobody has looked back for three months: each once a month, with whom
      -- to ask. Taking them is one step, so that several instances ask once.
      create function take_reviews_due(moment timestamptz, most integer) returns table (plan_id uuid, person_id uuid)
        language sql volatile security definer set search_path = public, pg_temp as $$
          with shown as (select r.plan_id, min(r.created_at) as since from access_rule r
              where r.effect = 'share' and r.stopped_at is null and r.ends_at > moment group by r.plan_id),
          due as (select s.plan_id from shown s
              where coalesce((select max(v.at) from access_review v where v.plan_id = s.plan_id), s.since)
                  <= moment - interval '3 months'
                and not exists (select from access_review_call c
                  where c.plan_id = s.plan_id and c.asked_at > moment - interval '1 month')
              order by s.plan_id limit most),
          taken as (insert into access_review_call as c (plan_id, asked_at) select d.plan_id, moment from due d
              on conflict on constraint access_review_call_pkey do update set asked_at = excluded.asked_at
                where c.asked_at <= moment - interval '1 month' returning c.plan_id)
          select t.plan_id, m from taken t cross join lateral plan_managers(t.plan_id) m
        $$;

      -- Rules that end within two weeks, or within the last quarter of a shorter time: each end once, with the
      -- recipients and whoever decides.
      create function take_rule_reminders(moment timestamptz, most integer)
        returns table (rule_id uuid, plan_id uuid, person_id uuid)
        language sql volatile security definer set search_path = public, pg_temp as $$
          with due as (select r.id, r.ends_at from access_rule r
              where r.effect = 'share' and r.stopped_at is null and r.ends_at > moment
                and r.ends_at <= moment + interval '14 days'
                and r.ends_at - moment <= (r.ends_at - r.starts_at) / 4
                and not exists (select from rule_reminder m where m.rule_id = r.id and m.ends_at = r.ends_at)
              order by r.ends_at, r.id limit most),
          taken as (insert into rule_reminder (rule_id, ends_at) select id, ends_at from due
              on conflict do nothing returning rule_reminder.rule_id)
          select t.rule_id, r.plan_id, who.id from taken t join access_rule r on r.id = t.rule_id
            cross join lateral (
              select r.subject_id as id where r.subject_type = 'person'
              union select a.person_id from team_member m join affiliation a on a.id = m.affiliation_id
                where r.subject_type = 'team' and m.team_id = r.subject_id
                  and (m.ends_at is null or m.ends_at > moment) and (a.ends_at is null or a.ends_at > moment)
              union select plan_managers(r.plan_id)) who
        $$;
      create index on access_rule (ends_at) where stopped_at is null and effect = 'share';

      revoke execute on function take_reviews_due(timestamptz, integer), take_rule_reminders(timestamptz, integer)
        from public;
      grant execute on function take_reviews_due(timestamptz, integer), take_rule_reminders(timestamptz, integer)
        to samenplan_serve;
    `);
  }

  async down(): Promise<void> {
    throw new Error('What a client said about who sees the plan is never dropped by a migration');
  }
}
