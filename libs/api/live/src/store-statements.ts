// SQL of PostgresUpdateStore. Each runs as role samenplan_live. Numbers of type bigint are read as float8: seq and
// epochs stay far below 2^53.

export const HEAD =
  'select seq::float8 as seq, access_epoch::float8 as epoch, history_id as history, schema_version as "schemaVersion", kind';

/** $1 room. The newest data key of the room stands beside its head. */
export const LOAD_HEAD = `
  ${HEAD}, (select k.id from keys.data_key k where k.owner_id = h.id and k.kind in ('room', 'meeting')
      and k.destroyed_at is null order by k.created_at desc limit 1) as "keyId"
  from room_head h where id = $1`;

/** $1 room, $2 history */
export const LOAD_SNAPSHOT = `
  select seq::float8 as seq, key_id as "keyId", nonce, payload from room_snapshot
  where room_id = $1 and history_id = $2 order by seq desc limit 1`;

/** $1 room, $2 history, $3 seq. One row without an update when there is none. */
export const SINCE = `
  select h.seq::float8 as seq, h.access_epoch::float8 as epoch, h.history_id as history,
    h.schema_version as "schemaVersion", h.kind,
    u.seq::float8 as "updateSeq", u.author, u.session, u.at, u.access_epoch::float8 as "updateEpoch", u.key_id as "keyId",
    u.nonce, u.payload
  from room_head h left join room_update u on u.room_id = h.id and u.history_id = $2 and u.seq > $3
  where h.id = $1 order by u.seq`;

/** $1 rooms, $2 persons, $3 logins. The rights and the epochs are of one moment and one snapshot of the database. */
export const DECIDE = `
  with m as materialized (select clock_timestamp() as now)
  select h.seq::float8 as seq, h.access_epoch::float8 as epoch, h.history_id as history,
    h.schema_version as "schemaVersion", h.kind, r.level, r.why, r.rule_id as "ruleId",
    (extract(epoch from r.until - m.now) * 1000)::float8 as "untilMs", login_alive(a.login, a.person, m.now) as alive
  from m cross join unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality a(room, person, login, ord)
  left join room_head h on h.id = a.room
  cross join lateral live_right(a.room, a.person, a.login, m.now) r
  order by a.ord`;

/**
 * A whole commit. In it the rights are read after the heads are locked, and what they allow is stored without holes
 * (function `store_updates` of migration 7, whose parameters these are). One value is read faster than twelve columns.
 */
export const STORE = `
  select coalesce(json_agg(r), '[]') as found from (
    select turn, entry, state, epoch, seq, at_ms as "atMs", level, why, rule_id as "ruleId", until_ms as "untilMs", login
    from store_updates($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)) r`;

/** $1 room, $2 history, $3 client ids, $4 person, $5 most claims of one person. */
export const CLAIM = `
  with wanted as (select unnest($3::bigint[]) as client_id),
  count as (select count(*) as had from client_id_claim where room_id = $1 and history_id = $2 and person = $4),
  made as (
    insert into client_id_claim (room_id, history_id, client_id, person)
    select $1, $2, w.client_id, $4 from wanted w, count c where c.had + cardinality($3::bigint[]) <= $5
    on conflict do nothing returning client_id
  )
  select w.client_id::float8 as id, m.client_id is not null as made, o.person as owner
  from wanted w left join made m using (client_id)
  left join client_id_claim o on o.room_id = $1 and o.history_id = $2 and o.client_id = w.client_id`;

/** $1 rooms, $2 logins, $3 their persons: heads as rows with an id, ended logins as rows with only a login. */
export const LEASE = `
  select id, null::uuid as login, seq::float8 as seq, access_epoch::float8 as epoch, history_id as history
  from room_head where id = any ($1::uuid[])
  union all
  select null, l.login, null, null, null from unnest($2::uuid[], $3::uuid[]) l(login, person)
  where not login_alive(l.login, l.person, clock_timestamp())`;
