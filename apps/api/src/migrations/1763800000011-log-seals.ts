import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Seals over the access log: a chain per plan, and a chain over all rounds of sealing. The MACs are made outside the
 * database, under a key that it holds sealed only. Nobody but the owner reads, changes or removes a seal.
 */
export class LogSeals1763800000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table log_round (
        number integer primary key,
        at timestamptz not null,
        -- Every line from before this moment had been sealed when the round began; null: the first round.
        since timestamptz,
        -- Whether it left nothing that waited.
        complete boolean not null,
        seals integer not null,
        lines integer not null,
        head bytea not null
      );

      create table log_seal (
        plan_id uuid not null,
        number integer not null,
        round integer not null,
        -- Place of its first line among the lines of the plan, from 1 on.
        first_line integer not null,
        line_ids uuid[] not null,
        -- SHA-256 of every column of each line.
        digests bytea[] not null,
        -- MAC of the plan's seal before this one.
        previous bytea,
        mac bytea not null,
        primary key (plan_id, number)
      );
      create index on log_seal (round);

      -- Lines that wait for their seal. Written with the line, in its transaction: however late that commits, the line
      -- is found, and writers wait for nobody.
      create table log_unsealed (
        seq bigint generated always as identity primary key,
        line_id uuid not null,
        at timestamptz not null default clock_timestamp()
      );
      create function wait_for_seal() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into log_unsealed (line_id) select id from added;
          return null;
        end $$;
      create trigger wait_for_seal after insert on access_log
        referencing new table as added for each statement execute function wait_for_seal();
      insert into log_unsealed (line_id) select id from access_log order by at, id;

      -- As libs/api/access/src/log-verifier.ts computes it; changes there and here together, in a new version.
      create function log_line_digest(l access_log) returns bytea
        language sql stable set search_path = pg_catalog, pg_temp as $$
          select sha256(convert_to(json_build_array(l.id, l.plan_id, l.section_id, l.at at time zone 'UTC', l.person_id,
            l.on_behalf_of, l.action, l.outcome, l.type, l.why, l.rule_id, l.emergency, l.network_address, l.source,
            l.trace_id, encode(l.details, 'hex'))::text, 'UTF8'))
        $$;

      -- What sealing needs, and no more: ids and digests, never a column of a line.
      create function lines_to_seal(most integer)
        returns table (seq bigint, line_id uuid, plan_id uuid, digest bytea)
        language sql stable security definer set search_path = public, pg_temp as $$
          select q.seq, q.line_id, l.plan_id, log_line_digest(l)
            from (select * from log_unsealed order by seq limit most) q left join access_log l on l.id = q.line_id
            order by q.seq
        $$;
      create function lines_sealed(done bigint[]) returns void
        language sql security definer set search_path = public, pg_temp as $$
          delete from log_unsealed where seq = any (done)
        $$;
      create function log_heads(plans uuid[])
        returns table (plan_id uuid, number integer, last_line integer, mac bytea)
        language sql stable security definer set search_path = public, pg_temp as $$
          select s.plan_id, s.number, s.first_line + cardinality(s.line_ids) - 1, s.mac
            from unnest(plans) p(id) cross join lateral
              (select * from log_seal where plan_id = p.id order by number desc limit 1) s
        $$;
      create function last_log_round()
        returns table (number integer, at timestamptz, since timestamptz, complete boolean, head bytea)
        language sql stable security definer set search_path = public, pg_temp as $$
          select number, at, since, complete, head from log_round order by number desc limit 1
        $$;
      -- How long the oldest line has waited.
      create function log_unsealed_seconds() returns double precision
        language sql stable security definer set search_path = public, pg_temp as $$
          select coalesce(extract(epoch from clock_timestamp() - (select at from log_unsealed order by seq limit 1)), 0)
        $$;
      -- Sealed under the check key: of no use without the master key.
      create function log_chain_key() returns bytea
        language sql stable security definer set search_path = keys, pg_temp as $$
          select sealed from secret where name = 'log-chain'
        $$;

      alter table log_round enable row level security;
      create policy add on log_round for insert to samenplan_serve with check (true);
      alter table log_seal enable row level security;
      create policy add on log_seal for insert to samenplan_serve with check (true);
      alter table log_unsealed enable row level security;
      grant insert on log_round, log_seal to samenplan_serve;
      revoke execute on function lines_to_seal(integer), lines_sealed(bigint[]), log_heads(uuid[]), last_log_round(),
        log_unsealed_seconds(), log_chain_key(), log_line_digest(access_log), wait_for_seal() from public;
      grant execute on function lines_to_seal(integer), lines_sealed(bigint[]), log_heads(uuid[]), last_log_round(),
        log_unsealed_seconds(), log_chain_key() to samenplan_serve;
    `);
  }

  async down(): Promise<void> {
    throw new Error('The log and its seals are never dropped by a migration');
  }
}
