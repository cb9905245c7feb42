import { Component, computed, inject } from '@angular/core';
import { Api, loaded, onAppEvent, pageTitle, routes, Session, useWords } from '@samenplan/web/core';
import { Page, Ready, ResourceView } from '@samenplan/web/ui';
import { WaitingCards } from '../invitation/waiting-cards';
import { UnstoredNotice } from '../section/unstored-notice';
import { StartClient } from './start-client';
import { StartOther } from './start-other';
import { StartProfessional } from './start-professional';
import { startWords } from './start-words';

/** The first page after logging in: own plans for a client, shared plans for a professional, ways to begin for others. */
@Component({
  selector: 'sp-start-page',
  imports: [Page, Ready, ResourceView, StartClient, StartOther, StartProfessional, UnstoredNotice, WaitingCards],
  template: `
    <sp-page [heading]="heading()" [lead]="lead()" [wide]="professional()">
      <sp-unstored-notice />
      <sp-waiting-cards (answered)="all.reload()" />
      <sp-resource [of]="all" shape="card" [count]="3">
        <ng-template [spReady]="all" let-now>
          @if (professional()) {
            <sp-start-professional
              [plans]="now.plans"
              [requests]="now.requests"
              [ownId]="ownId()"
              (answered)="all.reload()"
            />
          } @else if (now.plans.length > 0 || now.requests.length > 0 || session.has('client')) {
            <sp-start-client
              [plans]="now.plans"
              [requests]="now.requests"
              [ownId]="ownId()"
              (answered)="all.reload()"
            />
          } @else {
            <sp-start-other />
          }
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
})
export class StartPage {
  protected readonly t = useWords(startWords);
  protected readonly session = inject(Session);
  readonly #api = inject(Api);

  protected readonly all = loaded({
    load: async (_now, abort) => {
      const [plans, requests] = await Promise.all([
        this.#api.call(routes.listPlans, {}, abort),
        this.#api.call(routes.listAccessRequests, {}, abort),
      ]);
      return { plans: plans.items, requests: requests.items };
    },
  });
  protected readonly professional = computed(() => this.session.has('professional'));
  protected readonly ownId = computed(() => this.session.me()?.id ?? '');
  protected readonly heading = computed(() => this.t('hello', { name: this.session.me()?.name ?? '' }));
  protected readonly lead = computed(() => {
    if (this.professional()) return this.t('professional.lead');
    if (this.session.has('client')) return this.t('client.lead');
    return this.all.value()?.plans.length === 0 ? this.t('other.lead') : this.t('beside.lead');
  });

  constructor() {
    pageTitle(() => this.t('title'));
    onAppEvent(() => this.all.reload());
  }
}
