import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One statement stores the edits of many rooms. It is also a lock that the engine's code can't pass: whatever its
 * role calls it with, only what `live_right` allows under the locked heads is inserted. See docs/adr/0008.
 */
export class FastPath1763800000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Every edit updates its head: room in the page keeps the new version beside the old one, without a new entry in
      -- an index (HOT).
      alter table room_head set (fillfactor = 50);

      -- What live_right said about writers under the locked head of that epoch. It says the same until the epoch moves
      -- (every change of a rule moves it), until "until", or until the login ends, which is looked at every time.
      -- Only store_updates reads and writes it. Unlogged: it may be lost. Whoever changes live_right empties it.
      create unlogged table room_right (
        room_id uuid not null,
        login uuid not null,
        person uuid not null,
        epoch bigint not null,
        level smallint not null,
        why text not null,
        rule_id uuid,
        until timestamptz,
        primary key (room_id, login, person)
      ) with (fillfactor = 70);

      -- Turns (rooms, the history and seq on top of which they were worked out) and their entries (turns: position of
      -- the turn, from 1). watched, watchers: logins and persons who will be handed what is stored.
      -- Answers a row per entry; for a turn that could not go ahead one row with its state (missing: gone or locked
      -- by somebody else); and a row without a turn for every watched login that is not known to live at the commit.
      create function store_updates(rooms uuid[], histories uuid[], seqs bigint[],
          turns int[], authors uuid[], logins uuid[], clients text[], key_ids uuid[], nonces bytea[], payloads bytea[],
          watched uuid[], watchers uuid[], waits boolean)
        returns table (turn int, entry int, state text, epoch float8, seq float8, at_ms float8,
          level int, why text, rule_id uuid, until_ms float8, login uuid)
        language plpgsql volatile security definer
        set search_path = public, pg_temp set lock_timeout = '2s' set plan_cache_mode = force_generic_plan as $$
        #variable_conflict use_column
        declare
          unsure uuid[];
          ids uuid[];
          places bigint[];
          epochs bigint[];
          lives uuid[];
        begin
          -- Each statement here has a snapshot of its own (READ COMMITTED): what the last holder of a lock committed
          -- is seen by the statement after the one that waited. Logins before heads: whoever waits for a login then
          -- holds no head.
          perform pg_advisory_xact_lock_shared(login_lock(l.id))
            from (select distinct unnest(logins) as id order by 1) l;
          -- A reader's login that is being ended at this moment is not waited for: it is reported instead.
          select array_agg(w.id) into unsure from unnest(watched) w(id)
            where not pg_try_advisory_xact_lock_shared(login_lock(w.id));
          if waits then
            select array_agg(h.id), array_agg(h.seq), array_agg(h.access_epoch), array_agg(h.history_id)
              into ids, places, epochs, lives
              from (select * from room_head where id = any (rooms) order by id for update) h;
          else
            select array_agg(h.id), array_agg(h.seq), array_agg(h.access_epoch), array_agg(h.history_id)
              into ids, places, epochs, lives
              from (select * from room_head where id = any (rooms) order by id for update skip locked) h;
          end if;

          -- Whose right is not known for this epoch and moment.
          with missing as (
            select distinct h.id as room, h.epoch, a.author, a.login
            from unnest(turns, authors, logins) a(turn, author, login)
            join unnest(ids, epochs) h(id, epoch) on h.id = rooms[a.turn]
            where not exists (select from room_right c where c.room_id = h.id and c.login = a.login
              and c.person = a.author and c.epoch = h.epoch and (c.until is null or c.until > clock_timestamp()))
          ), outdated as (
            delete from room_right c using missing m where c.room_id = m.room
              and (c.epoch <> m.epoch or c.until <= clock_timestamp())
              and (c.room_id, c.login, c.person) not in (select room, login, author from missing)
          )
          insert into room_right (room_id, login, person, epoch, level, why, rule_id, until)
            select m.room, m.login, m.author, m.epoch, r.level, r.why, r.rule_id, r.until
            from missing m cross join lateral live_right(m.room, m.author, m.login, clock_timestamp()) r
            on conflict (room_id, login, person) do update set epoch = excluded.epoch, level = excluded.level,
              why = excluded.why, rule_id = excluded.rule_id, until = excluded.until;

          return query
          with place as materialized (
            select t.n::int as turn, t.room, t.history, h.seq, h.epoch,
              case when h.id is null then 'missing' when h.history <> t.history then 'history-replaced'
                when h.seq <> t.base then 'behind' else 'done' end as state
            from unnest(rooms, histories, seqs) with ordinality t(room, history, base, n)
            left join unnest(ids, places, epochs, lives) h(id, seq, epoch, history) on h.id = t.room
          ), asked as materialized (
            select a.*, p.room, p.history, p.seq as base, p.epoch
            from unnest(turns, authors, logins, clients, key_ids, nonces, payloads) with ordinality
              a(turn, author, login, clients, key_id, nonce, payload, ord)
            join place p on p.turn = a.turn and p.state = 'done'
          ), rights as materialized (
            select p.room, p.author, p.login, k.why, k.rule_id, k.until, case when exists (
              select from login_session s where s.id = p.login and s.person_id = p.author
                and s.ended_at is null and s.expires_at > clock_timestamp()) then k.level else 0 end as level
            from (select distinct room, author, login, epoch from asked) p
            cross join lateral (select * from room_right c where c.room_id = p.room and c.login = p.login
              and c.person = p.author and c.epoch = p.epoch limit 1) k
          ), chosen as materialized (
            select a.*, a.base + row_number() over (partition by a.turn order by a.ord) as seq
            from asked a join rights r using (room, author, login) where r.level >= 2
          ), stored as (
            insert into room_update
              (room_id, seq, history_id, author, session, access_epoch, client_ids, key_id, nonce, payload)
            select room, seq, history, author, login, epoch, clients::bigint[], key_id, nonce, payload
            from chosen order by ord
            returning room_id, seq, at
          ), moved as (
            update room_head h set seq = last.seq, written_at = clock_timestamp(), written_by = last.author
            from (select distinct on (room) room, seq, author from chosen order by room, seq desc) last
            where h.id = last.room
          )
          select p.turn, 0, p.state, null::float8, null::float8, null::float8,
            null::int, null::text, null::uuid, null::float8, null::uuid
          from place p where p.state <> 'done'
          union all
          select a.turn, a.ord::int, 'done', a.epoch::float8, c.seq::float8, (extract(epoch from s.at) * 1000)::float8,
            r.level::int, r.why, r.rule_id, (extract(epoch from r.until - clock_timestamp()) * 1000)::float8, null
          from asked a join rights r using (room, author, login)
          left join chosen c on c.ord = a.ord left join stored s on s.room_id = a.room and s.seq = c.seq
          union all
          select 0, 0, case when w.id = any (unsure) then 'login-unsure' else 'login-ended' end, null, null, null,
            null, null, null, null, w.id
          from unnest(watched, watchers) w(id, person)
          where w.id = any (unsure) or not exists (select from login_session s
            where s.id = w.id and s.person_id = w.person and s.ended_at is null and s.expires_at > clock_timestamp());
        end $$;
      revoke execute on function store_updates(uuid[], uuid[], bigint[], int[], uuid[], uuid[], text[], uuid[], bytea[],
        bytea[], uuid[], uuid[], boolean) from public;
      grant execute on function store_updates(uuid[], uuid[], bigint[], int[], uuid[], uuid[], text[], uuid[], bytea[],
        bytea[], uuid[], uuid[], boolean) to samenplan_live;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Rooms hold what people wrote: restore a backup instead');
  }
}
