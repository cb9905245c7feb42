import { DOCUMENT, inject, Injectable } from '@angular/core';

/** Tells screen readers what changed without moving focus. */
@Injectable({ providedIn: 'root' })
export class Announcer {
  readonly #document = inject(DOCUMENT);
  #region: HTMLElement | null = null;

  /** `assertive` interrupts: only for what must be known now, such as a lost right. */
  say(words: string, urgency: 'polite' | 'assertive' = 'polite'): void {
    const region = (this.#region ??= this.#create());
    region.setAttribute('aria-live', urgency);
    // An empty region first: the same words twice in a row are otherwise not read again.
    region.textContent = '';
    setTimeout(() => {
      region.textContent = words;
    }, 100);
  }

  #create(): HTMLElement {
    const region = this.#document.createElement('div');
    region.className = 'sp-visually-hidden';
    region.setAttribute('aria-atomic', 'true');
    region.setAttribute('aria-live', 'polite');
    this.#document.body.append(region);
    return region;
  }
}
