/**
 * Version of the content schema (section-content.ts). It goes up when a node, mark or attribute is added: an editor
 * that does not know a node deletes it, so older clients may read such a room, not write in it.
 */
export const SCHEMA_VERSION = 1;

const PREFIX = 'samenplan.';

/** Subprotocol of this version; asking for it also asks for acknowledgements. */
export const SUBPROTOCOL = `${PREFIX}${SCHEMA_VERSION}`;

/**
 * The newest schema version that a client offers.
 * @param offered names of the `Sec-WebSocket-Protocol` header
 * @returns undefined when none is ours: a plain y-websocket client (schema 1, no acknowledgements)
 */
export function offeredVersion(
  offered: Iterable<string>,
): { readonly name: string; readonly version: number } | undefined {
  let best: { name: string; version: number } | undefined;
  for (const name of offered) {
    const version = name.startsWith(PREFIX) ? /^[1-9]\d{0,5}$/.exec(name.slice(PREFIX.length)) : null;
    if (version !== null && Number(version[0]) > (best?.version ?? 0)) best = { name, version: Number(version[0]) };
  }
  return best;
}
