import { booleanAttribute, Component, computed, input, output } from '@angular/core';
import { coreWords, useWords, type ApiProblem } from '@samenplan/web/core';
import { Alert } from './alert';
import { Button } from './button';
import { uiWords } from './ui-words';

/** What went wrong, in plain words, with a way to try again. */
@Component({
  selector: 'sp-problem',
  imports: [Alert, Button],
  template: `
    <sp-alert
      [kind]="kind()"
      [heading]="heading() ?? t(problem().code === 'offline' ? 'problem.offline' : 'problem.heading')"
      live
    >
      <p class="text">{{ words() }}</p>
      @if (problem().traceId; as id) {
        <p class="trace">{{ core('problem.trace', { id }) }}</p>
      }
      @if (canRetry()) {
        <button spButton type="button" (click)="retry.emit()">{{ t('retry') }}</button>
      }
    </sp-alert>
  `,
  styles: `
    .text {
      margin: 0 0 var(--sp-space-3);
    }
    .trace {
      margin: 0 0 var(--sp-space-3);
      font-size: var(--sp-size-small);
      overflow-wrap: anywhere;
    }
    .text:last-child,
    .trace:last-child {
      margin-block-end: 0;
    }
  `,
})
export class ProblemState {
  readonly problem = input.required<ApiProblem>();
  readonly heading = input<string | null>(null);
  /** False where trying again makes no sense, for example below a form with its own button. */
  readonly canRetry = input(true, { transform: booleanAttribute });
  readonly retry = output();

  protected readonly t = useWords(uiWords);
  protected readonly core = useWords(coreWords);
  protected readonly kind = computed(() => (this.problem().code === 'offline' ? 'warning' : 'error'));
  protected readonly words = computed(() => this.core(`problem.${this.problem().code}`));
}
