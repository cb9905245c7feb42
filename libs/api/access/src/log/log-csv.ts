import type { AccessLogLine } from '@samenplan/shared/contracts';

const columns: readonly (readonly [string, (line: AccessLogLine) => string | null])[] = [
  ['id', ({ id }) => id],
  ['at', ({ at }) => at],
  ['action', ({ action }) => action],
  ['type', ({ type }) => type],
  ['outcome', ({ outcome }) => outcome],
  ['personId', ({ person }) => person?.id ?? null],
  ['person', ({ person }) => person?.name ?? null],
  ['role', ({ role }) => role],
  ['organisation', ({ organisation }) => organisation],
  ['onBehalfOf', ({ onBehalfOf }) => onBehalfOf?.name ?? null],
  ['helper', ({ helper }) => helper?.name ?? null],
  ['purpose', ({ purpose }) => purpose],
  ['objectType', ({ object }) => object.type],
  ['objectId', ({ object }) => object.id],
  ['object', ({ object }) => object.title],
  ['sensitivity', ({ sensitivity }) => sensitivity],
  ['allowedBy', ({ allowedBy }) => allowedBy.why],
  ['grantId', ({ allowedBy }) => allowedBy.grantId],
  ['emergency', ({ emergency }) => (emergency ? 'yes' : 'no')],
  ['detail', ({ detail }) => (detail === null ? null : JSON.stringify(detail))],
  ['source', ({ source }) => source],
  ['traceId', ({ traceId }) => traceId],
];

/** First row, with a byte order mark: spreadsheets take the file for UTF-8 by it. */
export const csvHead = `\uFEFF${columns.map(([name]) => name).join(',')}\r\n`;

/** One row (RFC 4180). */
export const csvRow = (line: AccessLogLine): string => `${columns.map(([, of]) => cell(of(line))).join(',')}\r\n`;

/**
 * Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection), also after
 * spaces and in full width; everything is quoted that could end the cell.
 */
function cell(value: string | null): string {
  if (value === null) return '';
  const safe = /^[\s\p{Cf}]*[=+\-@|%＝＋－＠]/u.test(value) || /^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n';\t]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
