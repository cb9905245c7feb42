import { Component, computed, inject, input, output } from '@angular/core';
import type { OwnLogin } from '@samenplan/shared/contracts';
import { Dates, useWords } from '@samenplan/web/core';
import { Button, Heading, StatusPill } from '@samenplan/web/ui';
import { deviceName } from './login-device';
import { loginsWords } from './logins-words';

/** One own login: on what, since when, last used, and ending it. */
@Component({
  selector: 'li[spLoginCard]',
  imports: [Button, Heading, StatusPill],
  template: `
    <div class="about">
      <h2 spHeading [look]="4">{{ device() }}</h2>
      @if (login().current) {
        <sp-status-pill tone="accent" icon="check">{{ t('here') }}</sp-status-pill>
      }
      <p>{{ t('since', { at: dates.moment(login().startedAt) }) }}</p>
      <p>{{ t('used', { day: dates.day(login().lastUsedAt), time: dates.time(login().lastUsedAt) }) }}</p>
      @if (login().assurance !== 'low') {
        <p>{{ t('strong') }}</p>
      }
    </div>
    @if (!login().current) {
      <button
        spButton
        type="button"
        [busy]="busy()"
        [attr.aria-label]="t('end.label', { device: device() })"
        (click)="left.emit()"
      >
        {{ t('end') }}
      </button>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: var(--sp-space-3) var(--sp-space-4);
      padding: var(--sp-space-4);
      border: 1px solid var(--sp-line);
      border-radius: var(--sp-radius-large);
      background: var(--sp-surface);
    }
    .about {
      flex: 1 1 16rem;
      min-inline-size: 0;
    }
    h2,
    p {
      margin: 0;
    }
    h2 {
      display: inline-block;
      margin-inline-end: var(--sp-space-3);
      overflow-wrap: anywhere;
    }
    p {
      color: var(--sp-ink-soft);
    }
  `,
})
export class LoginCard {
  readonly login = input.required<OwnLogin>();
  readonly busy = input(false);
  readonly left = output();

  protected readonly t = useWords(loginsWords);
  protected readonly dates = inject(Dates);
  protected readonly device = computed(() => deviceName(this.t, this.login()));
}
