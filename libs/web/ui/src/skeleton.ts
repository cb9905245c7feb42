import { Component, computed, input } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { uiWords } from './ui-words';

export type SkeletonShape = 'text' | 'heading' | 'card' | 'person' | 'block';

/** The shape of what is coming, in the size it will have, so that nothing jumps. Says "Bezig met laden" once. */
@Component({
  selector: 'sp-skeleton',
  template: `
    <span class="sp-visually-hidden" role="status">{{ t('loading') }}</span>
    @for (row of rows(); track row) {
      <span class="bone" [class]="'bone--' + shape()" aria-hidden="true"></span>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--sp-space-3);
    }
    .bone {
      display: block;
      border-radius: var(--sp-radius);
      background: linear-gradient(100deg, var(--sp-bone) 40%, var(--sp-bone-light) 50%, var(--sp-bone) 60%) 0 0 / 200%
        100%;
      animation: sp-bone 1.6s linear infinite;
    }
    .bone--text {
      block-size: 1rem;
      inline-size: min(100%, 32rem);
    }
    .bone--text:last-child:not(:nth-child(2)) {
      inline-size: 60%;
    }
    .bone--heading {
      block-size: 2rem;
      inline-size: min(70%, 20rem);
    }
    .bone--card {
      block-size: 8.5rem;
      border-radius: var(--sp-radius-large);
    }
    .bone--person {
      block-size: 3rem;
      inline-size: min(100%, 20rem);
    }
    .bone--block {
      block-size: 16rem;
    }
    @keyframes sp-bone {
      from {
        background-position: 150% 0;
      }
      to {
        background-position: -50% 0;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .bone {
        animation: none;
      }
    }
  `,
})
export class Skeleton {
  readonly shape = input<SkeletonShape>('text');
  readonly count = input(3);

  protected readonly t = useWords(uiWords);
  protected readonly rows = computed(() => Array.from({ length: this.count() }, (_, row) => row));
}
