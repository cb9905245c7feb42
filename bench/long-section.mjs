// A section that was written in for years. Both run in the load process.
import { LiveClient, marker } from './live-client.mjs';
import { openAll, settle, sleep } from './live-load.mjs';

/** Edits of one writer that may wait for their acknowledgement. */
const UNDER_WAY = 150;

/**
 * Writes that many edits through the front door, as fast as the server takes them.
 * @param {{ url: string, room: string, cookies: string[], edits: number }} load
 */
export async function longLoad({ url, room, cookies, edits }) {
  const begin = performance.now();
  const writers = await openAll(cookies.map((cookie) => ({ dialect: 'samenplan', url, room, cookie, role: 'writer' })));
  let [sent, stored] = [0, 0];
  await Promise.all(
    writers.map(async (writer) => {
      let waiting = 0;
      writer.onStored = () => {
        waiting -= 1;
        stored += 1;
      };
      while (sent < edits) {
        if (writer.closed !== undefined) throw new Error(`a writer was closed with ${writer.closed}`);
        if (waiting >= UNDER_WAY) await sleep(5);
        else {
          waiting += 1;
          writer.type(marker((sent += 1)).slice(0, 1 + (sent % 8)));
        }
      }
    }),
  );
  await settle(() => stored === edits);
  for (const writer of writers) writer.close();
  return { edits: stored, seconds: (performance.now() - begin) / 1000 };
}

/** How long until the text is there, from nothing in the server's memory. */
export async function openLong({ url, room, cookie }) {
  const client = await LiveClient.open({ dialect: 'samenplan', url, room, cookie, role: 'counter' });
  client.close();
  return { milliseconds: client.openedAfter, bytes: client.openedBytes };
}
