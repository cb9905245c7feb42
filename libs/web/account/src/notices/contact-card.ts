import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import type { ContactPoint } from '@samenplan/shared/contracts';
import { Api, ApiProblem, coreWords, routes, useWords } from '@samenplan/web/core';
import { Alert, Button, Heading, TextField, Toasts } from '@samenplan/web/ui';
import { noticesWords } from './notices-words';

type State = 'sends' | 'keeps' | 'off';

/** One way to be told: fill in an address, bring back the code, and see whether it works. */
@Component({
  selector: 'sp-contact-card',
  imports: [Alert, Button, Heading, TextField],
  template: `
    <h2 spHeading [look]="3">{{ words().heading }}</h2>
    @if (sending() !== 'sends') {
      <sp-alert [kind]="sending() === 'off' ? 'warning' : 'info'">{{ words().sending }}</sp-alert>
    }
    @if (proven(); as point) {
      <p class="value">{{ point.value }}</p>
      @switch (point.state) {
        @case ('refused') {
          <sp-alert kind="error" [heading]="t('telling.refused.heading')">
            {{ t('telling.refused', { value: point.value }) }}
          </sp-alert>
          <form class="again" (submit)="confirm($event, point)">
            <button spButton type="button" [busy]="busy()" (click)="again(point)">{{ t('telling.code.again') }}</button>
            @if (asked()) {
              <sp-text-field
                [label]="t('telling.code.field')"
                [hint]="t('telling.code.hint')"
                inputMode="numeric"
                autocomplete="one-time-code"
                [(value)]="code"
                [error]="fault()"
              />
              <button spButton kind="primary" [busy]="busy()">{{ t('telling.code.confirm') }}</button>
            }
          </form>
        }
        @case ('unsubscribed') {
          <sp-alert kind="warning" [heading]="t('telling.unsubscribed.heading')">
            {{ t('telling.unsubscribed', { value: point.value }) }}
          </sp-alert>
          <button spButton type="button" [busy]="busy()" (click)="subscribe(point)">
            {{ t('telling.subscribe') }}
          </button>
        }
        @default {
          <p class="quiet">{{ t('telling.works') }}</p>
        }
      }
      <div class="ways">
        @if (!adding() && waiting() === null) {
          <button spButton small type="button" (click)="adding.set(true)">{{ t('telling.other') }}</button>
        }
        <button
          spButton
          small
          kind="subtle"
          type="button"
          [attr.aria-label]="t('telling.remove.of', { value: point.value })"
          (click)="remove(point)"
        >
          {{ t('telling.remove') }}
        </button>
      </div>
    }
    @if (waiting(); as point) {
      <p role="status">{{ t('telling.code.sent', { value: point.value }) }}</p>
      <form (submit)="confirm($event, point)">
        <sp-text-field
          [label]="t('telling.code.field')"
          [hint]="t('telling.code.hint')"
          inputMode="numeric"
          autocomplete="one-time-code"
          [(value)]="code"
          [error]="fault()"
        />
        <div class="ways">
          <button spButton kind="primary" [busy]="busy()">{{ t('telling.code.confirm') }}</button>
          <button spButton type="button" (click)="again(point)">{{ t('telling.code.again') }}</button>
          <button
            spButton
            kind="subtle"
            type="button"
            [attr.aria-label]="t('telling.remove.of', { value: point.value })"
            (click)="remove(point)"
          >
            {{ t('telling.remove') }}
          </button>
        </div>
      </form>
    } @else if (sending() !== 'off' && (proven() === null || adding())) {
      <form (submit)="add($event)">
        <sp-text-field
          [label]="words().field"
          [hint]="words().hint"
          [type]="kind() === 'mail' ? 'email' : 'tel'"
          [autocomplete]="kind() === 'mail' ? 'email' : 'tel'"
          [maxLength]="254"
          [(value)]="value"
          [error]="fault()"
        />
        <button spButton [busy]="busy()">{{ t('telling.add') }}</button>
      </form>
    }
  `,
  styleUrl: './contact-card.css',
})
export class ContactCard {
  readonly kind = input.required<ContactPoint['kind']>();
  readonly sending = input.required<State>();
  readonly points = input.required<readonly ContactPoint[]>();
  /** Something changed; with true an address was proven. */
  readonly changed = output<boolean>();

  protected readonly t = useWords(noticesWords);
  readonly #core = useWords(coreWords);
  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  protected readonly value = signal('');
  protected readonly code = signal('');
  protected readonly adding = linkedSignal({ source: this.points, computation: () => false });
  protected readonly asked = linkedSignal({ source: this.points, computation: () => false });
  protected readonly busy = signal(false);
  protected readonly fault = signal<string | null>(null);
  protected readonly waiting = computed(() => this.#own().find(({ state }) => state === 'waiting') ?? null);
  protected readonly proven = computed(() => this.#own().find(({ state }) => state !== 'waiting') ?? null);
  protected readonly words = computed(() =>
    this.kind() === 'mail'
      ? {
          heading: this.t('telling.mail.heading'),
          field: this.t('telling.mail.field'),
          hint: null,
          sending: this.t(this.sending() === 'off' ? 'telling.mail.off' : 'telling.mail.keeps'),
        }
      : {
          heading: this.t('telling.sms.heading'),
          field: this.t('telling.sms.field'),
          hint: this.t('telling.sms.field.hint'),
          sending: this.t(this.sending() === 'off' ? 'telling.sms.off' : 'telling.sms.keeps'),
        },
  );
  readonly #own = computed(() => this.points().filter(({ kind }) => kind === this.kind()));

  protected add(event: Event): Promise<void> {
    event.preventDefault();
    return this.#do(async () => {
      await this.#api.call(routes.addContactPoint, { body: { kind: this.kind(), value: this.value() } });
      this.value.set('');
    });
  }

  protected confirm(event: Event, { id }: ContactPoint): Promise<void> {
    event.preventDefault();
    return this.#do(async () => {
      const call = { params: { contactPointId: id }, body: { code: this.code() } };
      await this.#api.call(routes.confirmContactPoint, call);
      this.code.set('');
    }, true);
  }

  protected async again({ id }: ContactPoint): Promise<void> {
    this.busy.set(true);
    try {
      await this.#api.call(routes.sendContactCode, { params: { contactPointId: id } });
      this.asked.set(true);
      this.fault.set(null);
      this.#toasts.show({ text: this.t('telling.code.again.done') });
    } catch (cause) {
      this.#toasts.show({ text: this.#said(cause) });
    } finally {
      this.busy.set(false);
    }
  }

  protected subscribe({ id }: ContactPoint): Promise<void> {
    return this.#do(() => this.#api.call(routes.subscribeContactPoint, { params: { contactPointId: id } }));
  }

  protected remove({ id }: ContactPoint): Promise<void> {
    return this.#do(async () => {
      await this.#api.call(routes.removeContactPoint, { params: { contactPointId: id } });
      this.#toasts.show({ text: this.t('telling.removed') });
    });
  }

  async #do(work: () => Promise<unknown>, proven = false): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.fault.set(null);
    try {
      await work();
      this.changed.emit(proven);
    } catch (cause) {
      this.fault.set(this.#said(cause));
      // The address may have been kept although its code did not leave.
      if (ApiProblem.from(cause).code === 'message-not-sent') this.changed.emit(false);
    } finally {
      this.busy.set(false);
    }
  }

  #said(cause: unknown): string {
    return this.#core(`problem.${ApiProblem.from(cause).code}`);
  }
}
