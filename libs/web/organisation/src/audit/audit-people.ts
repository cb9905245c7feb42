import { Component, inject, input } from '@angular/core';
import type { AuditReport } from '@samenplan/shared/contracts';
import { Dates, useWords } from '@samenplan/web/core';
import { Heading, StatusPill } from '@samenplan/web/ui';
import { auditWords } from './audit-words';

/** Who of the organisations did how much. */
@Component({
  selector: 'sp-audit-people',
  imports: [Heading, StatusPill],
  template: `
    <h2 spHeading [look]="3">{{ t('emergencies') }}</h2>
    @for (one of report().emergencies; track $index) {
      <p>
        {{
          t('emergency', {
            day: dates.moment(one.at),
            name: one.name,
            function: one.function,
            organisation: one.organisation,
          })
        }}
      </p>
    } @empty {
      <p>{{ t('emergencies.none') }}</p>
    }
    <h2 spHeading [look]="3">{{ t('people') }}</h2>
    <p>{{ t('people.text') }}</p>
    <ul role="list">
      @for (person of report().people; track person.personId) {
        <li>
          <strong>{{ person.name }}</strong>
          <span class="soft">{{
            t('person.place', { function: person.function, organisation: person.organisation })
          }}</span>
          <span>
            {{ t('person.lines', { n: person.lines }) }} {{ t('person.plans', { n: person.plans }) }},
            {{ t('person.looks', { n: person.looks }) }}
          </span>
          @if (person.refusals > 0 || person.emergencies > 0) {
            <span class="pills">
              @if (person.refusals > 0) {
                <sp-status-pill tone="neutral" icon="lock">{{
                  t('person.refusals', { n: person.refusals })
                }}</sp-status-pill>
              }
              @if (person.emergencies > 0) {
                <sp-status-pill tone="warning" icon="warning">{{
                  t('person.emergencies', { n: person.emergencies })
                }}</sp-status-pill>
              }
            </span>
          }
        </li>
      } @empty {
        <li>{{ t('people.none') }}</li>
      }
    </ul>
    @if (report().others.people > 0) {
      <p>
        {{
          t('others', {
            n: report().others.people,
            lines: report().others.lines,
            refusals: report().others.refusals,
          })
        }}
      </p>
    }
    <h2 spHeading [look]="3">{{ t('audits') }}</h2>
    <ul role="list">
      @for (look of report().audits; track $index) {
        <li>{{ t('audit', { day: dates.moment(look.at), name: look.name }) }}</li>
      }
    </ul>
  `,
  styles: `
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
      border-block-start: 1px solid var(--sp-line);
    }
    li {
      display: grid;
      gap: var(--sp-space-1);
      padding-block: var(--sp-space-3);
      border-block-end: 1px solid var(--sp-line);
      overflow-wrap: anywhere;
    }
    .soft {
      color: var(--sp-ink-soft);
      font-size: var(--sp-size-small);
    }
    .pills {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-2);
    }
    @media (min-width: 48rem) {
      li:has(strong) {
        grid-template-columns: 14rem minmax(0, 1fr) minmax(0, 1fr);
        align-items: baseline;
      }
      .pills {
        grid-column: 2 / -1;
      }
    }
  `,
})
export class AuditPeople {
  readonly report = input.required<AuditReport>();

  protected readonly t = useWords(auditWords);
  protected readonly dates = inject(Dates);
}
