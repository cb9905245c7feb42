import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Dates, useWords } from '@samenplan/web/core';
import { Button, Card, Cards, Disclosure, Person, StatusPill } from '@samenplan/web/ui';
import { AudienceLevel } from './audience-level';
import type { AudienceRow } from './audience-matrix';
import { planWords } from '../plan-words';

/** The same as the table, as a card per person: for phones, and for plans with many people. */
@Component({
  selector: 'sp-audience-people',
  imports: [AudienceLevel, Button, Card, Cards, Disclosure, Person, RouterLink, StatusPill],
  template: `
    <ul spCards>
      @for (row of rows(); track row.member.personId) {
        <li spCard>
          <sp-person
            [name]="row.member.name"
            [function]="row.member.function"
            [organisation]="row.member.organisation"
            [phone]="row.member.phone"
            [compact]="true"
          />
          @if (row.member.isCoordinator || row.representative) {
            <p class="pills">
              @if (row.member.isCoordinator) {
                <sp-status-pill>{{ t('audience.coordinator') }}</sp-status-pill>
              }
              @if (row.representative) {
                <sp-status-pill>{{ t('audience.representative') }}</sp-status-pill>
              }
            </p>
          }
          <p class="sees">
            <strong>{{ sees(row) }}</strong>
            @if (row.firstEnd; as end) {
              <span>{{ t('audience.first-end', { date: dates.date(end) }) }}</span>
            }
          </p>
          <sp-disclosure [heading]="t('audience.show-sections')">
            <ul class="sections" role="list">
              @for (cell of row.cells; track cell.section.id) {
                <li>
                  <span>{{ cell.section.title }}</span>
                  <sp-audience-level [cell]="cell" />
                </li>
              }
            </ul>
          </sp-disclosure>
          <p class="actions">
            <a
              spButton
              [routerLink]="['/plannen', planId(), 'wie-ziet-wat', row.member.personId]"
              [attr.aria-label]="t('audience.change.of', { name: row.member.name })"
            >
              {{ t('audience.change') }}
            </a>
            <a class="preview" [routerLink]="['/plannen', planId(), 'zo-ziet', row.member.personId]">
              {{ t('audience.preview', { name: row.member.name }) }}
            </a>
          </p>
        </li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: block;
    }
    .pills {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-2);
      margin: var(--sp-space-2) 0 0;
    }
    .sees {
      display: grid;
      margin: var(--sp-space-3) 0 0;
    }
    .sees span {
      color: var(--sp-ink-soft);
      font-size: var(--sp-size-small);
    }
    .sections {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    .sections li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      gap: var(--sp-space-3);
      padding-block: var(--sp-space-2);
      border-block-end: 1px solid var(--sp-line);
      overflow-wrap: anywhere;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--sp-space-2) var(--sp-space-4);
      margin: var(--sp-space-2) 0 0;
    }
    .preview {
      display: inline-flex;
      align-items: center;
      min-block-size: 44px;
      color: var(--sp-accent-dark);
      font-weight: 600;
    }
    @media (min-width: 60rem) {
      ul.sp-cards {
        grid-template-columns: repeat(2, minmax(0, 1fr));
        align-items: start;
      }
    }
  `,
})
export class AudiencePeople {
  readonly planId = input.required<string>();
  readonly rows = input.required<readonly AudienceRow[]>();

  protected readonly t = useWords(planWords);
  protected readonly dates = inject(Dates);

  protected sees(row: AudienceRow): string {
    const total = row.cells.length;
    const sentence =
      row.visible === 0
        ? this.t('audience.sees.none')
        : row.visible === total
          ? this.t('audience.sees.all')
          : this.t('audience.sees', { n: row.visible, total });
    return sentence.charAt(0).toUpperCase() + sentence.slice(1);
  }
}
