import type { AdministrationChange } from '@samenplan/shared/contracts';
import type { AdministrationTranslate } from './administration-words';

/** What a sentence about a change needs of the screen. */
export interface ChangeVoice {
  readonly t: AdministrationTranslate;
  /** "1 maart 2027". */
  date(iso: string): string;
  days(days: readonly number[]): string;
  duty(duty: string): string;
  domain(domain: string): string;
}

type Field = AdministrationChange['fields'][number];

const told = [
  'name',
  'phone',
  'duties',
  'purpose',
  'legal_basis',
  'proposed_domains',
  'working_days',
  'contact_id',
  'starts_at',
  'ends_at',
] as const;
type Told = (typeof told)[number];
const isTold = (field: string): field is Told => told.some((one) => one === field);

/** What happened, as one sentence: "Kim Bos hoort nu bij Wijkteam Noord." */
export function changeSentence(
  { t }: ChangeVoice,
  { subject, made, name, other, fields }: AdministrationChange,
): string {
  const words = { name: name ?? '', other: other ?? '' };
  const has = (field: string): boolean => fields.some((one) => one.field === field && one.after !== null);
  switch (subject) {
    case 'team-place':
      return t(made ? 'change.team-place.made' : 'change.team-place.ended', words);
    case 'place':
      return t(made ? 'change.place.made' : has('ends_at') ? 'change.place.ends' : 'change.place.changed', words);
    case 'replacement':
      return t(made ? 'change.replacement.made' : 'change.replacement.cancelled', words);
    case 'invitation':
      if (made) return t('change.invitation.made', words);
      return t(has('accepted_at') ? 'change.invitation.accepted' : 'change.invitation.cancelled', words);
    case 'administrator':
      return t(made ? 'change.administrator.made' : 'change.administrator.ended', words);
    default:
      return t(made ? `change.${subject}.made` : `change.${subject}.changed`, words);
  }
}

/** What stood there before and stands there now, one sentence per field that a reader understands. */
export function fieldSentences(voice: ChangeVoice, { made, subject, fields }: AdministrationChange): string[] {
  // That it ended now says the sentence itself, with the moment of the line.
  const silent = subject === 'team-place' || subject === 'administrator' || subject === 'invitation';
  return fields.flatMap((one) => {
    if (!isTold(one.field) || silent) return [];
    const label = voice.t(`change.field.${one.field}`);
    const [before, after] = [valueOf(voice, one.field, one.before), valueOf(voice, one.field, one.after)];
    return [voice.t(made ? 'change.field.is' : 'change.field.was', { label, before, after })];
  });
}

function valueOf(voice: ChangeVoice, field: Told, value: Field['after']): string {
  if (value === null) return voice.t('change.nothing');
  if (field === 'starts_at' || field === 'ends_at') return voice.date(value);
  if (field === 'working_days') return voice.days(value.split(', ').map(Number).filter(Boolean));
  if (value === '') return voice.t('change.nothing');
  if (field === 'duties') return value.split(', ').map(voice.duty).join(', ');
  if (field === 'proposed_domains') return value.split(', ').map(voice.domain).join(', ');
  return value;
}
