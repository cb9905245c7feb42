import { Component, computed, effect, inject, input, signal, untracked, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import { pageTitle, useWords } from '@samenplan/web/core';
import { Page, Ready, ResourceView } from '@samenplan/web/ui';
import { loadSharing } from './audience-loads';
import { planWords } from '../plan-words';
import { allowedStep, deedsOf, shareSteps, type ShareAnswers, type ShareDeed, type ShareStep } from './share-answers';
import { ShareCheck } from './share-check';
import { ShareKnow } from './share-know';
import { ShareUntil } from './share-until';
import { ShareWhat } from './share-what';
import { ShareWho } from './share-who';

const headings = {
  wie: 'share.who',
  wat: 'share.what',
  'tot-wanneer': 'share.until',
  'goed-om-te-weten': 'share.know',
  controle: 'share.check',
} as const satisfies Record<ShareStep, string>;

/** Shows something of a plan to somebody: one question per screen, and nothing is stored before the last. */
@Component({
  selector: 'sp-share-page',
  imports: [Page, Ready, ResourceView, ShareCheck, ShareKnow, ShareUntil, ShareWhat, ShareWho],
  template: `
    <sp-page
      [heading]="t(heading(), { name: name() })"
      [lead]="complete() === null ? t('share.step', { n: place() + 1, total: steps.length }) : null"
      [back]="['/plannen', planId(), 'wie-ziet-wat']"
      [backLabel]="t('share.back')"
    >
      <sp-resource [of]="sharing" [count]="2">
        <ng-template [spReady]="sharing" let-picture>
          @switch (step()) {
            @case ('wie') {
              <sp-share-who
                [picture]="picture"
                [code]="code() ?? null"
                (chosen)="answer({ recipient: $event }, 'wat')"
              />
            }
            @case ('wat') {
              <sp-share-what [picture]="picture" [answers]="answers()" (chosen)="answer($event, 'tot-wanneer')" />
            }
            @case ('tot-wanneer') {
              <sp-share-until [endsAt]="answers().endsAt" (chosen)="answer({ endsAt: $event }, 'goed-om-te-weten')" />
            }
            @case ('goed-om-te-weten') {
              @if (answers().recipient; as recipient) {
                <sp-share-know [recipient]="recipient" (next)="check()" />
              }
            }
            @case ('controle') {
              @if (answers().recipient; as recipient) {
                <sp-share-check
                  [planId]="planId()"
                  [recipient]="recipient"
                  [endsAt]="answers().endsAt ?? ''"
                  [deeds]="deeds()"
                  (revised)="go($event)"
                  (finished)="complete.set($event)"
                />
              }
            }
          }
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
})
export class SharePage {
  readonly planId = input.required<string>();
  /** Code of the other person, when this page was opened by scanning it. */
  readonly code = input<string>();
  /** The step, from the address. */
  readonly stap = input<string>();

  readonly #router = inject(Router);
  private readonly page = viewChild.required(Page);
  protected readonly t = useWords(planWords);
  protected readonly steps = shareSteps;
  protected readonly sharing = loadSharing(() => this.planId());
  protected readonly answers = signal<ShareAnswers>({ recipient: null, scope: null, levels: {}, endsAt: null });
  protected readonly step = computed(() => allowedStep(this.stap(), this.answers()));
  protected readonly place = computed(() => shareSteps.indexOf(this.step()));
  /** After sending: whether all of it was stored; null before. */
  protected readonly complete = signal<boolean | null>(null);
  protected readonly heading = computed(() => {
    const complete = this.complete();
    if (complete === null) return headings[this.step()];
    return complete ? 'share.done.heading' : 'share.done.partly.heading';
  });
  protected readonly name = computed(() => this.answers().recipient?.name ?? '');
  /** Decided when the last screen opens: what is stored there, or changes elsewhere, must not change the list under it. */
  protected readonly deeds = signal<readonly ShareDeed[]>([]);
  #first = true;

  constructor() {
    pageTitle(() => this.t('share.page'));
    effect(() => {
      const step = this.step();
      untracked(() => {
        this.complete.set(null);
        if (step === 'controle') this.#decide();
        // The page itself sees to the first screen.
        if (!this.#first) this.page().focusHeading();
        this.#first = false;
      });
    });
  }

  protected answer(given: Partial<ShareAnswers>, next: ShareStep): void {
    this.answers.update((answers) => ({ ...answers, ...given }));
    this.go(next);
  }

  protected check(): void {
    this.go('controle');
  }

  protected go(step: ShareStep): void {
    void this.#router.navigate([], { queryParams: { stap: step }, queryParamsHandling: 'merge' });
  }

  #decide(): void {
    const picture = this.sharing.value();
    this.deeds.set(picture === undefined ? [] : deedsOf(this.answers(), picture));
  }
}
