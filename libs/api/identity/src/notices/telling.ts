import { noticeKinds, noticeWays, type NoticeKind } from '@samenplan/shared/contracts';
import { z } from 'zod';

const MINUTE = 60_000;
/** Between two messages to one person in one way. */
const REST = 15 * MINUTE;
/** In one way and 24 hours. */
const MOST_A_DAY = 8;
const DAY = 24 * 60 * MINUTE;
/** Hour in Amsterdam at which somebody who wants one message a day gets it. */
const DIGEST_HOUR = 17;
const DUTCH_HOUR = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Amsterdam', hour: '2-digit', hour12: false });
/** What may not wait for the message of the day. */
const AT_ONCE: ReadonlySet<string> = new Set<NoticeKind>(['login-new', 'account-asked']);

const moment = z.coerce.date();

/** What `notices_to_tell` knows of a person whose time has come. */
export const tellingFacts = z.object({
  preference: z
    .object({
      way: z.enum(noticeWays),
      rhythm: z.enum(['at-once', 'daily']),
      discreet: z.boolean(),
      kinds: z.partialRecord(z.enum(noticeKinds), z.enum(['mail', 'sms', 'none'])).catch({}),
    })
    .nullable(),
  contactPoints: z.array(z.object({ id: z.string(), kind: z.enum(['mail', 'sms']) })),
  /** Of the last 24 hours. */
  messages: z.array(z.object({ kind: z.enum(['mail', 'sms']), at: moment })),
  /** Unread, and not told yet. */
  notices: z.array(z.object({ id: z.string(), kind: z.string(), at: moment, shows: z.boolean() })),
});
export type TellingFacts = z.infer<typeof tellingFacts>;

export interface Telling {
  /** At most one per way. */
  readonly messages: readonly { readonly contactPointId: string; readonly noticeIds: readonly string[] }[];
  /** Looked at again at that moment. */
  readonly waits: readonly { readonly noticeIds: readonly string[]; readonly until: Date }[];
  /** Nothing goes out about these: so it was chosen, there is no address, or they may no longer be seen. */
  readonly quiet: readonly string[];
  readonly discreet: boolean;
}

/** Which messages go out to one person now; time is an argument. */
export function telling({ preference, contactPoints, messages, notices }: TellingFacts, now: Date): Telling {
  const addressOf = (kind: string): TellingFacts['contactPoints'][number] | undefined => {
    const way = preference?.kinds[kind as NoticeKind] ?? preference?.way;
    return contactPoints.find((point) => point.kind === way);
  };
  const wanted = notices.filter(({ kind, shows }) => shows && addressOf(kind) !== undefined);
  const quiet = notices.filter((notice) => !wanted.includes(notice)).map(({ id }) => id);
  const result = { messages: [] as Telling['messages'][number][], waits: [] as Telling['waits'][number][] };
  const perAddress = Map.groupBy(wanted, ({ kind }) => addressOf(kind));
  for (const [point, group] of perAddress) {
    if (point === undefined) continue;
    const due = group.filter(
      ({ kind, at }) => preference?.rhythm !== 'daily' || AT_ONCE.has(kind) || at < lastDigest(now),
    );
    const late = group.filter((notice) => !due.includes(notice));
    if (late.length > 0) result.waits.push({ noticeIds: late.map(({ id }) => id), until: nextDigest(now) });
    if (due.length === 0) continue;
    const noticeIds = due.map(({ id }) => id);
    const until = restUntil(
      messages.filter(({ kind }) => kind === point.kind).map(({ at }) => at.getTime()),
      now.getTime(),
    );
    if (until > now.getTime()) result.waits.push({ noticeIds, until: new Date(until) });
    else result.messages.push({ contactPointId: point.id, noticeIds });
  }
  return { ...result, quiet, discreet: preference?.discreet ?? true };
}

/** Moment from which the next message may go out. */
function restUntil(sent: readonly number[], now: number): number {
  const recent = sent.filter((at) => at > now - DAY).toSorted((a, b) => b - a);
  const [last] = recent;
  const oldestThatCounts = recent[MOST_A_DAY - 1];
  return Math.max(last === undefined ? 0 : last + REST, oldestThatCounts === undefined ? 0 : oldestThatCounts + DAY);
}

/** The last moment, not after `now`, at which the message of the day goes out; summer and winter time included. */
export function lastDigest(now: Date): Date {
  // Full hours in Amsterdam are full hours in UTC.
  const hour = Math.floor(now.getTime() / (60 * MINUTE));
  for (let back = 0; back <= 25; back += 1) {
    const at = new Date((hour - back) * 60 * MINUTE);
    if (Number(DUTCH_HOUR.format(at)) === DIGEST_HOUR) return at;
  }
  throw new Error('Every day has this hour');
}

export const nextDigest = (now: Date): Date => lastDigest(new Date(lastDigest(now).getTime() + 25 * 60 * MINUTE));
