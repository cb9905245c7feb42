import { effect, inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { TitleStrategy, type RouterStateSnapshot } from '@angular/router';
import { coreWords } from './core-words';
import { useWords } from './language';

/** Titles of pages in the language of the screen: routes and screens hand over a function that reads it. */
@Injectable({ providedIn: 'root' })
export class PageTitles extends TitleStrategy {
  readonly #browser = inject(Title);
  readonly #t = useWords(coreWords);
  readonly #own = signal<(() => string) | null>(null);

  constructor() {
    super();
    effect(() => {
      const own = this.#own()?.() ?? '';
      const app = this.#t('app.name');
      this.#browser.setTitle(own === '' ? app : `${own} - ${app}`);
    });
  }

  /** A route starts without a title; its screen sets one with {@link pageTitle}. */
  override updateTitle(_snapshot: RouterStateSnapshot): void {
    return;
  }

  set(title: () => string): void {
    this.#own.set(title);
  }
}

/**
 * Names the page that calls this in its construction. Never put a section's or client's own words in it: titles stay
 * in the browser's history.
 */
export function pageTitle(title: () => string): void {
  inject(PageTitles).set(title);
}
