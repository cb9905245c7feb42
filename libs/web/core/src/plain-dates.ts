import type { LanguageCode } from './words';

/** Words that a date needs around it. */
export interface DateWords {
  readonly today: string;
  readonly yesterday: string;
  readonly tomorrow: string;
}

/** Everybody around a plan reads the same day and hour, wherever their phone is. */
const timeZone = 'Europe/Amsterdam';
const locale: Record<LanguageCode, string> = { nl: 'nl-NL', en: 'en-GB' };
const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', minute: '2-digit', hourCycle: 'h23' });
const calendar = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });

/** "vandaag 14.05", "gisteren 9.30" or "12 maart 2026 14.05". */
export function plainMoment(at: Date, now: Date, code: LanguageCode, words: DateWords): string {
  return `${plainDay(at, now, code, words)} ${plainTime(at, code)}`;
}

/** "vandaag", "gisteren", "morgen" or "12 maart 2026". */
export function plainDay(at: Date, now: Date, code: LanguageCode, words: DateWords): string {
  switch (daysBetween(now, at)) {
    case 0:
      return words.today;
    case -1:
      return words.yesterday;
    case 1:
      return words.tomorrow;
    default:
      return plainDate(at, code);
  }
}

/** "12 maart 2026". */
export function plainDate(at: Date, code: LanguageCode): string {
  return new Intl.DateTimeFormat(locale[code], { timeZone, day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

/** "9.05" in Dutch, "9:05" in English. */
export function plainTime(at: Date, code: LanguageCode): string {
  const time = clock.format(at).replace(/^0(\d)/, '$1');
  return code === 'nl' ? time.replace(':', '.') : time;
}

/** A date without time, `yyyy-mm-dd` (a birth date), as noon of that day, so that no clock change moves it. */
export function parseDay(day: string): Date {
  return new Date(`${day}T12:00:00Z`);
}

function daysBetween(from: Date, to: Date): number {
  const midnight = (date: Date): number => Date.parse(`${calendar.format(date)}T00:00:00Z`);
  return Math.round((midnight(to) - midnight(from)) / 86_400_000);
}
