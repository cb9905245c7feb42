import { Component, computed, inject } from '@angular/core';
import { Api, loaded, pageTitle, routes, useWords } from '@samenplan/web/core';
import { Page, Ready, ResourceView } from '@samenplan/web/ui';
import { ContactCard } from './contact-card';
import { noticesWords } from './notices-words';
import { PreferencesForm } from './preferences-form';

/** "Hoe hoor je het?": own addresses, and which messages go there. */
@Component({
  selector: 'sp-telling-page',
  imports: [ContactCard, Page, PreferencesForm, Ready, ResourceView],
  template: `
    <sp-page
      [heading]="t('telling.heading')"
      [lead]="t('telling.lead')"
      back="/mijn-account/meldingen"
      [backLabel]="t('telling.back')"
    >
      <sp-resource [of]="all" shape="card" [count]="3">
        <ng-template [spReady]="all" let-mine>
          <sp-contact-card
            kind="mail"
            [sending]="mine.contactPoints.mail"
            [points]="mine.contactPoints.items"
            (changed)="all.reload()"
          />
          <sp-contact-card
            kind="sms"
            [sending]="mine.contactPoints.sms"
            [points]="mine.contactPoints.items"
            (changed)="all.reload()"
          />
          <sp-preferences-form [preferences]="mine.preferences" [proven]="proven()" (saved)="all.reload()" />
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
})
export class TellingPage {
  protected readonly t = useWords(noticesWords);
  readonly #api = inject(Api);
  protected readonly all = loaded({
    load: async (_now, abort) => {
      const [contactPoints, preferences] = await Promise.all([
        this.#api.call(routes.listContactPoints, {}, abort),
        this.#api.call(routes.getNoticePreferences, {}, abort),
      ]);
      return { contactPoints, preferences };
    },
  });
  protected readonly proven = computed(() =>
    (this.all.value()?.contactPoints.items ?? []).filter(({ state }) => state === 'works').map(({ kind }) => kind),
  );

  constructor() {
    pageTitle(() => this.t('telling.title'));
  }
}
