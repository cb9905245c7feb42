import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Announcer, Icon, type IconName } from '@samenplan/web/ui';
import { patienceFor } from './live-clock';
import { nameWithFunction } from '../sharing/audience-why';
import type { LiveSection } from './live-section';
import { isSpoken, statusOf, unstable, type StatusKind } from './live-status';
import { sectionWords, type SectionWord } from './section-words';

const icons: Partial<Record<StatusKind, IconName>> = {
  saved: 'check',
  reading: 'eye',
  gone: 'lock',
  'login-ended': 'lock',
};

/** One calm line: whether what was typed is stored, and who has the section open too. */
@Component({
  selector: 'sp-live-line',
  imports: [Icon],
  template: `
    <p class="status" [class]="'status tone-' + status().tone" [attr.data-status]="status().kind">
      <sp-icon [name]="icon()" />
      <span>{{ words() }}</span>
    </p>
    @if (fullness(); as warning) {
      <p class="tone-warning">{{ warning }}</p>
    }
    @if (keeping(); as word) {
      <p class="device">{{ t(word) }}</p>
    }
    @if (here(); as names) {
      <p class="here">{{ t('here', { names }) }}</p>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 var(--sp-space-4);
      min-block-size: 2.75rem;
      padding: var(--sp-space-2) var(--sp-space-4);
      font-size: var(--sp-size-small);
    }
    p {
      margin: 0;
    }
    .status {
      display: inline-flex;
      align-items: start;
      gap: var(--sp-space-2);
      font-weight: 600;
    }
    .status sp-icon {
      margin-block-start: 0.15em;
    }
    .tone-neutral {
      color: var(--sp-ink-soft);
    }
    .tone-ok {
      color: var(--sp-ok);
    }
    .tone-warning {
      color: var(--sp-warning);
    }
    .tone-danger {
      color: var(--sp-danger);
    }
    .here,
    .device {
      color: var(--sp-ink-soft);
      overflow-wrap: anywhere;
    }
  `,
})
export class LiveLine {
  readonly live = input.required<LiveSection>();

  readonly #announcer = inject(Announcer);
  readonly #patience = patienceFor(computed(() => this.live().state()));
  protected readonly t = useWords(sectionWords);
  protected readonly status = computed(() =>
    this.live().unstable() ? unstable : statusOf(this.live().state(), this.#patience()),
  );
  protected readonly words = computed(() => this.t(this.status().word, { n: this.status().n }));
  protected readonly icon = computed<IconName>(
    () => icons[this.status().kind] ?? (this.status().tone === 'neutral' ? 'clock' : 'warning'),
  );
  /** Whether the device keeps what is waiting: said when it matters, not at every pause. */
  protected readonly keeping = computed<SectionWord | null>(() => {
    const waits = this.status().kind === 'broken' || this.status().kind === 'pending';
    const keeping = this.live().keeping();
    if (!waits || this.status().n === 0 || keeping === 'nothing') return null;
    return `device.${keeping}`;
  });
  protected readonly here = computed(() => this.live().people().map(nameWithFunction).join(', '));

  protected readonly fullness = computed(() => {
    const n = this.live().state().fullness;
    if (n === 0) return '';
    return n < 100 ? this.t('fullness.nearly', { n }) : this.t('fullness.full');
  });

  constructor() {
    let spoken: StatusKind | null = null;
    effect(() => {
      const { kind } = this.status();
      untracked(() => {
        if (!isSpoken(spoken, kind)) return;
        spoken = kind;
        this.#announcer.say(this.words());
      });
    });
    let told: SectionWord | null = null;
    effect(() => {
      const word = this.keeping();
      untracked(() => {
        if (word === null || word === told || word === 'device.writing') return;
        told = word;
        this.#announcer.say(this.t(word));
      });
    });
  }
}
