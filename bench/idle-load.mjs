// Many people who look at many sections and do nothing. Runs in the load process.
import { openAll } from './live-load.mjs';

/** @param {{ dialect: string, url: string, places: { room: string, cookie?: string }[] }} load */
export async function idleLoad({ dialect, url, places }, mark) {
  const clients = await openAll(places.map((place) => ({ dialect, url, ...place, role: 'counter' })));
  await mark('open');
  const open = clients.filter((client) => client.closed === undefined).length;
  for (const client of clients) client.close();
  return { sessions: open, sections: new Set(places.map(({ room }) => room)).size };
}
