import { Component, computed, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { NoticeWay } from '@samenplan/shared/contracts';
import { Api, ApiProblem, loaded, routes, useWords } from '@samenplan/web/core';
import { Alert, Button, ProblemState, RadioCards, type Choice } from '@samenplan/web/ui';
import { entryWords } from './entry-words';

/** At first entry: SMS, mail, letter or nothing. With SMS or mail the address follows, on the page of messages. */
@Component({
  selector: 'sp-telling',
  imports: [Alert, Button, ProblemState, RadioCards],
  template: `
    <form novalidate (submit)="save($event)">
      <sp-radio-cards
        [legend]="t('telling.heading')"
        [hint]="t('telling.lead')"
        [choices]="choices()"
        [(value)]="way"
      />
      @if (problem(); as now) {
        <sp-problem [problem]="now" [canRetry]="false" />
      }
      @if (saved()) {
        <sp-alert kind="ok" live>{{ t('telling.saved') }}</sp-alert>
      }
      <button spButton type="submit" [busy]="busy()">{{ t('telling.save') }}</button>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--sp-space-4);
      justify-items: start;
    }
    sp-radio-cards,
    sp-alert,
    sp-problem {
      inline-size: 100%;
    }
  `,
})
export class Telling {
  protected readonly t = useWords(entryWords);
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  protected readonly way = signal<NoticeWay | null>(null);
  protected readonly busy = signal(false);
  protected readonly saved = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  readonly #preferences = loaded({ load: (_now, abort) => this.#api.call(routes.getNoticePreferences, {}, abort) });
  protected readonly choices = computed<readonly Choice<NoticeWay>[]>(() => [
    { value: 'sms', label: this.t('telling.sms'), hint: this.t('telling.address.hint') },
    { value: 'mail', label: this.t('telling.mail'), hint: this.t('telling.address.hint') },
    { value: 'letter', label: this.t('telling.letter'), hint: this.t('telling.letter.hint') },
    { value: 'none', label: this.t('telling.none'), hint: this.t('telling.none.hint') },
  ]);

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const way = this.way();
    if (way === null || this.busy()) return;
    this.busy.set(true);
    this.saved.set(false);
    this.problem.set(null);
    try {
      const before = this.#preferences.value() ?? (await this.#api.call(routes.getNoticePreferences, {}));
      await this.#api.call(routes.setNoticePreferences, { body: { ...before, way } });
      this.saved.set(true);
      if (way === 'sms' || way === 'mail') await this.#router.navigateByUrl('/mijn-account/meldingen/hoe');
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
