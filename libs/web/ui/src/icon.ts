import { Component, computed, input } from '@angular/core';

/** Line drawings on a field of 24 by 24; each name says what is drawn. */
const drawings = {
  'arrow-left': 'M19 12H5m6-7-7 7 7 7',
  'arrow-right': 'M5 12h14m-6-7 7 7-7 7',
  'chevron-right': 'm9 5 7 7-7 7',
  'chevron-down': 'm5 9 7 7 7-7',
  check: 'm4 12.5 5 5L20 6.5',
  cross: 'M5 5l14 14M19 5 5 19',
  plus: 'M12 4v16M4 12h16',
  dots: 'M12 4.8a.7.7 0 1 0 0 1.4.7.7 0 0 0 0-1.4Zm0 6.5a.7.7 0 1 0 0 1.4.7.7 0 0 0 0-1.4Zm0 6.5a.7.7 0 1 0 0 1.4.7.7 0 0 0 0-1.4Z',
  eye: 'M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12Zm10 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  'eye-off':
    'M4 4l16 16M9.5 6c.8-.3 1.6-.5 2.5-.5 6.4 0 10 6.5 10 6.5a17 17 0 0 1-3 3.6M6 7.6A16.5 16.5 0 0 0 2 12s3.6 6.5 10 6.5c1.5 0 2.8-.3 4-.9',
  lock: 'M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11',
  pencil: 'M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19 4 20Zm9.5-13L17 10.5',
  person: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.8-4 3.7-6 7.5-6s6.7 2 7.5 6',
  people:
    'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5c.7-3.5 3.2-5.3 6.5-5.3s5.8 1.8 6.5 5.3M16 5a3.3 3.3 0 0 1 0 6.3M18 14.8c2 .8 3.2 2.4 3.6 4.7',
  phone:
    'M6 3.5h3l1.5 4.5-2 1.5a11 11 0 0 0 5 5l1.5-2 4.5 1.5v3c0 1.5-1 2.5-2.5 2.5C10 19.5 4 13 3.5 6 3.5 4.5 4.5 3.5 6 3.5Z',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-10v5m0-8.5v.01',
  warning: 'M12 3.5 22 20.5H2L12 3.5Zm0 6.5v5m0 2.5v.01',
  error: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm-3.5-12.5 7 7m0-7-7 7',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-14v5.5l3.5 2',
  document: 'M6 3h8l4 4v14H6V3Zm8 0v4h4M9 12h6m-6 4h6',
  print: 'M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7z',
  exit: 'M14 4H5v16h9M10 12h11m-4-4 4 4-4 4',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15L6 16.5ZM10 20.5h4',
  qr: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2M14 20h2',
  question:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm-2.5-11.5c0-1.5 1-2.5 2.5-2.5s2.5 1 2.5 2.3c0 1.7-2.5 2-2.5 4m0 2.7v.01',
  globe:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3 12h18M12 3c2.5 2.5 3.5 5.5 3.5 9s-1 6.5-3.5 9c-2.5-2.5-3.5-5.5-3.5-9s1-6.5 3.5-9Z',
} as const;

export type IconName = keyof typeof drawings;

/** Decoration beside words; a screen reader skips it, so the words must say it too. */
@Component({
  selector: 'sp-icon',
  template: `<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path [attr.d]="drawing()" /></svg>`,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      inline-size: 1.25em;
      block-size: 1.25em;
      vertical-align: -0.25em;
    }
    svg {
      inline-size: 100%;
      block-size: 100%;
      fill: none;
      stroke: currentColor;
      stroke-width: 2;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly drawing = computed(() => drawings[this.name()]);
}
