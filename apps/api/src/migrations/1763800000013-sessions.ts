import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Logins end for lack of use, know when their person was proved, and are shown to that person with their device. */
export class Sessions1763800000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- expires_at stays the moment at which a login ends by itself: every use moves it on, up to ends_at.
      alter table login_session
        add column ends_at timestamptz,
        add column idle interval,
        add column proved_at timestamptz,
        add column last_used_at timestamptz not null default clock_timestamp(),
        add column browser text check (char_length(browser) <= 40),
        add column system text check (char_length(system) <= 40);
      comment on column login_session.ends_at is 'null: expires_at never moves';
      comment on column login_session.idle is 'null: does not end for lack of use';

      -- Only a login that ends, or ends sooner, is a barrier; one that is used waits for nobody.
      create or replace function fence_login() returns trigger language plpgsql as $$
        begin
          if new.ended_at is distinct from old.ended_at or new.expires_at < old.expires_at then
            perform pg_advisory_xact_lock(login_lock(old.id));
          end if;
          return new;
        end $$;

      -- What a login on its way was asked for; person: who steps up.
      alter table login_attempt
        add column assurance text,
        add column fresh boolean not null default false,
        add column person_id uuid references person;
      create index on login_attempt (person_id);

      -- Browsers that somebody logged in with before, by a hash over their secret and the person.
      create table known_browser (
        person_id uuid not null references person,
        browser_hash bytea not null,
        first_seen_at timestamptz not null default clock_timestamp(),
        last_seen_at timestamptz not null default clock_timestamp(),
        primary key (person_id, browser_hash)
      );
      alter table known_browser enable row level security;
      create policy own on known_browser to samenplan_serve
        using (person_id = acting_person()) with check (person_id = acting_person());
      grant select, insert, update, delete on known_browser to samenplan_serve;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Logins lose what they were proved with: restore a backup instead');
  }
}
