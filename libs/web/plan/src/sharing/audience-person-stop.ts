import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
  ElementRef,
  inject,
  Injector,
  input,
  output,
  viewChild,
} from '@angular/core';
import { coreWords, useWords } from '@samenplan/web/core';
import { Alert, Button, Text, Toasts } from '@samenplan/web/ui';
import type { SharingPicture } from './audience-loads';
import type { AudienceRow } from './audience-matrix';
import { seesByRule, Stopping } from './audience-stopping';
import { planWords } from '../plan-words';

/** Stops everything for one person in one tap, its consequence said before it; afterwards offers to show it again. */
@Component({
  selector: 'sp-audience-person-stop',
  imports: [Alert, Button, Text],
  template: `
    @if (stopping.stopped()) {
      <sp-alert kind="ok" [heading]="t('person.stopped.heading', { name: name() })">
        <p #result tabindex="-1">
          {{ t(isInformal() ? 'person.stopped.informal' : 'person.stopped', { name: name() }) }}
        </p>
        @if (stopping.canShowAgain()) {
          <button spButton type="button" [busy]="stopping.busy()" (click)="showAgain()">{{ t('person.again') }}</button>
        }
      </sp-alert>
    } @else if (representative()) {
      <sp-alert>{{ t('person.representative', { name: name() }) }}</sp-alert>
    } @else {
      <p spText id="stop-consequence">
        {{ t(isInformal() ? 'person.stop.consequence.informal' : 'person.stop.consequence', { name: name() }) }}
      </p>
      <button
        spButton
        kind="danger"
        type="button"
        aria-describedby="stop-consequence"
        [busy]="stopping.busy()"
        (click)="stop()"
      >
        {{ t('person.stop') }}
      </button>
      @if (stopping.problem(); as problem) {
        <sp-alert kind="error" live>{{ t('person.stop.partly') }} {{ core(problemKey()) }}</sp-alert>
      }
    }
  `,
  styles: `
    :host {
      display: block;
      margin-block: var(--sp-space-4);
      padding: var(--sp-space-4);
      border: 1px solid var(--sp-line);
      border-radius: var(--sp-radius-large);
      background: var(--sp-surface);
    }
    :host:has(sp-alert:only-child) {
      padding: 0;
      border: 0;
    }
    p {
      margin: 0 0 var(--sp-space-3);
      outline: none;
    }
    button + sp-alert {
      margin-block-start: var(--sp-space-3);
    }
  `,
})
export class AudiencePersonStop {
  readonly row = input.required<AudienceRow>();
  readonly picture = input.required<SharingPicture>();
  readonly changed = output();

  readonly #toasts = inject(Toasts);
  readonly #injector = inject(Injector);
  private readonly result = viewChild<ElementRef<HTMLElement>>('result');
  protected readonly t = useWords(planWords);
  protected readonly core = useWords(coreWords);
  protected readonly stopping = inject(Stopping);
  protected readonly name = computed(() => this.row().member.name);
  /** Somebody without an organisation, which would keep a copy. */
  protected readonly isInformal = computed(() => this.row().member.organisation === null);
  /** A mandate gives the right, so no rule can stop it; what is shared beside the mandate can stop. */
  protected readonly representative = computed(() => this.row().representative && !seesByRule(this.row().member));
  protected readonly problemKey = computed(
    () => `problem.${this.stopping.problem()?.code ?? 'unexpected-error'}` as const,
  );
  #isGone = false;

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.#isGone = true;
    });
  }

  protected async stop(): Promise<void> {
    const name = this.name();
    await this.stopping.stop(this.row(), this.picture());
    if (this.stopping.stopped()) {
      this.#toasts.show({ text: this.t('person.stopped.heading', { name }), undo: () => void this.showAgain() });
    }
    // The person who tapped may have left the page while it was still being stopped.
    if (this.#isGone) return;
    this.changed.emit();
    afterNextRender(() => this.result()?.nativeElement.focus(), { injector: this.#injector });
  }

  protected async showAgain(): Promise<void> {
    const name = this.name();
    this.#toasts.close();
    const problem = await this.stopping.showAgain(this.picture().plan.id);
    this.#toasts.show({
      text: problem === null ? this.t('person.again.done', { name }) : this.core(`problem.${problem.code}`),
    });
    if (!this.#isGone) this.changed.emit();
  }
}
