import { Component, computed, input, output } from '@angular/core';
import type { SectionSummary } from '@samenplan/shared/contracts';
import { useWords } from '@samenplan/web/core';
import { Disclosure, Heading, Text } from '@samenplan/web/ui';
import { AudienceLevel } from './audience-level';
import type { SharingPicture } from './audience-loads';
import type { AudienceCell, AudienceRow } from './audience-matrix';
import { AudiencePersonRule, type WantedRule } from './audience-person-rule';
import { AudienceReasons } from './audience-reasons';
import { planWords } from '../plan-words';
import { rulesFor } from './sharing-steps';

/** A wish for one section; null stands for what is added later. */
export interface SectionChange {
  readonly section: SectionSummary | null;
  readonly wanted: WantedRule;
}

/** Every section with what this person may do in it, why, and the form that changes it. */
@Component({
  selector: 'sp-audience-person-sections',
  imports: [AudienceLevel, AudiencePersonRule, AudienceReasons, Disclosure, Heading, Text],
  template: `
    <h2 spHeading [look]="3">{{ t('person.sections') }}</h2>
    <ul role="list">
      @for (cell of row().cells; track cell.section.id) {
        <li>
          <div class="top">
            <h3>{{ cell.section.title }}</h3>
            <sp-audience-level [cell]="cell" />
          </div>
          @if (cell.level !== 'none') {
            <sp-disclosure [heading]="t('why.ask')">
              <sp-audience-reasons [member]="row().member" [cell]="cell" [clientName]="picture().plan.client.name" />
            </sp-disclosure>
          } @else if (cell.teamName !== null) {
            <sp-audience-reasons [member]="row().member" [cell]="cell" [clientName]="picture().plan.client.name" />
          } @else {
            <sp-disclosure [heading]="t('why.ask.not')">
              <sp-audience-reasons [member]="row().member" [cell]="cell" [clientName]="picture().plan.client.name" />
            </sp-disclosure>
          }
          @if (cell.section.onlyMe) {
            <p spText look="small">{{ t('person.only-me') }}</p>
          } @else if (cell.why !== 'representative') {
            <sp-disclosure
              [heading]="t('person.change.of', { section: cell.section.title })"
              [open]="open() === cell.section.id"
            >
              <sp-audience-person-rule
                [member]="row().member"
                [level]="cell.level"
                [currentEnd]="endOf(cell)"
                [readOnly]="cell.section.kind === 'own-story'"
                [busy]="busy() === cell.section.id"
                (chosen)="wanted.emit({ section: cell.section, wanted: $event })"
              />
            </sp-disclosure>
          }
        </li>
      }
      @if (picture().plan.may.manage && !row().representative) {
        <li>
          <div class="top">
            <h3>{{ t('person.plan') }}</h3>
            <span>{{ planWords() }}</span>
          </div>
          <sp-disclosure [heading]="t('person.change.of', { section: t('person.plan') })">
            <sp-audience-person-rule
              [member]="row().member"
              [level]="row().member.planLevel"
              [currentEnd]="planEnd()"
              [busy]="busy() === 'plan'"
              (chosen)="wanted.emit({ section: null, wanted: $event })"
            />
          </sp-disclosure>
        </li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: block;
    }
    ul {
      display: grid;
      gap: var(--sp-space-3);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      padding: var(--sp-space-3) var(--sp-space-4) var(--sp-space-2);
      border: 1px solid var(--sp-line);
      border-radius: var(--sp-radius-large);
      background: var(--sp-surface);
    }
    .top {
      display: grid;
      gap: var(--sp-space-1) var(--sp-space-4);
    }
    h3 {
      margin: 0;
      font-size: 1.0625rem;
      line-height: 1.35;
      overflow-wrap: anywhere;
    }
    p {
      margin: 0 0 var(--sp-space-2);
    }
    @media (min-width: 36rem) {
      .top {
        grid-template-columns: minmax(0, 1fr) 14rem;
      }
    }
  `,
})
export class AudiencePersonSections {
  readonly row = input.required<AudienceRow>();
  readonly picture = input.required<SharingPicture>();
  /** Id of a section whose form stands open from the start. */
  readonly open = input<string | null>(null);
  readonly busy = input<string | null>(null);
  readonly wanted = output<SectionChange>();

  protected readonly t = useWords(planWords);
  protected readonly planWords = computed(() =>
    this.t(`person.plan.${this.row().member.planLevel}`, { name: this.row().member.name }),
  );
  protected readonly planEnd = computed(
    () =>
      rulesFor(this.row().member.personId, this.picture().grants).find((grant) => grant.sectionId === null)?.endsAt ??
      null,
  );

  /** A team's end says nothing about the end that this person would get. */
  protected endOf(cell: AudienceCell): string | null {
    return cell.teamName === null && cell.level !== 'none' ? cell.endsAt : null;
  }
}
