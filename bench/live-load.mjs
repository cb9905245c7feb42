// How long an edit takes to be stored and to stand on another screen.
import { round, summary } from './figures.mjs';
import { LiveClient } from './live-client.mjs';

/**
 * @param {string} url of the running product
 * @param {{ section: string, cookie: string }[]} places one per person and section
 * @param {{ writersPerSection: number, editsPerSecond: number, seconds: number }} load
 */
export async function liveLoad(url, places, { writersPerSection, editsPerSecond, seconds }) {
  const sections = Map.groupBy(places, ({ section }) => section);
  const seen = [];
  const stored = [];
  const sentAt = new Map();
  const writers = [];
  const clients = [];
  for (const people of sections.values())
    for (const [index, { section, cookie }] of people.entries()) {
      const client = await LiveClient.open(url, section, cookie);
      client.onStored = (milliseconds) => stored.push(milliseconds);
      client.onText = (text, at) => {
        for (const [id] of text.matchAll(/\d+ /g)) if (sentAt.has(id)) seen.push(at - sentAt.get(id));
      };
      clients.push(client);
      if (index < writersPerSection) writers.push(client);
    }

  let edits = 0;
  const begin = performance.now();
  const typing = writers.map(async (writer, index) => {
    const offset = (index / writers.length) * (1000 / editsPerSecond);
    for (let n = 0; n < seconds * editsPerSecond; n += 1) {
      const due = begin + offset + (n * 1000) / editsPerSecond;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      const id = `${(edits += 1)} `;
      sentAt.set(id, performance.now());
      writer.type(id);
    }
  });
  await Promise.all(typing);
  // Nothing more is sent: what is still under way gets ten seconds.
  for (const until = performance.now() + 10_000; stored.length < edits && performance.now() < until;)
    await new Promise((resolve) => setTimeout(resolve, 20));
  for (const client of clients) client.close();
  return {
    sections: sections.size,
    people: clients.length,
    writers: writers.length,
    edits,
    editsPerSecond: round(edits / seconds),
    stored: summary(stored),
    seen: summary(seen),
  };
}
