import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { pageTitle, Session, useWords } from '@samenplan/web/core';
import { Button, Empty, EmptyState, Icon, Page, Ready, ResourceView, Skeleton, SkeletonState } from '@samenplan/web/ui';
import { loadSharing, type SharingPicture } from './audience-loads';
import { audienceRows } from './audience-matrix';
import { AudiencePeople } from './audience-people';
import { AudienceTable } from './audience-table';
import { AudienceTeams } from './audience-teams';
import { planWords } from '../plan-words';

/** A table stays readable up to this many people; above it a card per person is kinder, also on a wide screen. */
const mostColumns = 6;

/** "Wie ziet wat": who sees which section, until when and why. */
@Component({
  selector: 'sp-audience-page',
  imports: [
    AudiencePeople,
    AudienceTable,
    AudienceTeams,
    Button,
    Empty,
    EmptyState,
    Icon,
    Page,
    Ready,
    ResourceView,
    RouterLink,
    Skeleton,
    SkeletonState,
  ],
  template: `
    <sp-page
      [heading]="t('audience.heading')"
      [lead]="lead()"
      [back]="['/plannen', planId()]"
      [backLabel]="t('plan.back-to-plan')"
      [wide]="true"
    >
      @if (sharing.state() === 'ready') {
        <a above class="share" spButton kind="primary" [routerLink]="['/plannen', planId(), 'laat-zien']">
          <sp-icon name="plus" />{{ t('audience.share') }}
        </a>
      }
      <sp-resource [of]="sharing">
        <ng-template spSkeleton><sp-skeleton shape="card" [count]="4" /></ng-template>
        <ng-template spEmptyState>
          <sp-empty icon="lock" [heading]="t('audience.empty.heading')" [text]="t('audience.empty.text')">
            <a spButton kind="primary" [routerLink]="['/plannen', planId(), 'laat-zien']">{{ t('audience.share') }}</a>
          </sp-empty>
        </ng-template>
        <ng-template [spReady]="sharing" let-picture>
          @if (asTable()) {
            <sp-audience-table class="table" [planId]="planId()" [rows]="rows()" />
          }
          <sp-audience-people [class.narrow]="asTable()" [planId]="planId()" [rows]="rows()" />
          <sp-audience-teams [picture]="picture" (changed)="sharing.reload()" />
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styles: `
    .share {
      margin-block-end: var(--sp-space-5);
    }
    .table {
      display: none;
    }
    @media (min-width: 60rem) {
      .table {
        display: block;
      }
      .narrow {
        display: none;
      }
    }
    @media (max-width: 36rem) {
      .share {
        inline-size: 100%;
      }
    }
  `,
})
export class AudiencePage {
  readonly planId = input.required<string>();

  readonly #session = inject(Session);
  protected readonly t = useWords(planWords);
  protected readonly sharing = loadSharing(
    () => this.planId(),
    (picture) => rowsOf(picture).length === 0 && picture.grants.length === 0,
  );
  protected readonly rows = computed(() => {
    const picture = this.sharing.value();
    return picture === undefined ? [] : rowsOf(picture);
  });
  protected readonly asTable = computed(() => this.rows().length > 0 && this.rows().length <= mostColumns);

  protected readonly lead = computed(() => {
    if (this.sharing.state() === 'gone') return null;
    const client = this.sharing.value()?.plan.client;
    if (client === undefined || client.id === this.#session.me()?.id) return this.t('audience.lead');
    return this.t('audience.lead.other', { client: client.name });
  });

  constructor() {
    pageTitle(() => this.t('audience.heading'));
  }
}

function rowsOf({ plan, audience }: SharingPicture) {
  return audienceRows(plan.sections, audience, plan.client.id);
}
