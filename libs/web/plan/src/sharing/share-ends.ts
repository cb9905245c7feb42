/** Ends of sharing are days on the Dutch calendar, wherever the phone that chooses them is. */
const zone = 'Europe/Amsterdam';
const inZone = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** Ready-made ends in months; `date` is a day of one's own choice. */
export const endChoices = ['1', '3', '6', 'date'] as const;
export type EndChoice = (typeof endChoices)[number];

/** Three months ahead: about the time until the next evaluation of a plan. */
export const usualEnd: EndChoice = '3';

/** The day, `yyyy-mm-dd`, on which a moment falls in the Netherlands. */
export function dutchDay(at: Date): string {
  const parts = partsOf(at);
  return dayString(parts.year, parts.month, parts.day);
}

/** The last second of a Dutch day as ISO moment. `day` is `yyyy-mm-dd`. */
export function endOfDutchDay(day: string): string {
  const asIfUtc = Date.parse(`${day}T23:59:59Z`);
  // The clock changes at night, never in the last hours of a day: the offset an hour earlier is the offset then.
  const parts = partsOf(new Date(asIfUtc - 3_600_000));
  const shown = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  return new Date(asIfUtc - (shown - (asIfUtc - 3_600_000))).toISOString();
}

/** The same day of the month later, or the last day of the month where that day does not exist. */
export function monthsLater(day: string, months: number): string {
  const { year, month, date } = readDay(day);
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const target = new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastDay)));
  return dayString(target.getUTCFullYear(), target.getUTCMonth() + 1, target.getUTCDate());
}

/** The day that a choice stands for; null while the own date is not a day that may be chosen. */
export function endDay(choice: EndChoice, ownDay: string, now: Date): string | null {
  if (choice !== 'date') return monthsLater(dutchDay(now), Number(choice));
  return isPossibleEnd(ownDay, now) ? ownDay : null;
}

/** First and last day that the server accepts: from today until just within two years. */
export function possibleEnds(now: Date): { readonly first: string; readonly last: string } {
  const today = dutchDay(now);
  return { first: today, last: dayBefore(monthsLater(today, 24)) };
}

export function isPossibleEnd(day: string, now: Date): boolean {
  const { first, last } = possibleEnds(now);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && day >= first && day <= last;
}

/** The choice that gives this end today, so that a form can open on what is in force. */
export function choiceOf(endsAt: string, now: Date): { readonly choice: EndChoice; readonly day: string } {
  const day = dutchDay(new Date(endsAt));
  const choice = endChoices.find((one) => one !== 'date' && endDay(one, '', now) === day) ?? 'date';
  return { choice, day };
}

function dayBefore(day: string): string {
  const { year, month, date } = readDay(day);
  const before = new Date(Date.UTC(year, month - 1, date - 1));
  return dayString(before.getUTCFullYear(), before.getUTCMonth() + 1, before.getUTCDate());
}

function readDay(day: string): { year: number; month: number; date: number } {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { year, month, date };
}

function partsOf(at: Date) {
  const parts = new Map(inZone.formatToParts(at).map((part) => [part.type, Number(part.value)]));
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}

function dayString(year: number, month: number, day: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}`;
}

/** The first moment of a Dutch day as ISO moment. `day` is `yyyy-mm-dd`. */
export function startOfDutchDay(day: string): string {
  return new Date(Date.parse(endOfDutchDay(dayBefore(day))) + 1000).toISOString();
}

/** A number of days earlier. */
export function daysEarlier(day: string, days: number): string {
  return days === 0 ? day : daysEarlier(dayBefore(day), days - 1);
}
