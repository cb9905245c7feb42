import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api, loaded, pageTitle, routes, useWords } from '@samenplan/web/core';
import { Button, Page, Ready, ResourceView, Skeleton, SkeletonState } from '@samenplan/web/ui';
import { onNewsOf } from '../plan/plan-loads';
import { planWords } from '../plan-words';
import { PreviewPlan } from './preview-plan';

/** "Zo ziet {naam} je plan": the plan exactly as the server shows it to somebody else, in a frame that says so. */
@Component({
  selector: 'sp-preview-page',
  imports: [Button, Page, PreviewPlan, Ready, ResourceView, RouterLink, Skeleton, SkeletonState],
  template: `
    <sp-page [heading]="heading()" [back]="['/plannen', planId(), 'wie-ziet-wat']" [backLabel]="t('person.back')">
      <sp-resource [of]="preview">
        <ng-template spSkeleton><sp-skeleton shape="block" [count]="1" /></ng-template>
        <ng-template [spReady]="preview" let-seen>
          <sp-preview-plan [preview]="seen" />
          <p class="change">
            <a spButton [routerLink]="['/plannen', planId(), 'wie-ziet-wat', personId()]">
              {{ t('preview.change', { name: seen.asSeenBy.name }) }}
            </a>
          </p>
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styles: `
    .change {
      margin-block: var(--sp-space-5) 0;
    }
  `,
})
export class PreviewPage {
  readonly planId = input.required<string>();
  readonly personId = input.required<string>();

  readonly #api = inject(Api);
  protected readonly t = useWords(planWords);
  readonly #which = computed(() => ({ planId: this.planId(), personId: this.personId() }));
  protected readonly preview = loaded({
    params: () => this.#which(),
    load: (params: { planId: string; personId: string }, abort) => this.#api.call(routes.getPreview, { params }, abort),
  });
  protected readonly heading = computed(() => {
    const name = this.preview.value()?.asSeenBy.name;
    return name === undefined ? this.t('preview.page') : this.t('preview.heading', { name });
  });

  constructor() {
    pageTitle(() => this.t('preview.page'));
    onNewsOf(
      () => this.planId(),
      ['plan-changed', 'section-changed', 'access-changed'],
      () => this.preview.reload(),
    );
  }
}
