import { closeCodes } from '@samenplan/shared/live-protocol';
import type { SocketRecord } from '@samenplan/shared/live-protocol/testing';
import type { ReplayedLog } from './faults-log';
import type { FaultsPage } from './faults-page';
import type { FaultyRights, Turning } from './faults-rights';

/** What is looked at from outside: pages, their wires, the order of the database. */
export type Witnessed = {
  readonly pages: readonly FaultsPage[];
  readonly roomIds: readonly string[];
  readonly rights: FaultyRights;
  readonly broken: string[];
};

const READ = 1;
const WRITE = 2;
/** Promise P2: how soon an open connection closes. */
const SECOND = 1_000;
/** Who does not read for so long hears of the close that much later. */
const HELD = 400;
/** A right that ends by the clock ends when the transaction decides; its row may be this much younger (P2). */
const SLACK = 1_000;

/** Compares what everybody got and was told with the log and the order of changes in the database. */
export function checkRound(round: Witnessed, logs: readonly ReplayedLog[]): void {
  const erased = new Set(round.pages.flatMap(({ edits }) => edits.flatMap((edit) => edit.erased)));
  for (const id of takenWithBlocks(round.pages)) erased.add(id);
  logs.forEach((log, room) => {
    const roomId = round.roomIds[room] ?? '';
    const turnings = (round.rights.turnings.get(roomId) ?? []).toSorted((a, b) => a.epoch - b.epoch);
    const say = (text: string): void => void round.broken.push(`Room ${room}: ${text}`);
    checkLog(log, say);
    checkAuthors(log, turnings, say);
    checkLogins(log, roomId, round, say);
    for (const page of round.pages.filter(({ setup }) => setup.room === room)) {
      checkStored(page, log, erased, say);
      checkHandedBack(page, log, erased, say);
      checkManners(page, say);
      for (const socket of page.sockets) {
        checkReceived(page, socket, log, turnings, say);
        checkClosed(page, socket, turnings, say);
      }
    }
  });
}

type Say = (text: string) => void;

/** Numbered without holes, each number once. */
function checkLog({ rows, headSeq }: ReplayedLog, say: Say): void {
  if (rows.some(({ seq }, i) => seq !== i + 1)) say(`the log has the numbers ${rows.map(({ seq }) => seq).join(' ')}`);
  if (rows.length !== headSeq) say(`the head says ${headSeq}, the log ends at ${rows.length}`);
}

/** Nobody's edit is stored after a change by which they may not write. */
function checkAuthors({ rows }: ReplayedLog, turnings: readonly Turning[], say: Say): void {
  for (const { seq, author, at } of rows) {
    if (author === null) continue;
    const before = turningBefore(turnings, seq);
    if (Math.max(levelAt(before, author, at), levelAt(before, author, at - SLACK)) < WRITE)
      say(`edit ${seq} of ${author} is stored after the change at epoch ${before?.epoch} that took the right`);
  }
}

/** Nothing of a login is stored after its end, and nothing stored after it reaches it. */
function checkLogins({ rows, lives }: ReplayedLog, roomId: string, { rights, pages }: Witnessed, say: Say): void {
  for (const { loginId, own, all } of rights.ended) {
    const last = rows.findLast(({ session }) => session === loginId)?.seq ?? 0;
    if (last > (own.get(roomId) ?? 0)) say(`edit ${last} is stored after the end of its login`);
    for (const { setup, sockets } of pages) {
      if (setup.roomId !== roomId || setup.somebody.loginId !== loginId) continue;
      for (const id of sockets.flatMap(({ received }) => [...received.keys()]))
        if ((lives.get(id)?.from ?? 0) > (all.get(roomId) ?? 0))
          say(`${id} reached slot ${setup.slot} after its login ended`);
    }
  }
}

/** What was acknowledged, or called stored on the screen, is in the log, and in the text unless somebody took it away. */
function checkStored(
  { setup, sockets, edits, saved, adopted }: FaultsPage,
  { lives }: ReplayedLog,
  erased: ReadonlySet<number>,
  say: Say,
): void {
  const check = (ids: readonly number[], how: string): void => {
    for (const id of ids) {
      const life = lives.get(id);
      if (erased.has(id)) continue;
      if (life === undefined) say(`${id} of slot ${setup.slot} was ${how} and is not in the log`);
      else if (life.until !== undefined)
        say(`${id} of slot ${setup.slot} was ${how}, nobody took it away, and it is gone`);
    }
  };
  for (const { stored } of sockets) check(stored, 'acknowledged');
  for (const edit of edits.slice(0, saved)) {
    check(edit.wrote, 'called stored');
    for (const id of edit.erased) {
      const life = lives.get(id);
      if (life !== undefined && life.until === undefined)
        say(`${id} was taken away by slot ${setup.slot}, called stored, and is there`);
    }
  }
  for (const { ids } of adopted.filter(({ stored }) => stored))
    for (const id of ids)
      if (!lives.has(id) && !erased.has(id))
        say(`${id} was taken over by slot ${setup.slot}, called stored, and is not there`);
}

/** Whatever breaks, our own client never says what can't be understood or hangs on what is not there. */
function checkManners({ setup, sockets, ended }: FaultsPage, say: Say): void {
  const refusal = ended?.refusal ?? null;
  if (
    sockets.some(({ closeCode }) => closeCode === closeCodes.malformed) ||
    refusal === 'gap' ||
    refusal === 'malformed'
  )
    say(`slot ${setup.slot} was refused as ${refusal}`);
}

/** Promise P7: what was not stored when a page ended is on its screen. */
function checkHandedBack(
  { setup, edits, ended }: FaultsPage,
  log: ReplayedLog,
  erased: ReadonlySet<number>,
  say: Say,
): void {
  if (ended === undefined) return;
  for (const id of edits.flatMap(({ wrote }) => wrote))
    if (!log.lives.has(id) && !erased.has(id) && !(ended.unstored ?? '').includes(markerOf(id)))
      say(`${id} of slot ${setup.slot} is neither stored nor shown to its writer (${ended.status})`);
}

/** Whatever arrived was stored, and stored while its reader might see it, or before its reader might again. */
function checkReceived(
  { setup }: FaultsPage,
  socket: SocketRecord,
  { lives, rows }: ReplayedLog,
  turnings: readonly Turning[],
  say: Say,
): void {
  const { personId } = setup.somebody;
  for (const [id, at] of socket.received) {
    const life = lives.get(id);
    if (life === undefined) {
      say(`${id} reached slot ${setup.slot} and was never stored`);
      continue;
    }
    const before = turningBefore(turnings, life.from);
    if (levelAt(before, personId, rows[life.from - 1]?.at ?? 0) >= READ) continue;
    const again = turnings.find(
      ({ epoch, levels }) => epoch > (before?.epoch ?? 0) && levels.get(personId)?.some(({ level }) => level >= READ),
    );
    if (again === undefined || at < again.sentAt)
      say(`${id} (edit ${life.from}) reached slot ${setup.slot}, which was stopped at epoch ${before?.epoch}`);
    else if (life.until !== undefined && life.until <= again.seq)
      say(
        `${id} (edits ${life.from} to ${life.until}) was written and taken away while slot ${setup.slot} might see nothing, and reached it`,
      );
  }
}

/** Open connections close within a second after a stop or a lower right. */
function checkClosed(
  { setup, leftAt }: FaultsPage,
  socket: SocketRecord,
  turnings: readonly Turning[],
  say: Say,
): void {
  const { personId } = setup.somebody;
  for (const [i, turning] of turnings.entries()) {
    const told = socket.levels.findLast(({ at }) => at < turning.answeredAt)?.level;
    const level = turning.levels.get(personId)?.[0]?.level ?? 0;
    if (told === undefined || (socket.closedAt !== undefined && socket.closedAt < turning.answered)) continue;
    if (level >= READ && (level >= WRITE || told < WRITE)) continue;
    const deadline = turning.answered + SECOND + (socket.held ? HELD : 0);
    const again = turnings
      .slice(i + 1)
      .some(({ sent, levels }) => sent < deadline && (levels.get(personId)?.[0]?.level ?? 0) > level);
    if (again || (leftAt ?? Infinity) < deadline) continue;
    if ((socket.closedAt ?? Infinity) > deadline)
      say(
        `slot ${setup.slot} closed ${Math.round((socket.closedAt ?? Infinity) - turning.answered)} ms after the change at epoch ${turning.epoch} (${socket.closeCode})`,
      );
  }
}

/** The last change before an edit: both hold the head, so one of them was first. */
const turningBefore = (turnings: readonly Turning[], seq: number): Turning | undefined =>
  turnings.findLast((turning) => turning.seq < seq);

const levelAt = (turning: Turning | undefined, personId: string, at: number): number =>
  turning?.levels.get(personId)?.findLast(({ from }) => from <= at)?.level ?? 0;

const markerOf = (id: number): string => `~${String(id).padStart(6, '0')}`;

/** What others wrote in a block while somebody took it away goes with it. */
function takenWithBlocks(pages: readonly FaultsPage[]): readonly number[] {
  const edits = pages.flatMap((page) => page.edits);
  const blocks = new Set(edits.map(({ erasedBlock }) => erasedBlock).filter((id) => id !== ''));
  return edits.flatMap(({ wrote, inBlock }) => (blocks.has(inBlock) ? wrote : []));
}
