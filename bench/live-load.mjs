// How long an edit takes to be stored and to stand on another screen. Runs in the load process.
import { round, summary } from './figures.mjs';
import { LiveClient, marker } from './live-client.mjs';

const AT_ONCE = 16;

/** Opens many connections, a few at a time. */
export async function openAll(asked) {
  const clients = [];
  for (let i = 0; i < asked.length; i += AT_ONCE)
    clients.push(...(await Promise.all(asked.slice(i, i + AT_ONCE).map((one) => LiveClient.open(one)))));
  return clients;
}

/** Writers first, then one who watches the whole document, then those who only count. */
export const roleOf = (index, writers) => (index < writers ? 'writer' : index === writers ? 'watcher' : 'counter');

/**
 * Types evenly spread edits until told to stop.
 * @param {LiveClient[]} writers
 * @param {(id: number, writer: LiveClient) => void} onType called right before the key
 */
export function startTyping(writers, editsPerSecond, onType) {
  let typing = true;
  let edits = 0;
  const begin = performance.now();
  const every = 1000 / editsPerSecond;
  const ended = Promise.all(
    writers.map(async (writer, index) => {
      const offset = (index / writers.length) * every;
      for (let n = 0; ; n += 1) {
        await new Promise((resolve) =>
          setTimeout(resolve, Math.max(0, begin + offset + n * every - performance.now())),
        );
        if (!typing) return;
        if (writer.closed !== undefined) continue;
        const id = (edits += 1);
        onType(id, writer);
        writer.type(marker(id));
      }
    }),
  );
  return {
    count: () => edits,
    stop: async () => {
      typing = false;
      await ended;
    },
  };
}

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until `done()`, ten seconds at most: nothing more is sent. */
export async function settle(done) {
  for (const until = performance.now() + 10_000; !done() && performance.now() < until;) await sleep(20);
}

/**
 * @param {{ dialect: string, url: string, places: { room: string, cookie?: string }[], writersPerSection: number,
 *   editsPerSecond: number, seconds: number }} load places: one per person and section
 * @param {(phase: 'begin' | 'end') => Promise<void>} mark called around the seconds that are measured
 */
export async function liveLoad({ dialect, url, places, writersPerSection, editsPerSecond, seconds }, mark) {
  const rooms = [...Map.groupBy(places, ({ room }) => room).values()];
  const asked = rooms.flatMap((people) =>
    people.map((place, index) => ({ dialect, url, ...place, role: roleOf(index, writersPerSection) })),
  );
  const clients = await openAll(asked);
  const writers = clients.filter((_, i) => asked[i].role === 'writer');
  const [sentAt, writerOf, seen, stored] = [[], [], [], []];
  let counting = false;
  let arrived = 0;
  for (const client of clients) {
    client.onEdit = (id) => {
      if (writerOf[id] === client || sentAt[id] === undefined) return; // Some servers send edits back to their writer.
      arrived += 1;
      if (counting) seen.push(performance.now() - sentAt[id]);
    };
    client.onStored = (milliseconds) => {
      if (counting) stored.push(milliseconds);
    };
  }
  const typing = startTyping(writers, editsPerSecond, (id, writer) => {
    sentAt[id] = performance.now();
    writerOf[id] = writer;
  });
  await sleep(WARM_UP);
  await mark('begin');
  const [before, countedFrom] = [typing.count(), performance.now()];
  counting = true;
  await sleep(seconds * 1000);
  counting = false;
  const edits = typing.count() - before;
  const lasted = (performance.now() - countedFrom) / 1000;
  await mark('end');
  await typing.stop();
  const readers = clients.length / rooms.length - 1;
  await settle(() => arrived >= typing.count() * readers);
  const complete = arrived === typing.count() * readers && watchersAgree(clients, asked, typing.count());
  const closed = clients.flatMap((client) => client.closed ?? []);
  for (const client of clients) client.close();
  return {
    sections: rooms.length,
    people: clients.length,
    writers: writers.length,
    edits,
    editsPerSecond: round(edits / lasted),
    deliveries: edits * readers,
    complete,
    closed,
    ...(stored.length > 0 && { stored: summary(stored) }),
    seen: summary(seen),
  };
}

/** Servers and their code get warm; not measured. */
const WARM_UP = 3_000;

/** What the watchers of all sections have on their screens is every edit, once. */
function watchersAgree(clients, asked, edits) {
  const found = clients
    .filter((_, i) => asked[i].role === 'watcher')
    .flatMap((client) => client.text.match(/~\d{6} /g) ?? []);
  return found.length === edits && new Set(found).size === edits;
}
