import { Component, computed, effect, inject, input, signal, untracked, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { coreWords, pageTitle, useWords } from '@samenplan/web/core';
import { Button, Empty, Page, Ready, ResourceView, Skeleton, SkeletonState, Toasts } from '@samenplan/web/ui';
import { loadSharing } from './audience-loads';
import { audienceRows } from './audience-matrix';
import { AudiencePersonAbout } from './audience-person-about';
import { AudiencePersonSections, type SectionChange } from './audience-person-sections';
import { AudiencePersonStop } from './audience-person-stop';
import { Stopping } from './audience-stopping';
import { levelWords } from './audience-why';
import { planWords } from '../plan-words';
import { SharingDesk, type DoneStep } from './sharing-desk';
import { stepsToSet } from './sharing-steps';

/** What one person sees, section by section: change it, give it another end, or stop in one step. */
@Component({
  selector: 'sp-audience-person-page',
  providers: [Stopping],
  imports: [
    AudiencePersonAbout,
    AudiencePersonSections,
    AudiencePersonStop,
    Button,
    Empty,
    Page,
    Ready,
    ResourceView,
    RouterLink,
    Skeleton,
    SkeletonState,
  ],
  template: `
    <sp-page
      [heading]="name() === null ? t('person.page') : t('person.heading', { name: name() ?? '' })"
      [back]="['/plannen', planId(), 'wie-ziet-wat']"
      [backLabel]="t('person.back')"
    >
      <sp-resource [of]="sharing">
        <ng-template spSkeleton
          ><sp-skeleton shape="person" [count]="1" /><sp-skeleton shape="card" [count]="4"
        /></ng-template>
        <ng-template [spReady]="sharing" let-picture>
          @if (row(); as row) {
            <sp-audience-person-about [row]="row" [plan]="picture.plan" (changed)="sharing.reload()" />
          }
          @if (stoppable(); as row) {
            <sp-audience-person-stop [row]="row" [picture]="picture" (changed)="sharing.reload()" />
          }
          @if (row(); as row) {
            <sp-audience-person-sections
              [row]="row"
              [picture]="picture"
              [open]="onderdeel() ?? null"
              [busy]="busy()"
              (wanted)="change($event)"
            />
          } @else if (stoppable() === null) {
            <sp-empty icon="eye-off" [heading]="t('person.gone.heading')" [text]="t('person.gone.text')">
              <a spButton [routerLink]="['/plannen', planId(), 'wie-ziet-wat']">{{ t('person.back') }}</a>
            </sp-empty>
          }
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styles: `
    sp-skeleton {
      margin-block-end: var(--sp-space-4);
    }
  `,
})
export class AudiencePersonPage {
  readonly planId = input.required<string>();
  readonly personId = input.required<string>();
  /** Section to open at once: where the person came from in the table. */
  readonly onderdeel = input<string>();

  readonly #desk = inject(SharingDesk);
  readonly #stopping = inject(Stopping);
  readonly #toasts = inject(Toasts);
  readonly #core = useWords(coreWords);
  private readonly page = viewChild.required(Page);
  protected readonly t = useWords(planWords);
  protected readonly sharing = loadSharing(() => this.planId());
  /** The section, or `plan`, that is being saved. */
  protected readonly busy = signal<string | null>(null);

  protected readonly row = computed(() => {
    const picture = this.sharing.value();
    if (picture === undefined) return null;
    const rows = audienceRows(picture.plan.sections, picture.audience, picture.plan.client.id);
    return rows.find((row) => row.member.personId === this.personId()) ?? null;
  });
  /** Who can be stopped, is being stopped or was: stays in place while the person leaves the list, and focus with it. */
  protected readonly stoppable = computed(() => {
    const held = this.#stopping.row();
    if (held !== null) return held;
    const row = this.row();
    return row !== null && (row.visible > 0 || row.member.planLevel !== 'none') ? row : null;
  });
  protected readonly name = computed(() => this.row()?.member.name ?? this.#stopping.row()?.member.name ?? null);

  constructor() {
    pageTitle(() => this.t('person.page'));
    let before = false;
    effect(() => {
      const now = this.#stopping.stopped();
      // What was tapped to show it again is gone; the page begins anew for a screen reader.
      if (before && !now) untracked(() => this.page().focusHeading());
      before = now;
    });
  }

  protected async change({ section, wanted }: SectionChange): Promise<void> {
    const picture = this.sharing.value();
    if (picture === undefined || this.busy() !== null) return;
    const steps = stepsToSet(this.personId(), section?.id ?? null, wanted.level, wanted.endsAt, picture.grants);
    this.busy.set(section?.id ?? 'plan');
    const { done, problem } = await this.#desk.perform(this.planId(), steps);
    this.busy.set(null);
    if (problem === null) {
      const words = { name: this.name() ?? '', level: levelWords(this.t, wanted.level).words };
      const text =
        section === null
          ? this.t('person.saved.plan', words)
          : this.t('person.saved', { ...words, section: section.title });
      this.#toasts.show(done.length === 0 ? { text } : { text, undo: () => void this.#takeBack(done) });
    } else {
      this.#toasts.show({ text: this.#core(`problem.${problem.code}`) });
    }
    this.sharing.reload();
  }

  async #takeBack(done: readonly DoneStep[]): Promise<void> {
    const problem = await this.#desk.takeBack(this.planId(), done);
    if (problem !== null) this.#toasts.show({ text: this.#core(`problem.${problem.code}`) });
    this.sharing.reload();
  }
}
