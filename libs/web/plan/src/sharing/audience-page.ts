import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { pageTitle, Session, useWords } from '@samenplan/web/core';
import { Button, Empty, EmptyState, Icon, Page, Ready, ResourceView, Skeleton, SkeletonState } from '@samenplan/web/ui';
import { loadSharing, type SharingPicture } from './audience-loads';
import { audienceRows } from './audience-matrix';
import { AudiencePeople } from './audience-people';
import { AudienceTable } from './audience-table';
import { AudienceTeams } from './audience-teams';
import { InvitationList } from '../invitation/invitation-list';
import { planWords } from '../plan-words';
import { reviewWords } from '../review/review-words';

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
    InvitationList,
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
        <p above class="ways">
          <a class="share" spButton kind="primary" [routerLink]="['/plannen', planId(), 'laat-zien']">
            <sp-icon name="plus" />{{ t('audience.share') }}
          </a>
          @if (!helped()) {
            <a class="share" spButton [routerLink]="['/plannen', planId(), 'uitnodigen']">
              <sp-icon name="person" />{{ t('audience.invite') }}
            </a>
          }
          <a class="share" spButton [routerLink]="['/plannen', planId(), 'klopt-dit-nog']">
            <sp-icon name="check" />{{ review('ask') }}
          </a>
          <a class="share" spButton [routerLink]="['/plannen', planId(), 'wie-ziet-wat', 'papier']">
            <sp-icon name="print" />{{ t('audience.print') }}
          </a>
        </p>
      }
      <sp-resource [of]="sharing">
        <ng-template spSkeleton><sp-skeleton shape="card" [count]="4" /></ng-template>
        <ng-template spEmptyState>
          <sp-empty icon="lock" [heading]="t('audience.empty.heading')" [text]="t('audience.empty.text')">
            <a spButton kind="primary" [routerLink]="['/plannen', planId(), 'laat-zien']">{{ t('audience.share') }}</a>
            @if (!helped()) {
              <a spButton [routerLink]="['/plannen', planId(), 'uitnodigen']">{{ t('audience.invite') }}</a>
            }
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
      @if (!helped() && (sharing.state() === 'ready' || sharing.state() === 'empty')) {
        <sp-invitation-list [planId]="planId()" />
      }
    </sp-page>
  `,
  styles: `
    .ways {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
      margin-block: 0 var(--sp-space-5);
    }
    sp-invitation-list {
      margin-block-start: var(--sp-space-6);
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
  protected readonly review = useWords(reviewWords);
  protected readonly sharing = loadSharing(
    () => this.planId(),
    (picture) => rowsOf(picture).length === 0 && picture.grants.length === 0,
  );
  protected readonly rows = computed(() => {
    const picture = this.sharing.value();
    return picture === undefined ? [] : rowsOf(picture);
  });
  /** The client decides on the screen of a helper: nobody is invited there. */
  protected readonly helped = computed(() => this.#session.me()?.assisted != null);
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
