import { Component, computed, input, type OnInit } from '@angular/core';
import { pageTitle, tellOutcome, useWords } from '@samenplan/web/core';
import { Page } from '@samenplan/web/ui';
import { appWords } from './app-words';

/** Where a window for logging in ends: tells the page that opened it, and closes. */
@Component({
  selector: 'sp-confirmed-page',
  imports: [Page],
  template: `<sp-page
    [heading]="t(proved() ? 'confirmed.heading' : 'confirmed.failed')"
    [lead]="t('confirmed.text')"
  />`,
})
export class ConfirmedPage implements OnInit {
  /** Names the page that waits; without it nobody does. */
  readonly nummer = input<string>();
  /** Code of what went wrong. */
  readonly problem = input<string>();

  protected readonly t = useWords(appWords);
  protected readonly proved = computed(() => this.problem() === undefined);

  constructor() {
    pageTitle(() => this.t('confirmed.title'));
  }

  ngOnInit(): void {
    const number = this.nummer();
    if (number === undefined) return;
    tellOutcome({ number, proved: this.proved() });
    if (this.proved()) window.close();
  }
}
