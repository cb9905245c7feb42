import { Component, computed, inject, input, output } from '@angular/core';
import type { Mandate, MandateProof } from '@samenplan/shared/contracts';
import { Dates, Session, useWords } from '@samenplan/web/core';
import { Button, Dialogs, Heading, StatusPill, type Tone } from '@samenplan/web/ui';
import type { MandateAct } from './mandate-acts';
import { mandateSentences } from './mandate-sentences';
import { representationWords } from './representation-words';

const tones = { 'in-force': 'ok', waiting: 'accent', contested: 'danger', ended: 'neutral' } as const satisfies Record<
  Mandate['state'],
  Tone
>;

/** One representative: what they decide about, why and until when, and what the reader can do about it. */
@Component({
  selector: 'sp-mandate-card',
  imports: [Button, Heading, StatusPill],
  template: `
    <h3 spHeading [look]="4">{{ mandate().person.name }}, {{ t(kindKey()) }}</h3>
    <sp-status-pill [tone]="tone()">{{ t(stateKey()) }}</sp-status-pill>
    @for (sentence of sentences(); track sentence) {
      <p>{{ sentence }}</p>
    }
    @if (hasActs()) {
      <div class="acts">
        @if (mandate().may.agree) {
          <button spButton kind="primary" type="button" [busy]="busy()" (click)="did.emit({ act: 'agree' })">
            {{ t('act.agree') }}
          </button>
        }
        @if (mandate().may.contest) {
          <button spButton kind="danger" type="button" [busy]="busy()" (click)="contest()">
            {{ t('act.contest') }}
          </button>
        }
        @if (mandate().may.confirm) {
          <button spButton type="button" [busy]="busy()" (click)="confirm()">{{ t('act.confirm') }}</button>
        }
        @if (mandate().may.renew) {
          <button spButton kind="primary" type="button" [busy]="busy()" (click)="renew()">
            {{ t('act.renew', { name: mandate().person.name }) }}
          </button>
        }
        @if (mandate().may.end) {
          <button spButton type="button" [busy]="busy()" (click)="end()">
            {{ t(isMine() ? 'act.end.own' : 'act.end') }}
          </button>
        }
      </div>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--sp-space-2);
      justify-items: start;
    }
    h3,
    p {
      margin: 0;
      overflow-wrap: anywhere;
    }
    .acts {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
      margin-block-start: var(--sp-space-2);
    }
  `,
})
export class MandateCard {
  readonly mandate = input.required<Mandate>();
  readonly client = input.required<{ readonly id: string; readonly name: string }>();
  /** The latest end of a renewal, an ISO moment. */
  readonly renewUntil = input<string | null>(null);
  readonly busy = input(false);
  readonly did = output<MandateAct>();

  readonly #dates = inject(Dates);
  readonly #dialogs = inject(Dialogs);
  readonly #session = inject(Session);
  protected readonly t = useWords(representationWords);
  protected readonly isMine = computed(() => this.mandate().person.id === this.#session.me()?.id);
  protected readonly kindKey = computed(() => `kind.${this.mandate().kind}` as const);
  protected readonly stateKey = computed(() => `state.${this.mandate().state}` as const);
  protected readonly tone = computed(() => tones[this.mandate().state]);
  protected readonly hasActs = computed(() => Object.values(this.mandate().may).some(Boolean));
  protected readonly sentences = computed(() =>
    mandateSentences(
      {
        t: this.t,
        date: (iso) => this.#dates.date(iso),
        client: this.client().name,
        isOwn: this.client().id === this.#session.me()?.id,
      },
      this.mandate(),
    ),
  );

  protected async contest(): Promise<void> {
    if (await this.#sure('act.contest.heading', 'act.contest.text', 'act.contest')) this.did.emit({ act: 'contest' });
  }

  protected async end(): Promise<void> {
    const text = this.isMine() ? 'act.end.own.text' : 'act.end.text';
    if (await this.#sure('act.end.heading', text, this.isMine() ? 'act.end.own' : 'act.end'))
      this.did.emit({ act: 'end' });
  }

  protected async confirm(): Promise<void> {
    const { ConfirmProof } = await import('./confirm-proof');
    const proof = await this.#dialogs.open<MandateProof>(ConfirmProof, this.mandate().person.name);
    if (proof !== undefined) this.did.emit({ act: 'confirm', proof });
  }

  protected async renew(): Promise<void> {
    const { RenewDialog } = await import('./renew-dialog');
    const data = { name: this.mandate().person.name, latest: this.renewUntil() };
    const endsAt = await this.#dialogs.open<string>(RenewDialog, data);
    if (endsAt !== undefined) this.did.emit({ act: 'renew', endsAt });
  }

  #sure(
    heading: 'act.contest.heading' | 'act.end.heading',
    text: 'act.contest.text' | 'act.end.text' | 'act.end.own.text',
    confirm: 'act.contest' | 'act.end' | 'act.end.own',
  ): Promise<boolean> {
    const { name } = this.mandate().person;
    return this.#dialogs.confirm({
      heading: this.t(heading, { name }),
      text: this.t(text, { name }),
      confirm: this.t(confirm),
      danger: true,
    });
  }
}
