import { Component, computed, effect, inject, input, signal, untracked, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import { Api, ApiProblem, loaded, pageTitle, routes, Session, useWords } from '@samenplan/web/core';
import { Button, Empty, EmptyState, Page, Ready, ResourceView, Text } from '@samenplan/web/ui';
import { readInvitationCode } from './invite-answers';
import { invitationWords } from './invitation-words';
import { OpenCode } from './open-code';
import { OpenConfirm, type Landing } from './open-confirm';

/** Where the link of a mail and the code of a letter lead: log in, confirm with one tap, and be in the right section. */
@Component({
  selector: 'sp-open-page',
  imports: [Button, Empty, EmptyState, OpenCode, OpenConfirm, Page, Ready, ResourceView, Text],
  template: `
    <sp-page [heading]="heading()">
      @if (known() === null) {
        <sp-open-code [given]="code() ?? ''" (found)="goTo($event)" />
      } @else if (!session.isIn()) {
        <p spText>{{ t('open.login.text') }}</p>
        <p spText look="small">{{ t('open.login.unused') }}</p>
        <button spButton kind="primary" type="button" (click)="session.login('/uitnodiging/' + known())">
          {{ t('open.login.button') }}
        </button>
      } @else if (invalid()) {
        <sp-empty icon="clock" [heading]="t('open.invalid.heading')" [text]="t('open.invalid.text')">
          <button spButton type="button" (click)="goTo(null)">{{ t('open.invalid.again') }}</button>
        </sp-empty>
      } @else if (left()) {
        <p spText role="status">{{ t('open.for.no.text') }}</p>
      } @else {
        <sp-resource [of]="found" shape="block" [count]="1">
          <ng-template [spReady]="found" let-now>
            <sp-open-confirm
              [invited]="now"
              [code]="known() ?? ''"
              (confirmed)="land($event)"
              (refused)="left.set(true)"
              (failed)="problem.set($event)"
            />
          </ng-template>
          <ng-template spEmptyState />
        </sp-resource>
      }
    </sp-page>
  `,
})
export class OpenPage {
  /** Code from the address; absent when it is still to be typed. */
  readonly code = input<string>();

  readonly #api = inject(Api);
  readonly #router = inject(Router);
  private readonly page = viewChild.required(Page);
  protected readonly t = useWords(invitationWords);
  protected readonly session = inject(Session);
  protected readonly left = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly known = computed(() => readInvitationCode(this.code() ?? ''));
  protected readonly found = loaded({
    params: () => (this.session.isIn() ? (this.known() ?? undefined) : undefined),
    load: (code, abort) => this.#api.call(routes.lookUpInvitation, { body: { code } }, abort),
    // Confirmed before with this login: the page leads on by itself.
    isEmpty: ({ landing }) => landing !== null,
  });
  protected readonly invalid = computed(() => {
    const code = this.problem()?.code ?? this.found.problem()?.code;
    return code === 'code-invalid' || code === 'not-found';
  });
  protected readonly heading = computed(() => {
    if (this.known() === null) return this.t('open.code.heading');
    if (!this.session.isIn()) return this.t('open.login.heading');
    return this.t(this.invalid() ? 'open.title' : 'open.for.heading');
  });

  constructor() {
    pageTitle(() => this.t('open.title'));
    void this.session.ready();
    effect(() => {
      const landing = this.found.value()?.landing ?? null;
      if (landing !== null) untracked(() => this.land(landing));
    });
    effect(() => {
      if (this.left() || this.invalid()) untracked(() => this.page().focusHeading());
    });
  }

  protected goTo(code: string | null): void {
    this.problem.set(null);
    void this.#router.navigate(code === null ? ['/uitnodiging'] : ['/uitnodiging', code]);
  }

  protected land({ planId, sectionId }: Landing): void {
    void this.#router.navigate(sectionId === null ? ['/plannen', planId] : ['/plannen', planId, 'secties', sectionId], {
      replaceUrl: true,
    });
  }
}
