/** Each answers `ok`, or the code of the problem that the caller answers with. */
export const acts = `
      create function mandate_of(mandate uuid, out m mandate, out birth date, out mine boolean, out recorder boolean)
        language plpgsql volatile security definer set search_path = public, pg_temp as $$
        begin
          select t.* into m from mandate t where t.id = mandate;
          -- One change of the mandates of a client at a time.
          perform pg_advisory_xact_lock(hashtextextended(m.client_id::text, 15));
          select t.* into m from mandate t where t.id = mandate;
          select c.birth_date into birth from person c where c.id = m.client_id;
          mine := coalesce(m.client_id = acting_person() and not is_led(m.client_id, clock_timestamp()), false);
          recorder := exists (select from plan_access p where p.client_id = m.client_id
            and coordinates(acting_person(), p.plan_id, clock_timestamp()));
        end $$;
      revoke execute on function mandate_of(uuid) from public;

      -- A gemachtigde is appointed by the client from 16 on. All others are recorded by the coordinator of the plan,
      -- who saw the proof, and begin three days later, so that the client can say first that it is not right; over a
      -- child under 12 at once, because somebody has to decide.
      create function add_mandate(mandate uuid, plan uuid, person uuid, kind text, scope text, ends timestamptz, proof text,
          seen date)
        returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
        #variable_conflict use_variable
        declare
          me uuid := acting_person();
          moment timestamptz := clock_timestamp();
          client uuid;
          birth date;
          begins timestamptz := moment;
        begin
          select p.client_id, c.birth_date into client, birth
            from plan_access p join person c on c.id = p.client_id where p.plan_id = plan;
          if client is null or me is null then return 'not-found'; end if;
          perform pg_advisory_xact_lock(hashtextextended(client::text, 15));
          if kind = 'gemachtigde' and me <> client or kind <> 'gemachtigde' and not coordinates(me, plan, moment) then
            return 'not-allowed';
          end if;
          if not exists (select from person p where p.id = person) then return 'recipient-unknown'; end if;
          if person in (client, me, acting_helper()) then return 'mandate-not-possible'; end if;
          if ends <= moment or ends > moment + interval '2 years' and kind = 'gemachtigde' or ends is null and kind = 'gemachtigde' then
            return 'end-invalid';
          end if;
          if kind = 'gemachtigde' then
            if moment < turns(birth, 16) or proof is not null then return 'mandate-not-possible'; end if;
          else
            if me = client or proof is null or seen is null or seen > (moment at time zone 'Europe/Amsterdam')::date
              or seen < (moment at time zone 'Europe/Amsterdam')::date - 366 or (kind = 'bewindvoerder') <> (scope = 'money')
              or kind in ('ouder', 'voogd') <> coalesce(moment < turns(birth, 16), false) then
              return 'mandate-not-possible';
            end if;
            if moment < turns(birth, 12) is not true then begins := moment + interval '3 days'; end if;
          end if;
          if exists (select from mandate m where m.client_id = client and m.person_id = person
              and coalesce(mandate_end(m, birth) > moment, true))
            or (select count(*) from mandate m where m.client_id = client and m.recorded_at > moment - interval '1 day') >= 10 then
            return 'conflict';
          end if;
          insert into mandate (id, client_id, person_id, kind, scope, starts_at, ends_at, recorded_by, recorded_at, proof, proof_seen_on)
            values (mandate, client, person, kind, scope, begins, ends, me, moment, proof, seen);
          return 'ok';
        end $$;

      -- Who was appointed by the client, or is there by the client's leave, can be sent away by the client; everybody
      -- can step down; the coordinator records that the court ended it.
      create function end_mandate(mandate uuid) returns text
        language plpgsql volatile security definer set search_path = public, pg_temp as $$
        declare at record;
        begin
          select * into at from mandate_of(mandate);
          if (at.m).id is null or (at.m).ended_by is not null or mandate_end(at.m, at.birth) <= clock_timestamp() then
            return 'not-found';
          end if;
          if acting_person() is distinct from (at.m).person_id
            and not (at.mine and ((at.m).kind = 'gemachtigde'
              or (at.m).renewed_at is not null and clock_timestamp() >= turns(at.birth, 16)))
            and not (at.recorder and (at.m).kind <> 'gemachtigde') then
            return case when at.mine or at.recorder or acting_person() = (at.m).client_id then 'not-allowed' else 'not-found' end;
          end if;
          update mandate set ends_at = clock_timestamp(), ended_by = acting_person() where id = (at.m).id;
          return 'ok';
        end $$;

      -- The client agrees (then it begins now), or says that it is not right (then it does not hold until somebody
      -- else has seen the proof too; after that second look it is for the court, not for a button).
      create function answer_mandate(mandate uuid, agrees boolean) returns text
        language plpgsql volatile security definer set search_path = public, pg_temp as $$
        declare at record;
        begin
          select * into at from mandate_of(mandate);
          if (at.m).client_id is distinct from acting_person() or mandate_end(at.m, at.birth) <= clock_timestamp() then
            return 'not-found';
          end if;
          -- Nobody agrees, on behalf of a client beside them, to what they recorded themselves.
          if not at.mine or agrees and (at.m).recorded_by = acting_helper() then return 'not-allowed'; end if;
          if (at.m).kind = 'gemachtigde' or not agrees and (at.m).confirmed_at is not null then return 'conflict'; end if;
          if agrees then
            update mandate set starts_at = least(starts_at, clock_timestamp()), agreed_at = clock_timestamp(), contested_at = null
              where id = (at.m).id;
          else
            update mandate set contested_at = coalesce(contested_at, clock_timestamp()), agreed_at = null where id = (at.m).id;
          end if;
          return 'ok';
        end $$;

      -- The second look at the proof of a contested mandate: another professional who sees the plan.
      create function confirm_mandate(mandate uuid, plan uuid, proof text) returns text
        language plpgsql volatile security definer set search_path = public, pg_temp as $$
        #variable_conflict use_column
        declare
          at record;
          me uuid := acting_person();
        begin
          select * into at from mandate_of(mandate);
          if (at.m).id is null or (at.m).client_id is distinct from (select p.client_id from plan_access p where p.plan_id = plan)
            or not plan_visible(me, plan) then
            return 'not-found';
          end if;
          if me in ((at.m).client_id, (at.m).person_id, (at.m).recorded_by) or not is_professional(me, clock_timestamp()) then
            return 'not-allowed';
          end if;
          if (at.m).contested_at is null or (at.m).confirmed_at is not null then return 'conflict'; end if;
          if proof is null then return 'mandate-not-possible'; end if;
          update mandate t set confirmed_by = me, confirmed_at = clock_timestamp(), confirmed_proof = confirm_mandate.proof
            where t.id = (at.m).id;
          return 'ok';
        end $$;

      -- The young person keeps a parent beside them: from two months before the 16th birthday, at most until the 18th.
      create function renew_mandate(mandate uuid, ends timestamptz) returns text
        language plpgsql volatile security definer set search_path = public, pg_temp as $$
        declare
          at record;
          moment timestamptz := clock_timestamp();
        begin
          select * into at from mandate_of(mandate);
          if (at.m).client_id is distinct from acting_person() then return 'not-found'; end if;
          if not at.mine then return 'not-allowed'; end if;
          if (at.m).kind not in ('ouder', 'voogd') or (at.m).ended_by is not null
            or (moment >= turns(at.birth, 16) - interval '2 months' and moment < turns(at.birth, 18)) is not true then
            return 'mandate-not-possible';
          end if;
          if (ends > moment and ends > turns(at.birth, 16) and ends <= turns(at.birth, 18)) is not true then return 'end-invalid'; end if;
          update mandate set renewed_at = moment, ends_at = ends, soon_told = false, end_told = false where id = (at.m).id;
          return 'ok';
        end $$;

      -- From 12 on, by the young person or a professional who writes in that section; never by the one it is closed to.
      create function may_close(section uuid) returns boolean
        language sql stable security definer set search_path = public, pg_temp as $$
          select section_level(acting_person(), section) >= 2 and exists (
            select from section_access s join plan_access p using (plan_id) join person c on c.id = p.client_id
              where s.section_id = section and clock_timestamp() >= turns(c.birth_date, 12)
                and (c.id = acting_person() or is_professional(acting_person(), clock_timestamp())))
        $$;
      create function close_section(closure uuid, section uuid, person uuid, reason bytea) returns text
        language plpgsql volatile security definer set search_path = public, pg_temp as $$
        #variable_conflict use_variable
        begin
          if section_level(acting_person(), section) = 0 then return 'not-found'; end if;
          if person = acting_person() or not may_close(section) then return 'not-allowed'; end if;
          if not exists (select from section_access s join plan_access p using (plan_id) join mandate m using (client_id)
              join person c on c.id = m.client_id
              where s.section_id = section and m.person_id = person and m.kind in ('ouder', 'voogd')
                and coalesce(mandate_end(m, c.birth_date) > clock_timestamp(), true)) then
            return 'mandate-not-possible';
          end if;
          insert into section_closure (id, plan_id, section_id, person_id, reason, closed_by)
            select closure, s.plan_id, section, person, reason, acting_person() from section_access s where s.section_id = section
            on conflict do nothing;
          return case when found then 'ok' else 'conflict' end;
        end $$;
      create function open_section(closure uuid) returns text
        language plpgsql volatile security definer set search_path = public, pg_temp as $$
        declare x section_closure%rowtype;
        begin
          select * into x from section_closure c where c.id = closure and c.opened_at is null;
          if x.id is null or section_level(acting_person(), x.section_id) = 0 or x.person_id = acting_person() then
            return 'not-found';
          end if;
          if not may_close(x.section_id) then return 'not-allowed'; end if;
          update section_closure c set opened_at = clock_timestamp(), opened_by = acting_person()
            where c.id = closure and c.opened_at is null;
          return case when found then 'ok' else 'not-found' end;
        end $$;
`;

/** What happens by itself: lines about what ended, and who hears of it. */
export const clock = `
      -- As in migration 6. Who can write the line: the client, or the parent who decides for the client.
      create or replace function untold_ends(most integer, besides uuid[])
        returns table (rule_id uuid, plan_id uuid, client_id uuid)
        language sql stable security definer set search_path = public, pg_temp as $$
          select r.id, r.plan_id, case when manages(p.client_id, r.plan_id, r.section_id) then p.client_id
              else coalesce((select m.person_id from mandate m join person c on c.id = m.client_id
                where m.client_id = p.client_id and m.scope = 'all' and m.kind in ('ouder', 'voogd')
                  and mandate_holds(m, c.birth_date, clock_timestamp()) order by m.id limit 1), p.client_id) end
            from access_rule r join plan_access p on p.plan_id = r.plan_id
            where not r.end_told and r.ends_at <= clock_timestamp()
              and (r.stopped_at is null or r.stopped_at >= r.ends_at) and r.id <> all (besides)
            order by r.ends_at, r.id limit most
        $$;

      -- Mandates that ended by the clock without a line so far, in each plan of the client.
      create function untold_mandate_ends(most int, besides uuid[])
        returns table (mandate_id uuid, plan_id uuid, client_id uuid)
        language sql stable security definer set search_path = public, pg_temp as $$
          with ended as (select m.id, m.client_id, mandate_end(m, c.birth_date) as at
            from mandate m join person c on c.id = m.client_id
            where not m.end_told and m.ended_by is null and mandate_end(m, c.birth_date) <= clock_timestamp()
              and mandate_end(m, c.birth_date) > '-infinity' and m.id <> all (besides) order by 3, 1 limit most)
          select e.id, p.plan_id, e.client_id from ended e left join plan_access p using (client_id) order by e.at, e.id
        $$;
      -- True once: the second of two waits for the first and then finds nothing.
      create function mark_mandate_told(mandate uuid, soon boolean) returns boolean
        language plpgsql volatile security definer set search_path = public, pg_temp as $$
        begin
          update mandate m set soon_told = m.soon_told or soon, end_told = m.end_told or not soon from person c
            where m.id = mandate and c.id = m.client_id and m.ended_by is null and case when soon then not m.soon_told
              and mandate_end(m, c.birth_date) <= clock_timestamp() + interval '30 days'
              else not m.end_told and mandate_end(m, c.birth_date) <= clock_timestamp() end;
          return found;
        end $$;
      create policy add_mandate_end on access_log for insert to samenplan_serve with check (
        person_id is null and type = 'mandate-ended' and exists (
          select from plan_access p join mandate m using (client_id) join person c on c.id = m.client_id
          where p.plan_id = access_log.plan_id and m.id = access_log.rule_id and m.ended_by is null
            and mandate_end(m, c.birth_date) = access_log.at and access_log.at <= clock_timestamp()));

      -- Those that end within a month, for who has to be told.
      create function mandates_ending(most int) returns table (mandate_id uuid, client_id uuid, person_id uuid, plan_id uuid)
        language sql stable security definer set search_path = public, pg_temp as $$
          select m.id, m.client_id, m.person_id, (select min(p.plan_id::text)::uuid from plan_access p where p.client_id = m.client_id)
            from mandate m join person c on c.id = m.client_id
            where not m.soon_told and m.ended_by is null and mandate_end(m, c.birth_date) > clock_timestamp()
              and mandate_end(m, c.birth_date) <= clock_timestamp() + interval '30 days'
            order by m.id limit most
        $$;

      -- Which birthday was told of: from a month before it.
      create table age_review (
        client_id uuid not null references person,
        age smallint not null check (age in (12, 16, 18)),
        told_at timestamptz not null default clock_timestamp(),
        primary key (client_id, age)
      );
      alter table age_review enable row level security;
      -- Marks them as told, and answers whom to tell: the client, and who decides for the client now.
      create function take_age_reviews(most int) returns table (client_id uuid, person_id uuid, plan_id uuid)
        language sql volatile security definer set search_path = public, pg_temp as $$
          with due as (select c.id, a.age from person c cross join unnest(array[12, 16, 18]) a(age)
              where c.birth_date > current_date - 6940 and exists (select from plan_access p where p.client_id = c.id)
                and turns(c.birth_date, a.age) between clock_timestamp() - interval '3 months' and clock_timestamp() + interval '1 month'
                and not exists (select from age_review r where r.client_id = c.id and r.age = a.age)
              limit most),
          taken as (insert into age_review (client_id, age) select id, age from due on conflict do nothing returning client_id)
          select t.client_id, x.person, (select min(p.plan_id::text)::uuid from plan_access p where p.client_id = t.client_id)
            from taken t cross join lateral (select t.client_id as person union
              select m.person_id from mandate m join person c on c.id = m.client_id
                where m.client_id = t.client_id and m.kind in ('ouder', 'voogd')
                  and mandate_holds(m, c.birth_date, clock_timestamp())) x
        $$;
      create index on person (birth_date);
      revoke execute on function
        add_mandate(uuid, uuid, uuid, text, text, timestamptz, text, date),
        end_mandate(uuid),
        answer_mandate(uuid, boolean),
        confirm_mandate(uuid, uuid, text),
        renew_mandate(uuid, timestamptz),
        close_section(uuid, uuid, uuid, bytea),
        open_section(uuid),
        untold_mandate_ends(int, uuid[]),
        mark_mandate_told(uuid, boolean),
        mandates_ending(int),
        take_age_reviews(int)
        from public;
      grant execute on function
        add_mandate(uuid, uuid, uuid, text, text, timestamptz, text, date),
        end_mandate(uuid),
        answer_mandate(uuid, boolean),
        confirm_mandate(uuid, uuid, text),
        renew_mandate(uuid, timestamptz),
        close_section(uuid, uuid, uuid, bytea),
        open_section(uuid),
        untold_mandate_ends(int, uuid[]),
        mark_mandate_told(uuid, boolean),
        mandates_ending(int),
        take_age_reviews(int)
        to samenplan_serve;
`;
