import { afterNextRender, booleanAttribute, Component, ElementRef, input, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from './icon';
import { Heading, Text } from './text';

/**
 * The inside of a page: way back, heading, lead, content. Moves focus to the heading when the page appears, so a screen
 * reader starts at the beginning. Slots: `[before]` the heading,
 * `[beside]` it, and `[above]` the content, below the lead.
 */
@Component({
  selector: 'sp-page',
  imports: [Heading, Icon, RouterLink, Text],
  template: `
    @if (back(); as link) {
      <a class="back" [routerLink]="link"><sp-icon name="arrow-left" />{{ backLabel() }}</a>
    }
    <ng-content select="[before]" />
    <div class="top">
      <h1 #top spHeading [look]="1" tabindex="-1">{{ heading() }}</h1>
      <ng-content select="[beside]" />
    </div>
    @if (lead(); as words) {
      <p spText look="lead">{{ words }}</p>
    }
    <ng-content select="[above]" />
    <ng-content />
  `,
  styles: `
    :host {
      display: block;
      box-sizing: border-box;
      inline-size: 100%;
      max-inline-size: 46rem;
      margin-inline: auto;
      padding: var(--sp-space-4) var(--sp-space-4) var(--sp-space-7);
    }
    :host(.wide) {
      max-inline-size: 76rem;
    }
    .back {
      display: inline-flex;
      align-items: center;
      gap: var(--sp-space-2);
      min-block-size: 44px;
      color: var(--sp-accent-dark);
      font-weight: 600;
      text-decoration: none;
    }
    .back:hover {
      text-decoration: underline;
    }
    .top {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: var(--sp-space-2) var(--sp-space-4);
      margin-block: var(--sp-space-3) var(--sp-space-4);
    }
    h1 {
      margin: 0;
      outline: none;
      overflow-wrap: anywhere;
    }
    p {
      margin-block: 0 var(--sp-space-5);
      max-inline-size: 42rem;
    }
  `,
  host: { '[class.wide]': 'wide()' },
})
export class Page {
  readonly heading = input.required<string>();
  readonly lead = input<string | null>(null);
  readonly back = input<string | readonly string[] | null>(null);
  readonly backLabel = input<string>('');
  readonly wide = input(false, { transform: booleanAttribute });
  private readonly topElement = viewChild.required<ElementRef<HTMLElement>>('top');

  constructor() {
    afterNextRender(() => this.focusHeading());
  }

  /** Also for steps inside a page: brings a screen reader back to the top. */
  focusHeading(): void {
    this.topElement().nativeElement.focus({ preventScroll: true });
  }
}
