import { Component, computed, input, resource } from '@angular/core';

/** A QR code as one drawing; `label` says what it holds. Always show the same as text or code beside it. */
@Component({
  selector: 'sp-qr-code',
  template: `
    <svg role="img" [attr.aria-label]="label()" [attr.viewBox]="box()" shape-rendering="crispEdges">
      <rect width="100%" height="100%" fill="#fff" />
      <path [attr.d]="path()" fill="#000" />
    </svg>
  `,
  styles: `
    :host {
      display: block;
      inline-size: min(100%, 16rem);
    }
    svg {
      display: block;
      inline-size: 100%;
      aspect-ratio: 1;
      border-radius: var(--sp-radius);
    }
  `,
})
export class QrCode {
  readonly value = input.required<string>();
  readonly label = input.required<string>();

  /** The encoder is loaded with the first code that is shown; the white square has its place already. */
  readonly #code = resource({
    params: () => this.value(),
    loader: async ({ params: value }) => (await import('uqr')).encode(value, { ecc: 'M', border: 3 }),
  });
  protected readonly box = computed(() => {
    const size = this.#code.hasValue() ? this.#code.value().size : 1;
    return `0 0 ${size} ${size}`;
  });
  protected readonly path = computed(() =>
    this.#code.hasValue()
      ? this.#code
          .value()
          .data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
          .join('')
      : '',
  );
}
