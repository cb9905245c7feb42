import type { ReadingPerson } from './reading-people';
import type { Stretch } from './reading-stretches';
import { personWords, type HistoryVoice } from './version-words';

/** As it begins a line: "Jij". */
export function beginning(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** Who, in a text that is read: full name with function, "jij", or that it is not known. */
export function stretchName(voice: HistoryVoice, person: ReadingPerson | undefined): string {
  return person === undefined ? voice.t('unknown') : personWords(voice, person);
}

/** "Toegevoegd door Sanne Bakker (POH)". */
export function deedWords({ t, readerId }: HistoryVoice, { deed }: Stretch, person: ReadingPerson | undefined): string {
  if (person === undefined) return t(`${deed}.unknown`);
  return person.id === readerId ? t(`${deed}.me`) : t(`${deed}.by`, { name: personWords({ t, readerId }, person) });
}

/** "Sanne Bakker (POH), gisteren 10.12 tot 10.20". */
export function stretchWho(voice: HistoryVoice, stretch: Stretch, person: ReadingPerson | undefined): string {
  return withMoments(voice, stretch, stretchName(voice, person));
}

/** "Geschreven door Sanne Bakker (POH), gisteren 10.12 tot 10.20." */
export function stretchSentence(voice: HistoryVoice, stretch: Stretch, person: ReadingPerson | undefined): string {
  return `${withMoments(voice, stretch, deedWords(voice, stretch, person))}.`;
}

function withMoments(voice: HistoryVoice, { from, until }: Stretch, words: string): string {
  if (from === null || until === null) return words;
  const begin = voice.moment(from);
  const end = voice.moment(until);
  if (begin === end) return `${words}, ${end}`;
  const last = voice.day(from) === voice.day(until) ? voice.time(until) : end;
  return `${words}, ${voice.t('between', { from: begin, until: last })}`;
}
