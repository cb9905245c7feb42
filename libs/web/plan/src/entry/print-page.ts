import { Component, computed, inject, input, signal } from '@angular/core';
import { reaches } from '@samenplan/shared/contracts';
import { Api, Dates, pageTitle, routes, Session, useWords } from '@samenplan/web/core';
import { Button, Heading, Icon, Page, Ready, ResourceView } from '@samenplan/web/ui';
import { loadSharing, type SharingPicture } from '../sharing/audience-loads';
import { audienceRows, type AudienceRow } from '../sharing/audience-matrix';
import { entryWords } from './entry-words';

interface PrintedPerson {
  readonly id: string;
  readonly who: string;
  readonly lines: readonly string[];
}

/** "Wie ziet wat" in large type, to take along; after deciding with help it is also the last screen. */
@Component({
  selector: 'sp-print-page',
  imports: [Button, Heading, Icon, Page, Ready, ResourceView],
  template: `
    <sp-page
      class="large"
      [heading]="t('print.heading')"
      [lead]="t('print.lead')"
      [back]="['/plannen', planId(), 'wie-ziet-wat']"
      [backLabel]="t('back.audience')"
    >
      <sp-resource [of]="sharing">
        <ng-template [spReady]="sharing" let-picture>
          <p class="sp-no-print ways">
            <button spButton kind="primary" type="button" (click)="print()">
              <sp-icon name="print" />{{ t('print.button') }}
            </button>
            @if (helper(); as name) {
              <button spButton type="button" [busy]="leaving()" (click)="done()">{{ t('print.done') }}</button>
            }
          </p>
          @if (helper(); as name) {
            <p class="sp-no-print">{{ t('print.done.hint', { name }) }}</p>
          }
          <div class="sheet">
            <h2 spHeading class="title">{{ t('print.heading') }}: {{ picture.plan.title }}</h2>
            <p>
              {{ picture.plan.client.name }}<br />{{ t('print.made', { day: dates.date(now) }) }}
              @if (helper(); as name) {
                <br />{{ t('print.helped', { name }) }}
              }
            </p>
            @for (person of people(); track person.id) {
              <section>
                <h3 spHeading>{{ person.who }}</h3>
                <ul>
                  @for (line of person.lines; track line) {
                    <li>{{ line }}</li>
                  }
                </ul>
              </section>
            } @empty {
              <p>{{ t('print.nobody') }}</p>
            }
            <p>{{ t('print.change') }}</p>
          </div>
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styles: `
    .ways {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
    }
    .sheet {
      padding: var(--sp-space-5);
      border: 1px solid var(--sp-line);
      border-radius: var(--sp-radius-large);
      background: var(--sp-surface);
      font-size: 1.35rem;
      line-height: 1.5;
      overflow-wrap: anywhere;
    }
    .sheet h3 {
      font-size: 1.1em;
    }
    section {
      break-inside: avoid;
    }
    @media print {
      .sheet {
        padding: 0;
        border: 0;
        font-size: 18pt;
      }
    }
  `,
})
export class PrintPage {
  readonly planId = input.required<string>();

  protected readonly t = useWords(entryWords);
  protected readonly dates = inject(Dates);
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  protected readonly now = new Date().toISOString();
  protected readonly leaving = signal(false);
  protected readonly sharing = loadSharing(() => this.planId());
  protected readonly helper = computed(() => this.#session.me()?.assisted?.helper ?? null);
  protected readonly people = computed(() => {
    const picture = this.sharing.value();
    return picture === undefined ? [] : this.#people(picture);
  });

  constructor() {
    pageTitle(() => this.t('print.title'));
  }

  protected print(): void {
    window.print();
  }

  protected async done(): Promise<void> {
    this.leaving.set(true);
    await this.#api.call(routes.endAssistedSession, {}).catch(() => null);
    location.replace('/');
  }

  #people({ plan, audience }: SharingPicture): readonly PrintedPerson[] {
    return audienceRows(plan.sections, audience, plan.client.id).map(({ member, cells }) => ({
      id: member.personId,
      who: [member.name, member.function, member.organisation].filter((part) => part !== null).join(', '),
      lines: this.#lines(cells),
    }));
  }

  #lines(cells: AudienceRow['cells']): readonly string[] {
    const seen = cells.filter(({ level }) => reaches(level, 'read'));
    if (seen.length === 0) return [this.t('print.nothing')];
    return seen.map(({ section, level, endsAt }) => {
      const may = this.t(level === 'manage' ? 'print.manage' : level === 'write' ? 'print.write' : 'print.read');
      const until = endsAt === null ? '' : `, ${this.t('print.until', { day: this.dates.date(endsAt) })}`;
      return `${section.title}: ${may}${until}`;
    });
  }
}
