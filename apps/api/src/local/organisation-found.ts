import { randomUUID } from 'node:crypto';
import { colleagueCodeHash, newContactCode } from '@samenplan/api/identity';
import { StartError } from '@samenplan/api/platform';
import { operate, say } from './operated-installation';

const DAYS = 21;
const kinds = ['municipality', 'social-team', 'general-practice', 'home-care', 'welfare', 'allied-health', 'other'];

/** Makes an organisation and a code for its first administrator, who invites everybody else. */
await operate(async ({ owner }) => {
  const [name = '', kind = 'other'] = process.argv.slice(2).filter((argument) => argument !== '--');
  if (name.trim() === '' || !kinds.includes(kind))
    throw new StartError(`usage: npm run organisation:found -- "Name" [${kinds.join('|')}]`);
  const organisationId = randomUUID();
  const code = newContactCode();
  await owner.query('begin');
  await owner.query('insert into organisation (id, name, kind) values ($1, $2, $3)', [
    organisationId,
    name.trim(),
    kind,
  ]);
  await owner.query(
    `insert into colleague_invitation (id, organisation_id, number, administrator, code_hash, expires_at)
      values ($1, $2, 1, true, $3, clock_timestamp() + make_interval(days => $4))`,
    [randomUUID(), organisationId, colleagueCodeHash(code), DAYS],
  );
  await owner.query('commit');
  say(`${name.trim()} is there. Its first administrator opens /collega, logs in and confirms this code,`);
  say(`within ${DAYS} days; whoever confirms it administers the organisation:`);
  say(code);
});
