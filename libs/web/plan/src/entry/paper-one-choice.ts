import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { PaperChoice, Recipient, SectionSummary } from '@samenplan/shared/contracts';
import { Api, loaded, routes, useWords } from '@samenplan/web/core';
import {
  Button,
  Card,
  Cards,
  ProblemState,
  RadioCards,
  Ready,
  ResourceView,
  Select,
  TextField,
  type Choice,
} from '@samenplan/web/ui';
import { ShareEndPicker } from '../sharing/share-end-picker';
import { usualEndMoment } from '../sharing/audience-person-rule';
import { entryWords } from './entry-words';

/** With the names that the list of choices shows. */
export interface NamedChoice {
  readonly choice: PaperChoice;
  readonly name: string;
  readonly what: string;
}

type May = 'read' | 'write' | 'withhold';
const WHOLE = '';

/** One line of the form: who, what, and what is allowed until when. */
@Component({
  selector: 'sp-paper-one-choice',
  imports: [Button, Card, Cards, ProblemState, RadioCards, Ready, ResourceView, Select, ShareEndPicker, TextField],
  template: `
    @if (who(); as recipient) {
      <p>
        <strong>{{ recipient.name }}</strong>
        <br />{{ placeOf(recipient) }}
        <button spButton small kind="subtle" type="button" (click)="who.set(null)">{{ t('paper.who.other') }}</button>
      </p>
      <sp-select [label]="t('paper.what')" [choices]="objects()" [(value)]="sectionId" />
      <sp-radio-cards [legend]="t('paper.level', { name: recipient.name })" [choices]="levels()" [(value)]="may" />
      @if (may() !== 'withhold') {
        <sp-share-end-picker [checked]="tried()" [(endsAt)]="endsAt" />
      }
      <button spButton type="button" (click)="add(recipient)">{{ t('paper.add') }}</button>
    } @else {
      <form novalidate role="search" (submit)="search($event)">
        <sp-text-field
          type="search"
          [label]="t('paper.who')"
          [hint]="t('paper.who.hint')"
          [maxLength]="80"
          [(value)]="text"
        />
        <button spButton type="submit">{{ t('paper.who.search') }}</button>
      </form>
      @if (found.problem(); as now) {
        <sp-problem [problem]="now" [canRetry]="false" />
      }
      @if (query() !== null) {
        <sp-resource [of]="found" shape="person" [count]="2">
          <ng-template [spReady]="found" let-list>
            <ul spCards role="list">
              @for (one of list.items; track one.id + (one.position?.affiliationId ?? '')) {
                <li spCard class="row">
                  <span>
                    <strong>{{ one.name }}</strong>
                    @if (one.position; as position) {
                      <br />{{ position.function }}, {{ position.organisation }}
                    }
                  </span>
                  <button
                    spButton
                    small
                    type="button"
                    [attr.aria-label]="t('paper.who.choose') + ': ' + one.name"
                    (click)="who.set(one)"
                  >
                    {{ t('paper.who.choose') }}
                  </button>
                </li>
              } @empty {
                <li>{{ t('paper.who.none') }}</li>
              }
            </ul>
          </ng-template>
        </sp-resource>
      }
    }
  `,
  styles: `
    :host,
    form {
      display: grid;
      gap: var(--sp-space-3);
      justify-items: start;
    }
    :host > *,
    form > sp-text-field {
      inline-size: 100%;
    }
    :host > button {
      inline-size: auto;
    }
    .row {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: var(--sp-space-2);
    }
    p {
      margin: 0;
    }
  `,
})
export class PaperOneChoice {
  readonly sections = input.required<readonly SectionSummary[]>();
  readonly chosen = output<NamedChoice>();

  protected readonly t = useWords(entryWords);
  readonly #api = inject(Api);
  protected readonly text = signal('');
  protected readonly query = signal<string | null>(null);
  protected readonly who = signal<Recipient | null>(null);
  protected readonly sectionId = signal<string>(WHOLE);
  protected readonly may = signal<May | null>('read');
  protected readonly endsAt = signal<string | null>(usualEndMoment());
  protected readonly tried = signal(false);
  protected readonly found = loaded({
    params: () => this.query() ?? undefined,
    load: (search: string, abort) => this.#api.call(routes.findRecipients, { query: { search } }, abort),
  });
  protected readonly objects = computed<readonly Choice[]>(() => [
    { value: WHOLE, label: this.t('paper.whole') },
    ...this.sections().map(({ id, title }) => ({ value: id, label: title })),
  ]);
  protected readonly levels = computed<readonly Choice<May>[]>(() =>
    (['read', 'write', 'withhold'] as const).map((may) => ({ value: may, label: this.t(`paper.level.${may}`) })),
  );

  protected placeOf({ position }: Recipient): string {
    return position === null ? '' : `${position.function}, ${position.organisation}`;
  }

  protected search(event: Event): void {
    event.preventDefault();
    const text = this.text().trim();
    if (text.length >= 2) this.query.set(text);
  }

  protected add(recipient: Recipient): void {
    this.tried.set(true);
    const may = this.may() ?? 'read';
    const endsAt = this.endsAt();
    if (may !== 'withhold' && endsAt === null) return;
    const sectionId = this.sectionId();
    const affiliationId = recipient.position?.affiliationId;
    this.chosen.emit({
      name: recipient.name,
      what: this.objects().find(({ value }) => value === sectionId)?.label ?? '',
      choice: {
        recipient: { type: recipient.type, id: recipient.id },
        ...(affiliationId === undefined ? {} : { affiliationId }),
        ...(sectionId === WHOLE ? {} : { sectionId }),
        ...(may === 'withhold' || endsAt === null
          ? { effect: 'withhold' as const }
          : { effect: 'share' as const, level: may, endsAt }),
      },
    });
    this.who.set(null);
    this.query.set(null);
    this.text.set('');
    this.sectionId.set(WHOLE);
    this.tried.set(false);
  }
}
