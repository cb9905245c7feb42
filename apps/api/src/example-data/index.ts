import type { INestApplicationContext } from '@nestjs/common';
import { Configuration } from '@samenplan/api/platform';
import { Client } from 'pg';
import { insertLogins, insertPeople } from './insert-people';
import { insertOffices } from './offices';
import { organisations } from './organisations';
import { exampleFigure } from './people';
import { noor } from './story-noor';
import { ria } from './story-ria';
import { fatma, jasmijn, mo, willem } from './story-others';
import { tellStory } from './tell-story';
import { ExampleWriter } from './writer';

/** Any number, the same in every version, and not that of the migrations. */
const EXAMPLE_LOCK = 7_263_002;

const stories = [willem, mo, jasmijn, fatma, noor, ria];

/**
 * Example people and plans for a first look, local mode only. What is there stays as it is: a client who has a plan
 * gets no second one. An installation with organisations of its own is left alone.
 * @param app initialised, so that texts can be stored
 * @param ownerUrl the database as its owner
 * @returns how many plans were made
 */
export async function ensureExampleData(app: INestApplicationContext, ownerUrl: string): Promise<number> {
  const configuration = app.get(Configuration);
  if (configuration.mode !== 'local') throw new Error('Example people never live in production');
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    // Instances that start together take turns; the lock goes with the connection.
    await owner.query('select pg_advisory_lock($1)', [EXAMPLE_LOCK]);
    if (await isInUse(owner)) return 0;
    await insertPeople(owner);
    await insertOffices(owner);
    await insertLogins(owner, configuration.oidc.issuer);
    return await tellStories(app, owner);
  } finally {
    await owner.end();
  }
}

/** Whether organisations live here that are not ours, and none of ours. */
async function isInUse(owner: Client): Promise<boolean> {
  const sql =
    'select exists (select from organisation) and not exists (select from organisation where id = any ($1)) as used';
  const { rows } = await owner.query<{ used: boolean }>(sql, [organisations.map(({ id }) => id)]);
  return rows[0]?.used === true;
}

async function tellStories(app: INestApplicationContext, owner: Client): Promise<number> {
  const writer = new ExampleWriter(app);
  let made = 0;
  try {
    for (const story of stories) {
      const known = await owner.query('select from plan_access where client_id = $1', [exampleFigure(story.client).id]);
      if (known.rowCount !== 0) continue;
      await tellStory(app, writer, story);
      made += 1;
    }
  } finally {
    await writer.endLogins();
  }
  return made;
}
