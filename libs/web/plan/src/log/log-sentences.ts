import type { AccessLogLine, LogDetail, Phase } from '@samenplan/shared/contracts';
import type { PlanTranslate } from '../plan-words';

/** What a sentence of the log needs of the screen. */
export interface LogVoice {
  readonly t: PlanTranslate;
  /** Id of who reads the log: their own lines begin with "Jij". */
  readonly readerId: string;
  /** "1 maart 2027". */
  date(iso: string): string;
  /** What a step of the plan is called. */
  phase(phase: Phase): string;
}

type Grant = Extract<LogDetail, { kind: 'grant' }>;

/** What happened, as one sentence: "Jij liet ‘Wonen’ zien aan Sanne Wolters: meeschrijven, tot en met 1 maart 2027." */
export function logSentence(voice: LogVoice, line: AccessLogLine): string {
  const { t } = voice;
  const who = line.person === null ? '' : line.person.id === voice.readerId ? t('log.you') : line.person.name;
  const words = { who, what: objectWords(t, line) };
  if (line.outcome === 'refused') return t('log.did.refused', words);
  return (line.detail === null ? null : detailed(voice, line, line.detail, words)) ?? t(`log.did.${line.type}`, words);
}

/** null: this kind of line says nothing more with this detail. */
function detailed(
  voice: LogVoice,
  line: AccessLogLine,
  detail: LogDetail,
  words: { readonly who: string; readonly what: string },
): string | null {
  const { t } = voice;
  switch (detail.kind) {
    case 'grant':
      return ofGrant(voice, line, detail, words);
    case 'person':
      return ofPerson(t, line, detail.name, words);
    case 'answer':
      if (line.type === 'successor-answered')
        return t(`log.told.successor-answered.${detail.answer}`, { who: words.who, name: detail.name });
      return line.type === 'access-answered'
        ? t(`log.told.access-answered.${detail.answer}`, { who: words.who, name: detail.name })
        : t(`log.told.request-answered.${detail.answer}`, { ...words, name: detail.name });
    case 'phase':
      return t('log.told.phase', { ...words, phase: voice.phase(detail.phase) });
    case 'renamed':
      return t(line.object.type === 'plan' ? 'log.told.plan-renamed' : 'log.told.section-renamed', {
        ...words,
        before: detail.before,
        after: line.object.title ?? '',
      });
    case 'mandate':
      return ofMandate(voice, line, detail, words.who);
    case 'moved':
      return t('log.told.section-moved', words);
    case 'paper':
      return t('log.told.paper-decided', { ...words, ...detail, on: voice.date(detail.on) });
  }
}

function ofMandate(
  { t, date }: LogVoice,
  { type, person }: AccessLogLine,
  { name, mandateKind, endsAt }: Extract<LogDetail, { kind: 'mandate' }>,
  who: string,
): string | null {
  const end = endsAt === null ? '' : t('log.told.until', { date: date(endsAt) });
  const words = { who, name, kind: t(`mandate.${mandateKind}`), end };
  if (type === 'mandate-ended')
    return t(person === null ? 'log.told.mandate-ended.clock' : 'log.told.mandate-ended.by', words);
  if (
    type === 'mandate-made' ||
    type === 'mandate-agreed' ||
    type === 'mandate-contested' ||
    type === 'mandate-confirmed' ||
    type === 'mandate-renewed'
  )
    return t(`log.told.${type}`, words);
  return null;
}

function ofGrant(
  { t, date }: LogVoice,
  { type }: AccessLogLine,
  { recipient, effect, level, endsAt }: Grant,
  words: { readonly who: string; readonly what: string },
): string | null {
  if (type !== 'grant-created' && type !== 'grant-changed' && type !== 'grant-stopped' && type !== 'right-ended')
    return null;
  const end = endsAt === null ? '' : t('log.told.until', { date: date(endsAt) });
  const may = t(level === 'write' ? 'log.told.write' : 'log.told.read');
  return t(`log.told.${type}.${effect}`, { ...words, recipient, may, end });
}

function ofPerson(
  t: PlanTranslate,
  { type }: AccessLogLine,
  name: string | null,
  { who, what }: { readonly who: string; readonly what: string },
): string | null {
  if (type === 'section-closed' || type === 'section-opened')
    return t(`log.told.${type}`, { who, what, name: name ?? '' });
  if (type === 'assisted-begun') return t('log.told.assisted-begun', { who, name: name ?? '' });
  if (type === 'preview-read') return t('log.told.preview-read', { who, name: name ?? '' });
  if (
    type === 'invitation-made' ||
    type === 'invitation-sent' ||
    type === 'invitation-withdrawn' ||
    type === 'invitation-confirmed'
  )
    return t(`log.told.${type}`, { who, name: name ?? '' });
  if (type === 'successor-offered' || type === 'team-joined' || type === 'team-left' || type === 'place-ended')
    return t(`log.told.${type}`, { who, name: name ?? '' });
  if (type !== 'coordinator-set') return null;
  return name === null ? t('log.told.coordinator-none', { who }) : t('log.told.coordinator-set', { who, name });
}

function objectWords(t: PlanTranslate, { object }: AccessLogLine): string {
  if (object.type === 'plan') return t('log.the-plan');
  return object.title === null ? t('log.a-section') : t('log.section', { title: object.title });
}
