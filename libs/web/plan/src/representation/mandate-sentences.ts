import type { Mandate, Representation } from '@samenplan/shared/contracts';
import type { RepresentationTranslate } from './representation-words';

/** What the sentences about a mandate need of the screen. */
export interface MandateVoice {
  readonly t: RepresentationTranslate;
  /** "1 maart 2027". */
  date(iso: string): string;
  readonly client: string;
  /** The client reads it. */
  readonly isOwn: boolean;
}

const parental = (mandate: Mandate): boolean => mandate.kind === 'ouder' || mandate.kind === 'voogd';

/** What somebody decides about, from and until when, and who saw the proof: a sentence each. */
export function mandateSentences(voice: MandateVoice, mandate: Mandate): string[] {
  return [voice.t(`scope.${mandate.scope}`), whenSentence(voice, mandate), ...proofSentences(voice, mandate)];
}

function whenSentence({ t, date, client, isOwn }: MandateVoice, mandate: Mandate): string {
  const { state, startsAt, endsAt, person } = mandate;
  if (state === 'contested') return t(isOwn ? 'when.contested' : 'when.contested.other', { client, name: person.name });
  if (state === 'waiting') return t(isOwn ? 'when.from' : 'when.from.other', { client, date: date(startsAt) });
  if (endsAt === null) return t('when.open');
  if (state === 'ended') return t('when.ended', { date: date(endsAt) });
  return t(parental(mandate) && !mandate.renewed ? 'when.birthday' : 'when.until', { date: date(endsAt) });
}

function proofSentences({ t, date }: MandateVoice, mandate: Mandate): string[] {
  const { recordedBy, proof, proofSeenOn, confirmedBy } = mandate;
  if (recordedBy === null) return [];
  if (proof === null || proofSeenOn === null) return [t('proof.own', { name: recordedBy.name })];
  const seen = t('proof.seen', { name: recordedBy.name, date: date(proofSeenOn), proof: t(`proof.${proof}`) });
  return confirmedBy === null ? [seen] : [seen, t('proof.confirmed', { name: confirmedBy.name })];
}

/** Who decides at this age, and when that changes; null for an adult, or when no date of birth is known. */
export function ageSentence(voice: MandateVoice, { ageBand, nextAgeAt }: Representation): string | null {
  if (ageBand === 'adult' || ageBand === 'unknown') return null;
  const { t, client, isOwn, date } = voice;
  const now = t(isOwn ? `age.${ageBand}` : `age.other.${ageBand}`, { client });
  return nextAgeAt === null ? now : `${now} ${t('age.next', { date: date(nextAgeAt) })}`;
}
