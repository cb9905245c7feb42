import type { AccessLogLine } from '@samenplan/shared/contracts';
import type { PlanTranslate } from '../plan-words';
import { daysEarlier, dutchDay, endOfDutchDay, monthsLater, startOfDutchDay } from '../sharing/share-ends';

/** Lines of one kind by one person about one thing on one day, newest first. */
export interface LogEntry {
  /** Id of the newest line: stays the same while older lines of that day are still being fetched. */
  readonly id: string;
  readonly newest: AccessLogLine;
  readonly lines: readonly AccessLogLine[];
}

export interface LogDay {
  /** `yyyy-mm-dd`, on the Dutch calendar. */
  readonly day: string;
  readonly entries: readonly LogEntry[];
}

/** Groups lines, newest first, by day, and merges what is the same but for its time. */
export function logDays(lines: readonly AccessLogLine[]): readonly LogDay[] {
  const days = new Map<string, Map<string, AccessLogLine[]>>();
  for (const line of lines) {
    const day = dutchDay(new Date(line.at));
    const entries = days.get(day) ?? new Map<string, AccessLogLine[]>();
    days.set(day, entries);
    const kind = kindOf(line);
    const same = entries.get(kind);
    if (same === undefined) entries.set(kind, [line]);
    else same.push(line);
  }
  return [...days].map(([day, entries]) => ({ day, entries: [...entries.values()].flatMap(entryOf) }));
}

/** Everything that makes two lines say the same; an emergency or a refusal never hides in another line. */
function kindOf(line: AccessLogLine): string {
  return JSON.stringify([
    line.person?.id ?? null,
    line.onBehalfOf?.id ?? null,
    line.role,
    line.organisation,
    line.type,
    line.outcome,
    line.object.id,
    line.detail,
    line.purpose,
    line.allowedBy.why,
    line.emergency,
  ]);
}

function entryOf(lines: readonly AccessLogLine[]): LogEntry[] {
  const newest = lines[0];
  return newest === undefined ? [] : [{ id: newest.id, newest, lines }];
}

/** "wijkverpleegkundige bij Zorg Dichtbij, namens Ans de Boer"; empty when nothing is known. */
export function logActor(t: PlanTranslate, line: AccessLogLine): string {
  const { role, organisation, onBehalfOf } = line;
  const place =
    role !== null && organisation !== null
      ? t('log.function-at', { function: role, organisation })
      : (role ?? organisation ?? '');
  const behalf = onBehalfOf === null ? '' : t('log.on-behalf', { name: onBehalfOf.name });
  return [place, behalf].filter((part) => part !== '').join(', ');
}

/** Why it was allowed, or that it was not. */
export function logReason(t: PlanTranslate, line: AccessLogLine): string {
  if (line.emergency) return t('log.emergency.why');
  if (line.outcome === 'refused') return t('log.refused.why');
  if (line.person === null) return t('log.ended.why');
  return t(`log.why.${line.allowedBy.why}`, { name: line.person.name });
}

/** The periods of the filter; `own` is between two days of one's own choice. */
export const logPeriods = ['all', 'today', 'week', 'month', 'own'] as const;
export type LogPeriod = (typeof logPeriods)[number];

/** Bounds of a period as ISO moments, on the Dutch calendar; an own day that is not filled in leaves that side open. */
export function periodBounds(
  period: LogPeriod,
  own: { readonly from: string; readonly to: string },
  now: Date,
): { readonly from?: string; readonly to?: string } {
  const today = dutchDay(now);
  switch (period) {
    case 'all':
      return {};
    case 'today':
      return { from: startOfDutchDay(today) };
    case 'week':
      return { from: startOfDutchDay(daysEarlier(today, 6)) };
    case 'month':
      return { from: startOfDutchDay(monthsLater(today, -1)) };
    case 'own':
      return {
        ...(own.from === '' ? {} : { from: startOfDutchDay(own.from) }),
        ...(own.to === '' ? {} : { to: endOfDutchDay(own.to) }),
      };
  }
}
