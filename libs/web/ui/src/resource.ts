import { NgTemplateOutlet } from '@angular/common';
import { Component, contentChild, Directive, inject, input, TemplateRef } from '@angular/core';
import { RouterLink } from '@angular/router';
import { useWords, type Loaded } from '@samenplan/web/core';
import { Button } from './button';
import { Empty } from './empty';
import { ProblemState } from './problem';
import { Skeleton, type SkeletonShape } from './skeleton';
import { uiWords } from './ui-words';

/** `<ng-template [spReady]="plans" let-list>`: what to show once it is there; `list` has the type of what was loaded. */
@Directive({ selector: 'ng-template[spReady]' })
export class Ready<T> {
  readonly spReady = input.required<Loaded<T>>();
  readonly template = inject<TemplateRef<{ $implicit: T }>>(TemplateRef);

  static ngTemplateContextGuard<T>(_directive: Ready<T>, _context: unknown): _context is { $implicit: T } {
    return true;
  }
}

/** `<ng-template spEmptyState>`: what to show when there is nothing yet. */
@Directive({ selector: 'ng-template[spEmptyState]' })
export class EmptyState {
  readonly template = inject<TemplateRef<unknown>>(TemplateRef);
}

/** `<ng-template spSkeleton>`: the shape of what comes, when the standard shapes do not fit. */
@Directive({ selector: 'ng-template[spSkeleton]' })
export class SkeletonState {
  readonly template = inject<TemplateRef<unknown>>(TemplateRef);
}

/** Shows one {@link Loaded} thing in the state it is in: shape, thing, nothing yet, gone, or problem with a retry. */
@Component({
  selector: 'sp-resource',
  imports: [Button, Empty, NgTemplateOutlet, ProblemState, RouterLink, Skeleton],
  template: `
    @if (of().value() !== undefined && of().problem(); as problem) {
      <sp-problem class="passing" [problem]="problem" (retry)="of().reload()" />
    }
    @switch (of().state()) {
      @case ('loading') {
        @if (skeleton(); as own) {
          <ng-container [ngTemplateOutlet]="own.template" />
        } @else {
          <sp-skeleton [shape]="shape()" [count]="count()" />
        }
      }
      @case ('gone') {
        <sp-empty icon="lock" [heading]="t('gone.heading')" [text]="t('gone.text')">
          <a spButton routerLink="/">{{ t('gone.home') }}</a>
        </sp-empty>
      }
      @case ('problem') {
        @if (of().problem(); as problem) {
          <sp-problem [problem]="problem" (retry)="of().reload()" />
        }
      }
      @case ('empty') {
        @if (empty(); as own) {
          <ng-container [ngTemplateOutlet]="own.template" />
        } @else {
          <sp-empty [heading]="t('empty.heading')" />
        }
      }
      @case ('ready') {
        @if (ready(); as own) {
          <ng-container [ngTemplateOutlet]="own.template" [ngTemplateOutletContext]="{ $implicit: of().value() }" />
        }
      }
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .passing {
      display: block;
      margin-block-end: var(--sp-space-4);
    }
  `,
})
export class ResourceView {
  readonly of = input.required<Loaded<unknown>>();
  readonly shape = input<SkeletonShape>('card');
  readonly count = input(3);

  protected readonly t = useWords(uiWords);
  protected readonly ready = contentChild(Ready);
  protected readonly empty = contentChild(EmptyState);
  protected readonly skeleton = contentChild(SkeletonState);
}
