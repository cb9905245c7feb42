import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Dates, pageTitle, Session, useWords } from '@samenplan/web/core';
import { Icon, Link, Page, Ready, ResourceView, Skeleton, SkeletonState } from '@samenplan/web/ui';
import { PlanArchive } from './plan-archive';
import { PlanCoordinator } from './plan-coordinator';
import { decides } from './plan-deciding';
import { loadAudience, loadPlan } from './plan-loads';
import { PlanPhase } from './plan-phase';
import { PlanSections } from './plan-sections';
import { planWords } from '../plan-words';
import { PlanContactsView } from '../succession/plan-contacts';

/** One plan: where it stands, its sections, who coordinates it, and for the client who sees and who looked. */
@Component({
  selector: 'sp-plan-page',
  imports: [
    Icon,
    Link,
    NgTemplateOutlet,
    Page,
    PlanArchive,
    PlanContactsView,
    PlanCoordinator,
    PlanPhase,
    PlanSections,
    Ready,
    ResourceView,
    RouterLink,
    Skeleton,
    SkeletonState,
  ],
  template: `
    <sp-page
      [heading]="plan.value()?.title ?? t('plan.page')"
      [lead]="lead()"
      back="/"
      [backLabel]="t('plan.back')"
      [wide]="true"
    >
      <sp-resource [of]="plan">
        <ng-template spSkeleton>
          <div class="columns">
            <div class="overview"><sp-skeleton shape="card" [count]="1" /></div>
            <div class="sections"><sp-skeleton shape="card" [count]="4" /></div>
          </div>
        </ng-template>
        <ng-template [spReady]="plan" let-plan>
          <sp-plan-contacts [plan]="plan" />
          <div class="columns">
            <div class="overview">
              <sp-plan-phase
                class="panel"
                [plan]="plan"
                [mayChange]="plan.may.manage || plan.may.arrange"
                (changed)="refresh()"
              />
              @if (decides()) {
                <nav class="tiles" [attr.aria-label]="t('plan.who-sees') + ', ' + t('plan.who-looked')">
                  <a [routerLink]="['/plannen', plan.id, 'wie-ziet-wat']">
                    <sp-icon name="people" /><strong>{{ t('plan.who-sees') }}</strong
                    ><span>{{ t('plan.who-sees.hint') }}</span>
                  </a>
                  <a [routerLink]="['/plannen', plan.id, 'wie-heeft-gekeken']">
                    <sp-icon name="eye" /><strong>{{ t('plan.who-looked') }}</strong
                    ><span>{{ t('plan.who-looked.hint') }}</span>
                  </a>
                  @if (isClient()) {
                    <a [routerLink]="['/plannen', plan.id, 'met-hulp']">
                      <sp-icon name="person" /><strong>{{ t('plan.with-help') }}</strong
                      ><span>{{ t('plan.with-help.hint') }}</span>
                    </a>
                  }
                  <ng-container [ngTemplateOutlet]="acts" />
                </nav>
              } @else if (worksHere()) {
                <nav class="tiles" [attr.aria-label]="t('plan.who-acts')">
                  <ng-container [ngTemplateOutlet]="acts" />
                </nav>
              }
              <ng-template #acts>
                <a [routerLink]="['/plannen', plan.id, 'wie-mag-namens']">
                  <sp-icon name="person" /><strong>{{ t('plan.who-acts') }}</strong
                  ><span>{{ t('plan.who-acts.hint') }}</span>
                </a>
              </ng-template>
              @if (mayHelp()) {
                <nav class="tiles" [attr.aria-label]="t('plan.help')">
                  <a [routerLink]="['/plannen', plan.id, 'samen-beslissen']">
                    <sp-icon name="person" /><strong>{{ t('plan.help') }}</strong
                    ><span>{{ t('plan.help.hint') }}</span>
                  </a>
                  <a [routerLink]="['/plannen', plan.id, 'papier']">
                    <sp-icon name="document" /><strong>{{ t('plan.paper') }}</strong
                    ><span>{{ t('plan.paper.hint') }}</span>
                  </a>
                </nav>
              }
            </div>
            <div class="sections">
              <sp-plan-sections [plan]="plan" [audience]="readers()" (changed)="refresh()" />
              @if (!decides()) {
                <p class="more">
                  <a spLink [routerLink]="['/plannen', plan.id, 'vragen']">{{ t('plan.ask') }}</a>
                  @if (plan.may.arrange) {
                    <a spLink [routerLink]="['/plannen', plan.id, 'uitnodigen']">{{ t('plan.propose') }}</a>
                  }
                </p>
              }
              @if (plan.may.manage) {
                <sp-plan-archive [plan]="plan" (changed)="refresh()" />
              }
            </div>
            <sp-plan-coordinator class="panel coordinator" [plan]="plan" [mayChoose]="plan.may.manage" />
          </div>
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styleUrl: './plan-page.css',
})
export class PlanPage {
  readonly planId = input.required<string>();

  readonly #session = inject(Session);
  readonly #dates = inject(Dates);
  protected readonly t = useWords(planWords);
  protected readonly plan = loadPlan(() => this.planId());
  protected readonly decides = computed(() => {
    const plan = this.plan.value();
    return plan !== undefined && decides(plan);
  });
  /** Professionals know who acts for their client. */
  protected readonly worksHere = computed(() => this.#session.has('professional'));
  protected readonly isClient = computed(() => this.plan.value()?.client.id === this.#session.me()?.id);
  /** Whom the client may ask to help; never the coordinator. The server decides again. */
  protected readonly mayHelp = computed(() => {
    const plan = this.plan.value();
    const me = this.#session.me();
    return (
      plan !== undefined && me !== null && me.positions.length > 0 && !this.decides() && plan.coordinator?.id !== me.id
    );
  });
  readonly #audience = loadAudience(() => (this.decides() ? this.planId() : undefined));
  /** Null for who decides about nothing, and when it cannot be had: the plan itself matters more than this line. */
  protected readonly readers = computed(() =>
    !this.decides() || this.#audience.problem() !== null ? null : this.#audience.value(),
  );

  protected readonly lead = computed(() => {
    const plan = this.plan.value();
    if (plan === undefined) return null;
    const { id, name, birthDate } = plan.client;
    if (id === this.#session.me()?.id) return this.t('plan.yours');
    if (birthDate === null) return this.t('plan.of.no-date', { name });
    return this.t('plan.of', { name, date: this.#dates.date(birthDate) });
  });

  constructor() {
    pageTitle(() => this.t('plan.page'));
  }

  protected refresh(): void {
    this.plan.reload();
    if (this.decides()) this.#audience.reload();
  }
}
