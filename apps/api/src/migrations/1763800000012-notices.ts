import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Notices, where people want to hear of them, and the messages that go out. Addresses stand sealed; a notice and a
 * message hold kinds and ids only. Work without a person goes through the functions at the end.
 */
export class Notices1763800000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- An address of somebody: one that works for them, and at most one that waits for its code.
      create table contact_point (
        id uuid primary key,
        person_id uuid not null references person,
        kind text not null check (kind in ('mail', 'sms')),
        details bytea not null,
        -- SHA-256 of the token in links and return paths; the token itself stands sealed in details.
        token_hash bytea not null unique,
        -- Sealed code that was sent there, until the address is proven.
        challenge bytea,
        challenge_ends_at timestamptz,
        attempts smallint not null default 0,
        verified_at timestamptz,
        bounced_at timestamptz,
        unsubscribed_at timestamptz,
        created_at timestamptz not null default clock_timestamp()
      );
      create unique index on contact_point (person_id, kind, (verified_at is null));
      alter table contact_point enable row level security;
      create policy own on contact_point to samenplan_serve
        using (person_id = acting_person()) with check (person_id = acting_person());
      grant select, insert, update, delete on contact_point to samenplan_serve;

      create table notice_preference (
        person_id uuid primary key references person,
        way text not null check (way in ('mail', 'sms', 'letter', 'none')),
        rhythm text not null check (rhythm in ('at-once', 'daily')),
        -- Nothing in sender, subject or text that says what this is.
        discreet boolean not null,
        -- Kinds with a way of their own.
        kinds jsonb not null default '{}' check (jsonb_typeof(kinds) = 'object' and length(kinds::text) < 4000)
      );
      alter table notice_preference enable row level security;
      create policy own on notice_preference to samenplan_serve
        using (person_id = acting_person()) with check (person_id = acting_person());
      grant select, insert, update on notice_preference to samenplan_serve;

      create table message (
        id uuid primary key,
        contact_point_id uuid not null references contact_point on delete cascade,
        person_id uuid not null references person,
        discreet boolean not null,
        at timestamptz not null,
        state text not null default 'waiting' check (state in ('waiting', 'sent', 'dropped', 'failed')),
        attempts smallint not null default 0,
        -- When to try; while somebody tries: when another may take over.
        next_at timestamptz not null
      );
      create index on message (next_at) where state = 'waiting';
      create index on message (person_id, at desc);
      create index on message (contact_point_id);
      create index on message (at);
      alter table message enable row level security;

      create table notice (
        id uuid primary key default gen_random_uuid(),
        person_id uuid not null references person,
        kind text not null check (kind ~ '^[a-z]+(-[a-z]+)*$' and length(kind) < 40),
        plan_id uuid,
        times integer not null default 1,
        at timestamptz not null default clock_timestamp(),
        read_at timestamptz,
        -- When to look whether a message should tell of it; null: done with.
        look_at timestamptz,
        message_id uuid references message on delete set null
      );
      create unique index on notice (person_id, kind, plan_id) nulls not distinct where read_at is null;
      create index on notice (person_id, at desc, id desc);
      create index on notice (plan_id);
      create index on notice (look_at) where look_at is not null;
      create index on notice (message_id);
      create index on notice (at);

      -- Whether a notice may be shown now. Some kinds tell somebody of an end: they stay, without the plan.
      create function notice_shows(who uuid, kind text, plan uuid, moment timestamptz default clock_timestamp())
        returns boolean language sql stable security definer set search_path = public, pg_temp as $$
          select plan is null
            or kind in ('request-answered', 'right-ended', 'mandate-ended', 'successor-answered', 'log-answer',
              'destruction-asked', 'destruction-answered')
            or plan_visible(who, plan, moment)
        $$;
      alter table notice enable row level security;
      create policy see on notice for select to samenplan_serve using (
        person_id = acting_person() and notice_shows(person_id, kind, plan_id));
      create policy mark on notice for update to samenplan_serve using (person_id = acting_person());
      grant select on notice to samenplan_serve;
      grant update (read_at, look_at) on notice to samenplan_serve;

      -- For anybody, by whoever acts, without reading anything. A minute's rest, so that what comes together is told
      -- together; what stood unread after its message is told again after a day at the earliest.
      create function add_notice(who uuid, what text, plan uuid) returns void
        language sql security definer set search_path = public, pg_temp as $$
          insert into notice (person_id, kind, plan_id, look_at)
            values (who, what, plan, clock_timestamp() + interval '1 minute')
            on conflict (person_id, kind, plan_id) where read_at is null do update set
              times = least(notice.times + 1, 1000), at = excluded.at,
              look_at = case when notice.look_at is null and notice.at > clock_timestamp() - interval '1 day'
                then null else coalesce(notice.look_at, excluded.look_at) end
        $$;

      -- What the decision to send needs, per person whose time has come: kinds and ids, no address.
      create function notices_to_tell(moment timestamptz, most integer)
        returns table (person_id uuid, facts jsonb)
        language sql stable security definer set search_path = public, pg_temp as $$
          select due.person_id, jsonb_build_object(
              'preference', (select jsonb_build_object('way', p.way, 'rhythm', p.rhythm, 'discreet', p.discreet,
                'kinds', p.kinds) from notice_preference p where p.person_id = due.person_id),
              'professional', exists (select from affiliation a where a.person_id = due.person_id
                and a.starts_at <= moment and (a.ends_at is null or a.ends_at > moment)),
              'contactPoints', coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'kind', c.kind))
                from contact_point c where c.person_id = due.person_id and c.verified_at is not null
                  and c.bounced_at is null and c.unsubscribed_at is null), '[]'),
              'messages', coalesce((select jsonb_agg(jsonb_build_object('kind', c.kind, 'at', m.at))
                from message m join contact_point c on c.id = m.contact_point_id
                where m.person_id = due.person_id and m.at > moment - interval '1 day'), '[]'),
              'notices', (select jsonb_agg(jsonb_build_object('id', n.id, 'kind', n.kind, 'at', n.at,
                  'shows', notice_shows(n.person_id, n.kind, n.plan_id, moment)) order by n.at, n.id)
                from notice n where n.person_id = due.person_id and n.look_at <= moment and n.read_at is null))
            from (select n.person_id from notice n where n.look_at <= moment and n.read_at is null
              group by n.person_id order by min(n.look_at) limit most) due
        $$;
      -- Takes notices out of the waiting ones: into a message, or (message null) for good, or until a later moment.
      create function notices_told(ids uuid[], new_message uuid, contact uuid, quiet boolean, moment timestamptz)
        returns void language plpgsql security definer set search_path = public, pg_temp as $$
        declare told uuid[];
        begin
          perform from notice n where n.id = any (ids) order by n.id for update;
          select array_agg(n.id) into told from notice n
            where n.id = any (ids) and n.look_at is not null and n.read_at is null;
          if told is null then return; end if;
          if new_message is not null then
            insert into message (id, contact_point_id, person_id, discreet, at, next_at)
              select new_message, c.id, c.person_id, quiet, moment, moment from contact_point c where c.id = contact;
            if not found then return; end if;
          end if;
          update notice n set look_at = null, message_id = new_message where n.id = any (told);
        end $$;
      create function notices_wait(ids uuid[], moment timestamptz) returns void
        language sql security definer set search_path = public, pg_temp as $$
          update notice set look_at = moment where id = any (ids) and look_at is not null
        $$;

      -- Messages to send now, each for one sender for ten minutes. Rights are looked at once more.
      create function claim_messages(moment timestamptz, most integer)
        returns table (id uuid, person_id uuid, contact_point_id uuid, kind text, details bytea, discreet boolean,
          attempts smallint, wanted boolean)
        language sql security definer set search_path = public, pg_temp as $$
          with due as (
            select m.id from message m where m.state = 'waiting' and m.next_at <= moment
              order by m.next_at limit most for update skip locked
          ), claimed as (
            update message m set attempts = m.attempts + 1, next_at = moment + interval '10 minutes'
              from due where m.id = due.id returning m.*
          )
          select m.id, m.person_id, m.contact_point_id, c.kind, c.details, m.discreet, m.attempts,
              c.bounced_at is null and c.unsubscribed_at is null and exists (select from notice n
                where n.message_id = m.id and n.read_at is null
                  and notice_shows(n.person_id, n.kind, n.plan_id, moment))
            from claimed m join contact_point c on c.id = m.contact_point_id
        $$;
      create function message_done(which uuid, outcome text) returns void
        language sql security definer set search_path = public, pg_temp as $$
          update message set state = outcome where id = which and state = 'waiting'
        $$;
      create function message_later(which uuid, moment timestamptz) returns void
        language sql security definer set search_path = public, pg_temp as $$
          update message set next_at = moment where id = which and state = 'waiting'
        $$;
      create function message_figures(moment timestamptz) returns table (waiting bigint, oldest_seconds double precision)
        language sql stable security definer set search_path = public, pg_temp as $$
          select count(*), coalesce(extract(epoch from moment - min(at)), 0) from message where state = 'waiting'
        $$;

      create function contact_point_bounced(token bytea, moment timestamptz) returns boolean
        language sql security definer set search_path = public, pg_temp as $$
          with changed as (update contact_point set bounced_at = moment where token_hash = token and bounced_at is null
            returning id) select exists (select from changed)
        $$;
      create function contact_point_unsubscribed(token bytea, moment timestamptz) returns boolean
        language sql security definer set search_path = public, pg_temp as $$
          with changed as (update contact_point set unsubscribed_at = moment
            where token_hash = token and kind = 'mail' and unsubscribed_at is null returning id)
            select exists (select from changed)
        $$;

      -- Read notices go after 90 days, all of them after a year; messages after 30 days, addresses without proof
      -- after a day.
      create function clean_notices(moment timestamptz) returns integer
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare gone integer; more integer;
        begin
          delete from notice where at < moment - interval '1 year' or read_at < moment - interval '90 days';
          get diagnostics gone = row_count;
          delete from message where at < moment - interval '30 days';
          get diagnostics more = row_count;
          gone := gone + more;
          delete from contact_point where verified_at is null and challenge_ends_at < moment - interval '1 day';
          get diagnostics more = row_count;
          return gone + more;
        end $$;

      revoke execute on function notice_shows(uuid, text, uuid, timestamptz), add_notice(uuid, text, uuid),
        notices_to_tell(timestamptz, integer), notices_told(uuid[], uuid, uuid, boolean, timestamptz),
        notices_wait(uuid[], timestamptz), claim_messages(timestamptz, integer), message_done(uuid, text),
        message_later(uuid, timestamptz), message_figures(timestamptz), contact_point_bounced(bytea, timestamptz),
        contact_point_unsubscribed(bytea, timestamptz), clean_notices(timestamptz) from public;
      grant execute on function notice_shows(uuid, text, uuid, timestamptz), add_notice(uuid, text, uuid),
        notices_to_tell(timestamptz, integer), notices_told(uuid[], uuid, uuid, boolean, timestamptz),
        notices_wait(uuid[], timestamptz), claim_messages(timestamptz, integer), message_done(uuid, text),
        message_later(uuid, timestamptz), message_figures(timestamptz), contact_point_bounced(bytea, timestamptz),
        contact_point_unsubscribed(bytea, timestamptz), clean_notices(timestamptz) to samenplan_serve;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Notices and addresses are never dropped by a migration');
  }
}
