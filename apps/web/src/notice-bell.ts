import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api, loaded, onAppEvent, routes, useWords } from '@samenplan/web/core';
import { Badge, Icon } from '@samenplan/web/ui';
import { appWords } from './app-words';

/** The way to the notices, with how many are new; follows the server live. */
@Component({
  selector: 'sp-notice-bell',
  imports: [Badge, Icon, RouterLink],
  template: `
    <a routerLink="/mijn-account/meldingen">
      <sp-icon name="bell" />
      <span class="sp-visually-hidden">{{ t('nav.notices') }}</span>
      <sp-badge
        [count]="unread.value()?.unread ?? 0"
        [label]="t('nav.notices.unread', { n: unread.value()?.unread ?? 0 })"
      />
    </a>
  `,
  styles: `
    :host {
      margin-inline-start: auto;
      padding-inline-start: var(--sp-space-2);
    }
    a {
      position: relative;
      display: inline-flex;
      align-items: center;
      justify-content: center;
      min-inline-size: 44px;
      min-block-size: 44px;
      border-radius: var(--sp-radius);
      color: var(--sp-accent-dark);
    }
    a:hover {
      background: var(--sp-accent-soft);
    }
    sp-badge {
      margin-inline-start: var(--sp-space-1);
    }
  `,
})
export class NoticeBell {
  protected readonly t = useWords(appWords);
  readonly #api = inject(Api);
  protected readonly unread = loaded({ load: (_now, abort) => this.#api.call(routes.countNotices, {}, abort) });

  constructor() {
    onAppEvent(({ kind }) => {
      // A right that changed may hide a notice or show it again.
      if (kind === 'notices-changed' || kind === 'plans-changed' || kind === 'gap') this.unread.reload();
    });
  }
}
