import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Grant } from '@samenplan/shared/contracts';
import { Api, ApiProblem, coreWords, Dates, loaded, pageTitle, routes, Session, useWords } from '@samenplan/web/core';
import {
  Alert,
  Button,
  Card,
  Cards,
  Empty,
  EmptyState,
  Heading,
  Page,
  Ready,
  ResourceView,
  Text,
} from '@samenplan/web/ui';
import { onNewsOf } from '../plan/plan-loads';
import { usualEndMoment } from '../sharing/audience-person-rule';
import { nameWithFunction } from '../sharing/audience-why';
import { ShareEndPicker } from '../sharing/share-end-picker';
import { byRecipient, type ReviewedRecipient } from './review-people';
import { reviewWords } from './review-words';

/** "Klopt dit nog?": everything that is shown, on one page; one button lets it stay, one link each changes it. */
@Component({
  selector: 'sp-review-page',
  imports: [
    Alert,
    Button,
    Card,
    Cards,
    Empty,
    EmptyState,
    Heading,
    Page,
    Ready,
    ResourceView,
    RouterLink,
    ShareEndPicker,
    Text,
  ],
  template: `
    <sp-page
      [heading]="t(done() ? 'done.heading' : 'heading')"
      [lead]="done() ? null : lead()"
      [back]="['/plannen', planId(), 'wie-ziet-wat']"
      [backLabel]="t('back')"
    >
      @if (done()) {
        <sp-alert kind="ok" live>{{ t('done') }}</sp-alert>
      } @else {
        <sp-resource [of]="picture" shape="card" [count]="3">
          <ng-template spEmptyState>
            <sp-empty icon="lock" [heading]="t('empty.heading')" [text]="t('empty.text')" />
          </ng-template>
          <ng-template [spReady]="picture" let-now>
            <p spText>{{ lastWords() }}</p>
            <ul spCards>
              @for (one of people(); track one.id) {
                <li spCard>
                  <h2 spHeading [look]="4">{{ nameOf(one) }}</h2>
                  <ul class="what">
                    @for (grant of one.grants; track grant.id) {
                      <li>{{ words(grant) }}</li>
                    }
                  </ul>
                  <a
                    spButton
                    small
                    [routerLink]="linkOf(one)"
                    [attr.aria-label]="t('change.of', { name: one.recipient.name })"
                    >{{ t('change') }}</a
                  >
                </li>
              }
            </ul>
            <form novalidate (submit)="keep($event)">
              <h2 spHeading [look]="3">{{ t('keep.heading') }}</h2>
              <sp-share-end-picker
                [legend]="t('until.legend')"
                [hint]="t('until.hint')"
                [checked]="tried()"
                [(endsAt)]="endsAt"
              />
              @if (fault(); as words) {
                <sp-alert kind="error" live>{{ words }}</sp-alert>
              }
              <button spButton kind="primary" type="submit" [busy]="busy()">{{ t('keep') }}</button>
            </form>
          </ng-template>
        </sp-resource>
      }
    </sp-page>
  `,
  styles: `
    .what {
      margin: var(--sp-space-2) 0 var(--sp-space-3);
      padding-inline-start: 1.25em;
    }
    .what li {
      overflow-wrap: anywhere;
    }
    form {
      display: grid;
      gap: var(--sp-space-4);
      justify-items: start;
      margin-block-start: var(--sp-space-5);
    }
    li h2,
    form h2 {
      margin: 0;
    }
    form > sp-share-end-picker,
    form > sp-alert {
      inline-size: 100%;
    }
  `,
})
export class ReviewPage {
  readonly planId = input.required<string>();

  readonly #api = inject(Api);
  readonly #dates = inject(Dates);
  readonly #session = inject(Session);
  readonly #core = useWords(coreWords);
  protected readonly t = useWords(reviewWords);
  protected readonly picture = loaded({
    params: () => this.planId(),
    load: async (planId: string, abort) => {
      const [plan, review] = await Promise.all([
        this.#api.call(routes.getPlan, { params: { planId } }, abort),
        this.#api.call(routes.getAccessReview, { params: { planId } }, abort),
      ]);
      return { plan, review };
    },
    isEmpty: ({ review }) => review.grants.length === 0,
  });
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly fault = signal<string | null>(null);
  protected readonly endsAt = signal<string | null>(usualEndMoment());
  protected readonly done = linkedSignal({ source: this.planId, computation: () => false });

  protected readonly people = computed(() => {
    const now = this.picture.value();
    return now === undefined
      ? []
      : byRecipient(
          now.review.grants,
          now.plan.sections.map(({ id }) => id),
        );
  });
  protected readonly lead = computed(() => {
    const client = this.picture.value()?.plan.client;
    return client === undefined || client.id === this.#session.me()?.id
      ? this.t('lead')
      : this.t('lead.other', { client: client.name });
  });
  protected readonly lastWords = computed(() => {
    const review = this.picture.value()?.review;
    if (review?.due === true) return this.t('due');
    return review == null || review.lastAt === null
      ? this.t('never')
      : this.t('last', { date: this.#dates.date(review.lastAt) });
  });

  constructor() {
    pageTitle(() => this.t('heading'));
    onNewsOf(this.planId, ['plan-changed', 'access-changed'], () => this.picture.reload());
  }

  protected nameOf({ recipient }: ReviewedRecipient): string {
    return recipient.type === 'team' ? `${this.t('team')}: ${recipient.name}` : nameWithFunction(recipient);
  }

  protected linkOf({ recipient }: ReviewedRecipient): readonly string[] {
    const page = ['/plannen', this.planId(), 'wie-ziet-wat'];
    return recipient.type === 'team' ? page : [...page, recipient.id];
  }

  protected words({ sectionId, level, endsAt }: Grant): string {
    const section = this.picture.value()?.plan.sections.find(({ id }) => id === sectionId);
    const what = sectionId === null ? this.t('plan') : section?.title || this.t('hidden');
    const date = endsAt === null ? '' : this.#dates.date(endsAt);
    return this.t(level === 'write' ? 'write' : 'read', { what, date });
  }

  protected async keep(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const [now, endsAt] = [this.picture.value(), this.endsAt()];
    if (now === undefined || endsAt === null || this.busy()) return;
    this.busy.set(true);
    this.fault.set(null);
    try {
      const grantIds = now.review.grants.map(({ id }) => id);
      await this.#api.call(routes.createAccessReview, {
        params: { planId: this.planId() },
        body: { grantIds, endsAt },
      });
      this.done.set(true);
    } catch (cause) {
      const { code } = ApiProblem.from(cause);
      this.fault.set(code === 'conflict' ? this.t('changed') : this.#core(`problem.${code}`));
      if (code === 'conflict') this.picture.reload();
    } finally {
      this.busy.set(false);
    }
  }
}
