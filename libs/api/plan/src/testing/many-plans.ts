import { randomUUID } from 'node:crypto';
import type { INestApplication } from '@nestjs/common';
import { Database, Encryption } from '@samenplan/api/platform';
import type { Client } from 'pg';
import { Details } from '../details';

type Wanted = { readonly clientId: string; readonly readerId: string; readonly amount: number };

/** Plans of one client, each with one section, all shown to one reader. */
export async function manyPlans(
  app: INestApplication,
  owner: Client,
  { clientId, readerId, amount }: Wanted,
): Promise<string[]> {
  const [encryption, details] = [app.get(Encryption), app.get(Details, { strict: false })];
  const made: { planId: string; sectionId: string; keyId: string; plan: Buffer; section: Buffer }[] = [];
  await app.get(Database).as({ personId: clientId }, async (tx) => {
    for (let number = 0; number < amount; number += 1) {
      const [planId, sectionId] = [randomUUID(), randomUUID()];
      const keyId = await encryption.createKey(tx, 'plan', planId, null);
      const plan = await details.sealPlan(tx, keyId, planId, { title: `Plan ${number}` });
      const words = { title: 'Wonen', kind: 'own', domain: null } as const;
      const roomKey = await encryption.createKey(tx, 'room', sectionId, keyId);
      made.push({ planId, sectionId, keyId, plan, section: await details.sealSection(tx, roomKey, sectionId, words) });
    }
  });
  const columns = [
    made.map(({ planId }) => planId),
    made.map(({ sectionId }) => sectionId),
    made.map(({ plan }) => plan),
    made.map(({ section }) => section),
  ];
  const from =
    'from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[]) as m (plan_id, section_id, plan, section), (select $5::uuid as client) c';
  for (const sql of [
    `insert into plan_access select plan_id, client ${from}`,
    `insert into section_access (section_id, plan_id) select section_id, plan_id ${from}`,
    `insert into plan (id, phase, details, created_by) select plan_id, 'support', plan, client ${from}`,
    `insert into section (id, plan_id, position, details, created_by) select section_id, plan_id, 'V', section, client ${from}`,
    `insert into room_head (id, kind, history_id, schema_version) select section_id, 'section', section_id, 1 ${from}`,
  ])
    await owner.query(sql, [...columns, clientId]);
  await owner.query(
    `insert into access_rule (id, plan_id, subject_type, subject_id, effect, level, ends_at, created_by)
      select gen_random_uuid(), plan, 'person', $2, 'share', 1, clock_timestamp() + interval '1 day', $1 from unnest($3::uuid[]) plan`,
    [clientId, readerId, columns[0]],
  );
  return made.map(({ keyId }) => keyId);
}
