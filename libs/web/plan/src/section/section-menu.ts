import { Component, computed, inject, input, output, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { Plan, Section } from '@samenplan/shared/contracts';
import { Api, ApiProblem, coreWords, routes, useWords } from '@samenplan/web/core';
import { Button, Menu, Toasts, type MenuItem } from '@samenplan/web/ui';
import { loadAudience, loadPlan } from '../plan/plan-loads';
import { moveDown, moveUp, type Move } from '../plan/plan-order';
import type { SectionDeed } from '../plan/plan-section-card';
import { SectionDeeds } from '../plan/plan-section-deeds';
import { sectionWords } from './section-words';

/** What may be done to the section as a whole: show it, rename, move, archive; or ask to write in it. */
@Component({
  selector: 'sp-section-menu',
  imports: [Button, Menu],
  template: `
    @if (mayShow() && audience.value() !== undefined && plan.value(); as plan) {
      <button spButton kind="primary" type="button" (click)="act(plan, 'show')">{{ t('show') }}</button>
    }
    @if (mayAsk()) {
      @if (asked()) {
        <p>{{ t('ask.sent') }}</p>
      } @else {
        <button spButton type="button" [busy]="asking()" (click)="ask()">{{ t('ask') }}</button>
      }
    }
    @if (items().length > 0) {
      <sp-menu [label]="t('menu')" [items]="items()" />
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--sp-space-2);
    }
    p {
      margin: 0;
      color: var(--sp-ink-soft);
      font-size: var(--sp-size-small);
    }
  `,
})
export class SectionMenu {
  readonly section = input.required<Section>();
  readonly changed = output();

  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  readonly #router = inject(Router);
  readonly #deeds = inject(SectionDeeds);
  readonly #core = useWords(coreWords);
  protected readonly t = useWords(sectionWords);
  protected readonly asking = signal(false);
  protected readonly asked = signal(false);

  readonly #manages = computed(() => this.section().level === 'manage');
  protected readonly mayShow = computed(() => this.section().onlyMe && this.#manages() && !this.section().archived);
  /** In "Mijn verhaal" others only read; in the archive nobody writes. */
  protected readonly mayAsk = computed(
    () => this.section().level === 'read' && this.section().kind !== 'own-story' && !this.section().archived,
  );
  readonly #arranges = computed(() => this.section().mayArrange || this.#manages());
  protected readonly plan = loadPlan(() => (this.#arranges() ? this.section().planId : undefined));
  /** Asked only where it is needed: every look at it is a line in the log. */
  protected readonly audience = loadAudience(() => (this.mayShow() ? this.section().planId : undefined));

  protected readonly items = computed<readonly MenuItem[]>(() => {
    const plan = this.plan.value();
    const section = this.section();
    const versions: MenuItem = { label: this.t('versions'), icon: 'clock', run: () => void this.#toVersions() };
    if (plan === undefined || !this.#arranges()) return [versions];
    if (section.archived)
      return this.#manages()
        ? [versions, { label: this.t('restore'), run: () => void this.#archive(plan, false) }]
        : [versions];
    const order = plan.sections.filter((one) => !one.archived);
    const up = moveUp(order, section.id);
    const down = moveDown(order, section.id);
    const items: MenuItem[] = [
      versions,
      { label: this.t('rename'), icon: 'pencil', run: () => void this.act(plan, 'rename') },
    ];
    if (up !== null) items.push({ label: this.t('move.up'), run: () => void this.#move(plan, up) });
    if (down !== null) items.push({ label: this.t('move.down'), run: () => void this.#move(plan, down) });
    if (this.#manages()) items.push({ label: this.t('archive'), run: () => void this.act(plan, 'archive') });
    return items;
  });

  protected async act(plan: Plan, deed: SectionDeed): Promise<void> {
    if (await this.#deeds.perform(plan, this.section(), deed, this.audience.value() ?? [], () => this.changed.emit()))
      this.changed.emit();
  }

  protected async ask(): Promise<void> {
    this.asking.set(true);
    const { planId, id: sectionId } = this.section();
    const sent = await this.#tried(() => this.#send(planId, sectionId));
    this.asked.set(sent);
    this.asking.set(false);
  }

  #toVersions(): Promise<boolean> {
    const { planId, id } = this.section();
    return this.#router.navigate(['/plannen', planId, 'secties', id, 'eerdere-versies']);
  }

  async #send(planId: string, sectionId: string): Promise<void> {
    try {
      await this.#api.call(routes.createAccessRequest, { params: { planId }, body: { sectionId, level: 'write' } });
    } catch (cause) {
      // The same question waits already.
      if (ApiProblem.from(cause).code !== 'conflict') throw cause;
    }
  }

  async #archive(plan: Plan, archived: boolean): Promise<void> {
    if (await this.#deeds.archive(plan, this.section(), archived, () => this.changed.emit())) this.changed.emit();
  }

  /** Puts the section elsewhere, and back where it came from when that is taken back. */
  async #move(plan: Plan, move: Move): Promise<void> {
    const order = plan.sections.filter((one) => !one.archived);
    const before = order[order.findIndex((one) => one.id === this.section().id) - 1]?.id ?? null;
    if (!(await this.#put(move.after))) return;
    const undo = async (): Promise<void> => void (await this.#put(before));
    this.#toasts.show({ text: this.t('moved', { n: move.place }), undo: () => void undo() });
  }

  async #put(after: string | null): Promise<boolean> {
    const { planId, id: sectionId } = this.section();
    const done = await this.#tried(() =>
      this.#api.call(routes.changeSection, { params: { planId, sectionId }, body: { after } }),
    );
    if (done) this.plan.reload();
    return done;
  }

  async #tried(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (cause) {
      this.#toasts.show({ text: this.#core(`problem.${ApiProblem.from(cause).code}`) });
      return false;
    }
  }
}
