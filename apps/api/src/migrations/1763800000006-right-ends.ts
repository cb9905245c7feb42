import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A rule that ends by the clock leaves a line of the product itself, once: `end_told` says that it stands. Marking it
 * fences the rooms of the rule too, like every change of a rule.
 */
export class RightEnds1763800000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table access_rule add column end_told boolean not null default false;
      create index on access_rule (ends_at) where not end_told;

      -- Ids of rules that ended by the clock, not by a stop, without a line so far.
      create function untold_ends(most integer, besides uuid[])
        returns table (rule_id uuid, plan_id uuid, client_id uuid)
        language sql stable security definer set search_path = public, pg_temp as $$
          select r.id, r.plan_id, p.client_id from access_rule r join plan_access p on p.plan_id = r.plan_id
            where not r.end_told and r.ends_at <= clock_timestamp()
              and (r.stopped_at is null or r.stopped_at >= r.ends_at) and r.id <> all (besides)
            order by r.ends_at, r.id limit most
        $$;

      -- A line without a person is the product's own, and tells only of a rule that did end at that moment.
      alter table access_log alter column person_id drop not null;
      create policy add_end on access_log for insert to samenplan_serve with check (
        person_id is null and type = 'right-ended' and exists (select from access_rule r
          where r.id = rule_id and r.plan_id = access_log.plan_id
            and r.section_id is not distinct from access_log.section_id
            and r.ends_at = at and r.ends_at <= clock_timestamp()));

      -- Whether the acting person left such a line since then: also for those who may not read the log.
      create function own_line_since(plan uuid, kind text, since timestamptz) returns boolean
        language sql stable security definer set search_path = public, pg_temp as $$
          select exists (select from access_log l
            where l.plan_id = plan and l.person_id = acting_person() and l.type = kind and l.at > since)
        $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('The log is never dropped by a migration');
  }
}
