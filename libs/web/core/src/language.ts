import { DOCUMENT, effect, inject, Injectable, signal } from '@angular/core';
import type { ResolveFn } from '@angular/router';
import {
  fillIn,
  type Dictionary,
  type LanguageCode,
  type Message,
  type Parameters,
  type Translate,
  type Words,
} from './words';

const storageKey = 'samenplan.language';

/** The language of the screen. Switching loads what is missing first, so no half-translated screen appears. */
@Injectable({ providedIn: 'root' })
export class Language {
  readonly #document = inject(DOCUMENT);
  readonly #code = signal<LanguageCode>('nl');
  readonly #english = signal<ReadonlyMap<string, Dictionary>>(new Map());
  readonly #known = new Map<string, Words<Dictionary>>();

  /** Language of this moment. */
  readonly code = this.#code.asReadonly();

  constructor() {
    effect(() => {
      this.#document.documentElement.lang = this.#code();
    });
  }

  /** Takes the language that this browser chose before; the only thing the app keeps in the browser. */
  async restore(): Promise<void> {
    if (remembered() === 'en') await this.change('en');
  }

  /** Switches the whole screen; stays in the old language when the words cannot be loaded. */
  async change(code: LanguageCode): Promise<void> {
    if (code === 'en') await Promise.all([...this.#known.values()].map((words) => this.#loadEnglish(words)));
    this.#code.set(code);
    remember(code);
  }

  /** Loads what these words need in the language of this moment; lazy routes wait for it with {@link wordsReady}. */
  async prepare<N extends Dictionary>(words: Words<N>): Promise<void> {
    this.#known.set(words.namespace, words);
    if (this.#code() === 'en') await this.#loadEnglish(words);
  }

  /** The function that templates call: `t('key', { name })`. */
  translator<N extends Dictionary>(words: Words<N>): Translate<N> {
    this.#known.set(words.namespace, words);
    return (key, parameters) => this.#text(words, key, parameters ?? {});
  }

  #text<N extends Dictionary>(words: Words<N>, key: keyof N & string, parameters: Parameters): string {
    const code = this.#code();
    const dutch: Message | undefined = words.nl[key];
    const english = code === 'en' ? this.#english().get(words.namespace)?.[key] : undefined;
    const message = english ?? dutch;
    return message === undefined ? key : fillIn(message, parameters, english === undefined ? 'nl' : code);
  }

  async #loadEnglish(words: Words<Dictionary>): Promise<void> {
    if (this.#english().has(words.namespace)) return;
    const loaded = await words.en();
    this.#english.update((all) => new Map(all).set(words.namespace, loaded.default));
  }
}

/** Translator of a feature's words, to be called where `inject()` may be. */
export function useWords<N extends Dictionary>(words: Words<N>): Translate<N> {
  return inject(Language).translator(words);
}

/** Route resolver that holds a lazy screen until its words are there in the chosen language. */
export function wordsReady<N extends Dictionary>(words: Words<N>): ResolveFn<void> {
  return () => inject(Language).prepare(words);
}

function remembered(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    // Storage can be switched off; then the choice lasts as long as the page.
    return null;
  }
}

function remember(code: LanguageCode): void {
  try {
    localStorage.setItem(storageKey, code);
  } catch {
    // See remembered(): the choice then lasts as long as the page.
    return;
  }
}
