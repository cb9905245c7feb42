import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People, organisations, affiliations, logins, and the outbox. No content lives here, so no row-level security. */
export class Identity1763800000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      grant usage on schema public to samenplan_serve, samenplan_live;

      -- Who acts in this transaction; null when nobody is logged in.
      create function acting_person() returns uuid language sql stable
        as $$ select nullif(current_setting('samenplan.person', true), '')::uuid $$;

      create table organisation (
        id uuid primary key,
        name text not null,
        kind text not null,
        phone text
      );

      -- What a function in an organisation is for, and what it must keep silent or report.
      create table job_function (
        id uuid primary key,
        organisation_id uuid not null references organisation,
        name text not null,
        duties text[] not null default '{}',
        purpose text not null,
        legal_basis text not null
      );
      create index on job_function (organisation_id);

      create table person (
        id uuid primary key,
        name text not null check (char_length(name) between 1 and 300),
        birth_date date,
        contact_code text not null unique,
        created_at timestamptz not null default clock_timestamp()
      );

      -- Chooses screens, never rights.
      create table person_role (
        person_id uuid not null references person,
        role text not null,
        primary key (person_id, role)
      );

      create table login (
        issuer text not null,
        subject text not null,
        person_id uuid not null references person,
        primary key (issuer, subject)
      );
      create index on login (person_id);

      create table affiliation (
        id uuid primary key,
        person_id uuid not null references person,
        organisation_id uuid not null references organisation,
        function_id uuid not null references job_function,
        phone text,
        working_days smallint[] not null default '{}',
        starts_at timestamptz not null default clock_timestamp(),
        ends_at timestamptz
      );
      create index on affiliation (person_id);
      create index on affiliation (organisation_id);
      create index on affiliation (function_id);

      create table team (
        id uuid primary key,
        organisation_id uuid not null references organisation,
        name text not null,
        phone text
      );
      create index on team (organisation_id);

      create table team_member (
        id uuid primary key,
        team_id uuid not null references team,
        affiliation_id uuid not null references affiliation,
        starts_at timestamptz not null default clock_timestamp(),
        ends_at timestamptz
      );
      create index on team_member (team_id);
      create index on team_member (affiliation_id);

      create table login_session (
        id uuid primary key,
        token_hash bytea not null unique,
        person_id uuid not null references person,
        acr text,
        id_token text,
        created_at timestamptz not null default clock_timestamp(),
        expires_at timestamptz not null,
        ended_at timestamptz
      );
      create index on login_session (person_id) where ended_at is null;
      create index on login_session (expires_at);

      -- A login on its way to the provider and back; used once.
      create table login_attempt (
        state_hash bytea primary key,
        nonce text not null,
        code_verifier text not null,
        redirect_uri text not null,
        return_to text not null,
        expires_at timestamptz not null
      );
      create index on login_attempt (expires_at);

      create function login_alive(session uuid, who uuid, moment timestamptz) returns boolean
        language sql stable security definer set search_path = public, pg_temp
        as $$ select exists (select from login_session s
                where s.id = session and s.person_id = who and s.ended_at is null and s.expires_at > moment) $$;

      -- Ending a login is a barrier: a transaction that stores an edit holds this lock shared until it has committed.
      create function login_lock(session uuid) returns bigint language sql immutable
        as $$ select hashtextextended(session::text, 0) $$;
      create function fence_login() returns trigger language plpgsql as $$
        begin
          perform pg_advisory_xact_lock(login_lock(old.id));
          return new;
        end $$;
      create trigger fence_login before update of ended_at, expires_at on login_session
        for each row execute function fence_login();

      create table outbox (
        id bigint generated always as identity primary key,
        topic text not null,
        payload jsonb not null,
        created_at timestamptz not null default clock_timestamp(),
        done_at timestamptz
      );
      create index on outbox (id) where done_at is null;

      grant select, insert, update on organisation, job_function, person, person_role, login, affiliation, team,
        team_member, login_session to samenplan_serve;
      grant select, insert, update, delete on login_attempt, outbox to samenplan_serve;
      grant usage on sequence outbox_id_seq to samenplan_serve;
    `);
  }

  async down(): Promise<void> {
    throw new Error('The first migration has no way back: restore a backup instead');
  }
}
