import type { AccessLogEntry, AccessLogLine } from '@samenplan/shared/contracts';
import type { PlanTranslate } from '../plan-words';
import { daysEarlier, dutchDay, endOfDutchDay, monthsLater, startOfDutchDay } from '../sharing/share-ends';

export interface LogDay {
  /** `yyyy-mm-dd`, on the Dutch calendar. */
  readonly day: string;
  readonly entries: readonly AccessLogEntry[];
}

/** Puts entries, newest first, under their days. */
export function logDays(entries: readonly AccessLogEntry[]): readonly LogDay[] {
  const days = new Map<string, AccessLogEntry[]>();
  for (const entry of entries) {
    const day = dutchDay(new Date(entry.line.at));
    const known = days.get(day);
    if (known === undefined) days.set(day, [entry]);
    else known.push(entry);
  }
  return [...days].map(([day, found]) => ({ day, entries: found }));
}

/** The line that tells an entry as one sentence: of several requests of one look the most telling. */
export const leadOf = ({ line, parts }: AccessLogEntry): AccessLogLine => ({
  ...line,
  type: parts[0]?.type ?? line.type,
});

/** How often somebody did this: one look asks several things. */
export const timesOf = ({ parts }: AccessLogEntry): number => Math.max(1, ...parts.map(({ count }) => count));

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
