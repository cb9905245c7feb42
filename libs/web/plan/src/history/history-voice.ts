import { inject } from '@angular/core';
import { Dates, Language, Session, useWords } from '@samenplan/web/core';
import { historyWords } from './history-words';
import type { HistoryVoice } from './version-words';

const locales = { nl: 'nl-NL', en: 'en-GB' } as const;

/** The voice of the screen; what it says follows the language. Call where `inject()` may be. */
export function historyVoice(): HistoryVoice {
  const dates = inject(Dates);
  const language = inject(Language);
  const session = inject(Session);
  return {
    t: useWords(historyWords),
    get readerId() {
      return session.me()?.id ?? null;
    },
    moment: (iso) => dates.moment(iso),
    day: (iso) => dates.day(iso),
    time: (iso) => dates.time(iso),
    list: (names) => new Intl.ListFormat(locales[language.code()], { type: 'conjunction' }).format(names),
  };
}
