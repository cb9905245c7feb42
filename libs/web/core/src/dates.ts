import { inject, Injectable } from '@angular/core';
import { coreWords } from './core-words';
import { Language } from './language';
import { parseDay, plainDate, plainDay, plainMoment, plainTime, type DateWords } from './plain-dates';

/** Dates in plain words in the language of the screen; takes what the API gives (ISO moments, `yyyy-mm-dd` days). */
@Injectable({ providedIn: 'root' })
export class Dates {
  readonly #language = inject(Language);
  readonly #t = this.#language.translator(coreWords);

  /** "vandaag 14.05". */
  moment(iso: string): string {
    return plainMoment(new Date(iso), new Date(), this.#language.code(), this.#words());
  }

  /** "vandaag", "12 maart 2026". Takes a moment or a day. */
  day(iso: string): string {
    return plainDay(toDate(iso), new Date(), this.#language.code(), this.#words());
  }

  /** Always the full date, "12 maart 2026": for birth dates and ends. */
  date(iso: string): string {
    return plainDate(toDate(iso), this.#language.code());
  }

  /** "14.05". */
  time(iso: string): string {
    return plainTime(new Date(iso), this.#language.code());
  }

  #words(): DateWords {
    return { today: this.#t('date.today'), yesterday: this.#t('date.yesterday'), tomorrow: this.#t('date.tomorrow') };
  }
}

function toDate(iso: string): Date {
  return iso.length === 10 ? parseDay(iso) : new Date(iso);
}
