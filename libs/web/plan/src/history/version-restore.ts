import { Component, DestroyRef, inject, input, output, signal } from '@angular/core';
import { Router } from '@angular/router';
import { Api, ApiProblem, coreWords, routes, useWords } from '@samenplan/web/core';
import { Button, Dialogs, Toasts } from '@samenplan/web/ui';
import { historyVoice } from './history-voice';
import type { SectionPlace } from './version-feed';

/** "Zet deze versie terug": says first what happens, and leads back to the text. */
@Component({
  selector: 'sp-version-restore',
  imports: [Button],
  template: `<button spButton type="button" [busy]="busy()" (click)="ask()">{{ voice.t('restore') }}</button>`,
})
export class VersionRestore {
  readonly place = input.required<SectionPlace>();
  readonly version = input.required<number>();
  /** When that version was stored. */
  readonly at = input.required<string>();
  readonly isClient = input.required<boolean>();
  /** The right may be another than the page thinks. */
  readonly refused = output();

  protected readonly voice = historyVoice();
  readonly #api = inject(Api);
  readonly #dialogs = inject(Dialogs);
  readonly #router = inject(Router);
  readonly #toasts = inject(Toasts);
  readonly #destroyed = inject(DestroyRef);
  readonly #core = useWords(coreWords);
  protected readonly busy = signal(false);

  protected async ask(): Promise<void> {
    const { t } = this.voice;
    const when = this.voice.moment(this.at());
    const sure = await this.#dialogs.confirm({
      heading: t('restore.question'),
      text: [t('restore.what', { when }), t('restore.kept'), t(this.isClient() ? 'restore.client' : 'restore.other')],
      confirm: t('restore.yes'),
    });
    if (!sure) return;
    this.busy.set(true);
    try {
      const { planId, sectionId } = this.place();
      await this.#api.call(routes.restoreVersion, { params: { planId, sectionId, version: this.version() } });
      await this.#router.navigate(['/plannen', planId, 'secties', sectionId]);
      this.#toasts.show({ text: t('restore.done', { when }) });
    } catch (cause) {
      const { code } = ApiProblem.from(cause);
      this.#toasts.show({ text: `${t('restore.failed')} ${this.#core(`problem.${code}`)}` });
      // The page may have heard it first, and have taken the button away while the question stood open.
      if (!this.#destroyed.destroyed && (code === 'not-allowed' || code === 'not-found')) this.refused.emit();
    } finally {
      this.busy.set(false);
    }
  }
}
