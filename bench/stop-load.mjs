// Rights are stopped while everybody types. Runs in the load process.
import { round, summary } from './figures.mjs';
import { openAll, roleOf, settle, sleep, startTyping } from './live-load.mjs';

/**
 * @param {{ url: string, plan: string, places: { room: string, cookie: string }[], owner: string,
 *   grants: { cookie: string, id: string, personId: string }[], writersPerSection: number, editsPerSecond: number,
 *   stopsOfOneSection: number }} load
 *   owner: cookie of the client; grants: of the readers, each for the whole plan
 */
export async function stopLoad(load, mark) {
  const { url, places, writersPerSection, editsPerSecond } = load;
  const rooms = [...Map.groupBy(places, ({ room }) => room).values()];
  const asked = rooms.flatMap((people) =>
    people.map((place, index) => ({
      dialect: 'samenplan',
      url,
      ...place,
      role: roleOf(index, writersPerSection) === 'writer' ? 'writer' : 'counter',
    })),
  );
  const clients = await openAll(asked);
  const sentAt = [];
  const readers = clients.flatMap((client, i) =>
    asked[i].role === 'counter' ? [{ client, ...asked[i], lastAt: 0, lastEdit: 0 }] : [],
  );
  for (const reader of readers)
    reader.client.onEdit = (id) => {
      reader.lastAt = performance.now();
      reader.lastEdit = Math.max(reader.lastEdit, sentAt[id] ?? 0);
    };
  const writers = clients.filter((_, i) => asked[i].role === 'writer');
  const typing = startTyping(writers, editsPerSecond, (id) => {
    sentAt[id] = performance.now();
  });
  await sleep(3_000);
  await mark('begin');
  const ofSection = [];
  for (let n = 0; n < load.stopsOfOneSection; n += 1) {
    const { cookie, room } = asked[(n % rooms.length) * rooms[0].length + writersPerSection];
    const { personId } = load.grants.find((grant) => grant.cookie === cookie);
    const body = { recipient: { type: 'person', id: personId }, sectionId: room, effect: 'withhold' };
    const hit = readers.filter((reader) => reader.cookie === cookie && reader.room === room);
    ofSection.push(await stopped(hit, () => send(load, 'POST', '', body)));
    await sleep(50);
  }
  const ofPlan = [];
  // The first of them lost single sections already.
  for (const { cookie, id } of load.grants.slice(1)) {
    const hit = readers.filter((reader) => reader.cookie === cookie);
    ofPlan.push(await stopped(hit, () => send(load, 'DELETE', `/${id}`)));
    await sleep(500);
  }
  await mark('end');
  await typing.stop();
  await sleep(1_000);
  for (const client of clients) client.close();
  return {
    editsPerSecond: rooms.length * writersPerSection * editsPerSecond,
    ofSection: told(ofSection),
    ofPlan: told(ofPlan),
  };
}

async function send({ url, plan, owner }, method, path, body) {
  const answer = await fetch(`${url}/api/v1/plans/${plan}/grants${path}`, {
    method,
    headers: { cookie: owner, origin: url, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} of a grant answered ${answer.status}: ${await answer.text()}`);
}

/** One stop, looked at until its sockets are closed. Milliseconds count from its answer. */
async function stopped(readers, ask) {
  const asked = performance.now();
  await ask();
  const answered = performance.now();
  await settle(() => readers.every(({ client }) => client.closed !== undefined));
  return readers.map(({ client, lastAt, lastEdit }) => ({
    request: answered - asked,
    lastByte: Math.max(0, lastAt - answered),
    closed: client.closedAt === undefined ? Infinity : Math.max(0, client.closedAt - answered),
    // Typed after the answer, so committed after it too.
    late: lastEdit > answered,
  }));
}

function told(stops) {
  const all = stops.flat();
  return {
    stops: stops.length,
    sockets: all.length,
    request: summary(stops.flatMap(([first]) => (first === undefined ? [] : [first.request]))),
    lastByteAfterAnswer: summary(all.map(({ lastByte }) => lastByte)),
    longestLastByte: round(Math.max(...all.map(({ lastByte }) => lastByte))),
    closedAfterAnswer: summary(all.map(({ closed }) => closed)),
    socketsWithLaterEdits: all.filter(({ late }) => late).length,
  };
}
