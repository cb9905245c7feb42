import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rooms of the live engine. `room_head` is the order of a room and the fence of its rights. */
export class Rooms1763800000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table room_head (
        id uuid primary key,
        kind text not null check (kind in ('section', 'meeting')),
        seq bigint not null default 0,
        access_epoch bigint not null default 1,
        history_id uuid not null,
        schema_version int not null,
        -- Last stored edit, for lists; null before the first one.
        written_at timestamptz,
        written_by uuid
      );

      create table room_update (
        room_id uuid not null references room_head,
        history_id uuid not null,
        seq bigint not null,
        -- null only for the content that the product itself laid down first.
        author uuid,
        session uuid,
        access_epoch bigint not null,
        client_ids bigint[] not null,
        key_id uuid not null,
        nonce bytea not null,
        payload bytea not null,
        at timestamptz not null default clock_timestamp(),
        primary key (room_id, history_id, seq)
      );

      -- Document and authorship folded up to and including seq.
      create table room_snapshot (
        room_id uuid not null references room_head,
        history_id uuid not null,
        seq bigint not null,
        schema_version int not null,
        key_id uuid not null,
        nonce bytea not null,
        payload bytea not null,
        at timestamptz not null default clock_timestamp(),
        primary key (room_id, history_id, seq)
      );

      create table client_id_claim (
        room_id uuid not null references room_head,
        history_id uuid not null,
        client_id bigint not null,
        person uuid not null,
        at timestamptz not null default clock_timestamp(),
        primary key (room_id, history_id, client_id)
      );
      create index on client_id_claim (room_id, history_id, person);

      -- Locks the heads in id order, raises their epoch and tells every instance: the barrier of a stop.
      create function fence_rooms(rooms uuid[]) returns void
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if rooms is null or cardinality(rooms) = 0 then return; end if;
          perform 1 from room_head where id = any (rooms) order by id for update;
          update room_head set access_epoch = access_epoch + 1 where id = any (rooms);
          insert into outbox (topic, payload) values ('rooms-fenced', jsonb_build_object('roomIds', to_jsonb(rooms)));
        end $$;
      revoke execute on function fence_rooms(uuid[]) from public;

      grant select, insert on room_head to samenplan_serve;
      grant select on room_head to samenplan_live;
      grant update (seq, written_at, written_by) on room_head to samenplan_live;
      grant select, insert on room_update, room_snapshot, client_id_claim to samenplan_live;
      grant delete on room_snapshot to samenplan_live;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Rooms hold what people wrote: restore a backup instead');
  }
}
