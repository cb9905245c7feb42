import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { noticeKinds, type NoticeKind, type NoticePreferences, type NoticeWay } from '@samenplan/shared/contracts';
import { Api, ApiProblem, coreWords, routes, useWords } from '@samenplan/web/core';
import { Alert, Button, Checkbox, Disclosure, RadioCards, Select, Toasts, type Choice } from '@samenplan/web/ui';
import { noticesWords } from './notices-words';

type KindWay = 'same' | 'mail' | 'sms' | 'none';

/** Where, how often, how openly, and per kind. Nothing changes until "Bewaren". */
@Component({
  selector: 'sp-preferences-form',
  imports: [Alert, Button, Checkbox, Disclosure, RadioCards, Select],
  template: `
    <form (submit)="save($event)">
      <sp-radio-cards [legend]="t('telling.way')" [choices]="ways()" [(value)]="way" />
      @if (sends()) {
        <sp-radio-cards [legend]="t('telling.rhythm')" [choices]="rhythms()" [(value)]="rhythm" />
        <sp-checkbox [label]="t('telling.discreet')" [hint]="t('telling.discreet.hint')" [(checked)]="discreet" />
      }
      <sp-disclosure [heading]="t('telling.kinds')">
        @for (kind of kinds; track kind) {
          <sp-select
            [label]="labelOf(kind)"
            [choices]="kindWays()"
            [value]="perKind()[kind] ?? same"
            (valueChange)="choose(kind, $event)"
          />
        }
      </sp-disclosure>
      @if (problem(); as said) {
        <sp-alert kind="error" live>{{ said }}</sp-alert>
      }
      <button spButton kind="primary" [busy]="busy()">{{ t('telling.save') }}</button>
    </form>
  `,
  styles: `
    form {
      display: grid;
      justify-items: stretch;
      gap: var(--sp-space-5);
      margin-block-start: var(--sp-space-5);
    }
    button {
      justify-self: start;
    }
    sp-select {
      margin-block-end: var(--sp-space-4);
    }
  `,
})
export class PreferencesForm {
  readonly preferences = input.required<NoticePreferences>();
  /** Kinds of addresses that work. */
  readonly proven = input.required<readonly ('mail' | 'sms')[]>();
  readonly saved = output<NoticePreferences>();

  protected readonly t = useWords(noticesWords);
  readonly #core = useWords(coreWords);
  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  protected readonly kinds = noticeKinds;
  protected readonly same = 'same' as const;
  protected readonly way = linkedSignal<NoticeWay | null>(() => this.preferences().way);
  protected readonly rhythm = linkedSignal<NoticePreferences['rhythm'] | null>(() => this.preferences().rhythm);
  protected readonly discreet = linkedSignal(() => this.preferences().discreet);
  protected readonly perKind = linkedSignal<Partial<Record<NoticeKind, KindWay>>>(() => this.preferences().kinds);
  protected readonly busy = signal(false);
  protected readonly problem = signal<string | null>(null);
  protected readonly sends = computed(
    () =>
      this.way() === 'mail' ||
      this.way() === 'sms' ||
      Object.values(this.perKind()).some((way) => way === 'mail' || way === 'sms'),
  );
  protected readonly ways = computed<readonly Choice<NoticeWay>[]>(() => [
    {
      value: 'mail',
      label: this.t('telling.way.mail'),
      ...(this.proven().includes('mail') ? {} : { hint: this.t('telling.way.mail.missing') }),
    },
    {
      value: 'sms',
      label: this.t('telling.way.sms'),
      ...(this.proven().includes('sms') ? {} : { hint: this.t('telling.way.sms.missing') }),
    },
    { value: 'letter', label: this.t('telling.way.letter'), hint: this.t('telling.way.letter.hint') },
    { value: 'none', label: this.t('telling.way.none'), hint: this.t('telling.way.none.hint') },
  ]);
  protected readonly rhythms = computed<readonly Choice<NoticePreferences['rhythm']>[]>(() => [
    { value: 'at-once', label: this.t('telling.rhythm.at-once'), hint: this.t('telling.rhythm.at-once.hint') },
    { value: 'daily', label: this.t('telling.rhythm.daily'), hint: this.t('telling.rhythm.daily.hint') },
  ]);
  protected readonly kindWays = computed<readonly Choice<KindWay>[]>(() => [
    { value: 'same', label: this.t('telling.kinds.same') },
    { value: 'mail', label: this.t('telling.way.mail') },
    { value: 'sms', label: this.t('telling.way.sms') },
    { value: 'none', label: this.t('telling.way.none') },
  ]);

  protected labelOf(kind: NoticeKind): string {
    return this.t(`kind.${kind}`);
  }

  protected choose(kind: NoticeKind, way: KindWay): void {
    this.perKind.update((before) => ({ ...before, [kind]: way }));
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      const kinds = Object.fromEntries(Object.entries(this.perKind()).filter(([, way]) => way !== 'same'));
      const body = {
        way: this.way() ?? 'none',
        rhythm: this.rhythm() ?? 'at-once',
        discreet: this.discreet(),
        kinds: kinds as NoticePreferences['kinds'],
      };
      this.saved.emit(await this.#api.call(routes.setNoticePreferences, { body }));
      this.#toasts.show({ text: this.t('telling.saved') });
    } catch (cause) {
      this.problem.set(this.#core(`problem.${ApiProblem.from(cause).code}`));
    } finally {
      this.busy.set(false);
    }
  }
}
