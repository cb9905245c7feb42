import { afterNextRender, Component, computed, ElementRef, inject, input, output, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Recipient } from '@samenplan/shared/contracts';
import { coreWords, Dates, useWords } from '@samenplan/web/core';
import { Alert, Button, Icon } from '@samenplan/web/ui';
import { planWords } from '../plan-words';
import { deedWords } from './share-words';
import type { ShareOutcome } from './share-sending';

/** What was stored and what was not, per thing, and where to go from here. */
@Component({
  selector: 'sp-share-result',
  imports: [Alert, Button, Icon, RouterLink],
  template: `
    <sp-alert [kind]="complete() ? 'ok' : 'warning'">
      <p #summary tabindex="-1">
        {{
          complete()
            ? t('share.done.text', { name: recipient().name, date: until() })
            : t('share.done.partly.text', { name: recipient().name })
        }}
      </p>
    </sp-alert>
    <ul role="list">
      @for (result of results(); track result.deed.sectionId) {
        <li [class.failed]="result.state === 'failed'">
          <sp-icon [name]="result.state === 'failed' ? 'error' : 'check'" />
          <span>
            {{ words(result) }}: {{ t(result.state === 'failed' ? 'share.done.failed' : 'share.done.ok') }}
            @if (result.problem; as problem) {
              <small>{{ core(problemKey(problem)) }}</small>
            }
          </span>
        </li>
      }
    </ul>
    <div class="actions">
      @if (!complete()) {
        <button spButton kind="primary" type="button" (click)="retry.emit()">{{ t('share.done.retry') }}</button>
      }
      @if (recipient().type === 'person') {
        <a
          spButton
          [kind]="complete() ? 'primary' : 'secondary'"
          [routerLink]="['/plannen', planId(), 'zo-ziet', recipient().id]"
        >
          {{ t('audience.preview', { name: recipient().name }) }}
        </a>
      }
      <a spButton [routerLink]="['/plannen', planId(), 'wie-ziet-wat']">{{ t('share.done.all') }}</a>
    </div>
  `,
  styles: `
    p {
      margin: 0;
      outline: none;
    }
    ul {
      display: grid;
      gap: var(--sp-space-2);
      margin: var(--sp-space-4) 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      gap: var(--sp-space-2);
    }
    li sp-icon {
      color: var(--sp-ok);
      margin-block-start: 0.1em;
    }
    li.failed sp-icon {
      color: var(--sp-danger);
    }
    small {
      display: block;
      font-size: var(--sp-size-small);
      color: var(--sp-ink-soft);
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
    }
  `,
})
export class ShareResult {
  readonly planId = input.required<string>();
  readonly recipient = input.required<Recipient>();
  readonly endsAt = input.required<string>();
  readonly results = input.required<readonly ShareOutcome[]>();
  readonly retry = output();

  readonly #dates = inject(Dates);
  private readonly summary = viewChild.required<ElementRef<HTMLElement>>('summary');
  protected readonly t = useWords(planWords);
  protected readonly core = useWords(coreWords);
  protected readonly complete = computed(() => this.results().every((one) => one.state === 'stored'));
  protected readonly until = computed(() => this.#dates.date(this.endsAt()));

  constructor() {
    afterNextRender(() => this.summary().nativeElement.focus());
  }

  protected words(result: ShareOutcome): string {
    return deedWords(this.t, result.deed);
  }

  protected problemKey(problem: NonNullable<ShareOutcome['problem']>): `problem.${typeof problem}` {
    return `problem.${problem}`;
  }
}
