/** Everybody around a plan counts by this clock. */
const ZONE = 'Europe/Amsterdam';
const DAY = 86_400_000;

const local = new Intl.DateTimeFormat('sv-SE', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** The day (`yyyy-mm-dd`) that it is in the Netherlands at this moment. */
export const dayOf = (moment: Date): string => local.format(moment).slice(0, 10);

/** Midnight at which a day begins in the Netherlands, as an ISO moment; summer and winter time included. */
export function startOfDay(day: string): string {
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  for (const hours of [1, 2]) {
    const moment = new Date(asUtc - hours * 3_600_000);
    if (local.format(moment) === `${day} 00:00`) return moment.toISOString();
  }
  return new Date(asUtc).toISOString();
}

/** Midnight at which a day is over. */
export const endOfDay = (day: string): string =>
  startOfDay(new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString().slice(0, 10));

/** An end is the midnight after the last day: a moment of that day, to name it by. */
export const lastMomentOf = (end: string): string => new Date(Date.parse(end) - 1).toISOString();
