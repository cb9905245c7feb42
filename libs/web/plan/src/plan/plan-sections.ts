import {
  afterNextRender,
  Component,
  computed,
  ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core';
import type { AudienceMember, Plan, SectionSummary } from '@samenplan/shared/contracts';
import { Api, ApiProblem, coreWords, routes, Session, useWords } from '@samenplan/web/core';
import { Announcer, Button, Cards, Empty, Heading, Icon, Toasts } from '@samenplan/web/ui';
import { readersOf } from '../sharing/audience-matrix';
import { visibleFor } from '../sharing/audience-why';
import { decidesAbout } from './plan-deciding';
import { moveDown, moved, moveUp, type Move } from './plan-order';
import { PlanSectionCard, type SectionDeed } from './plan-section-card';
import { SectionDeeds } from './plan-section-deeds';
import { planWords } from '../plan-words';

/** The sections of a plan in their order, with what may be done to each. */
@Component({
  selector: 'sp-plan-sections',
  imports: [Button, Cards, Empty, Heading, Icon, PlanSectionCard],
  template: `
    <div class="top">
      <h2 #top spHeading [look]="2" tabindex="-1">{{ t('plan.sections') }}</h2>
      @if (mayMove()) {
        <button
          spButton
          small
          kind="subtle"
          type="button"
          [attr.aria-pressed]="ordering()"
          (click)="ordering.set(!ordering())"
        >
          {{ t(ordering() ? 'plan.order.stop' : 'plan.order.start') }}
        </button>
      }
    </div>
    @if (sections().length === 0) {
      <sp-empty icon="lock" [heading]="t('plan.sections.empty.heading')" [text]="t('plan.sections.empty.text')" />
    } @else {
      <ol spCards>
        @for (section of sections(); track section.id) {
          <li
            spPlanSection
            [attr.data-section]="section.id"
            [planId]="plan().id"
            [section]="section"
            [readers]="readers(section)"
            [mayArrange]="plan().may.arrange"
            [mayManage]="plan().may.manage"
            [ordering]="ordering()"
            [canUp]="up(section) !== null"
            [canDown]="down(section) !== null"
            (up)="move(section, 'up')"
            (down)="move(section, 'down')"
            (deed)="act(section, $event)"
          ></li>
        }
      </ol>
    }
    @if (plan().may.addSection) {
      <button spButton class="add" type="button" (click)="add()"><sp-icon name="plus" />{{ t('plan.add') }}</button>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .top {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 0 var(--sp-space-3);
      min-block-size: 44px;
      margin-block-end: var(--sp-space-3);
    }
    h2 {
      margin: 0;
    }
    .add {
      margin-block-start: var(--sp-space-4);
    }
  `,
})
export class PlanSections {
  readonly plan = input.required<Plan>();
  /** Who sees what; null for who does not manage the plan, undefined while it is coming. */
  readonly audience = input<readonly AudienceMember[] | null | undefined>(null);
  /** Something changed on the server by what was done here. */
  readonly changed = output();

  readonly #api = inject(Api);
  readonly #deeds = inject(SectionDeeds);
  readonly #toasts = inject(Toasts);
  readonly #announcer = inject(Announcer);
  readonly #session = inject(Session);
  readonly #injector = inject(Injector);
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly top = viewChild.required<ElementRef<HTMLElement>>('top');
  readonly #core = useWords(coreWords);
  protected readonly t = useWords(planWords);
  protected readonly ordering = signal(false);
  /** In the order of the server; a move shows at once, and the next answer of the server settles it. */
  protected readonly sections = linkedSignal(() => this.plan().sections.filter((section) => !section.archived));
  protected readonly mayMove = computed(() => {
    const movable = this.sections().filter((section) => section.kind !== 'own-story');
    return this.plan().may.arrange && movable.length > 1;
  });

  protected up(section: SectionSummary): Move | null {
    return moveUp(this.sections(), section.id);
  }

  protected down(section: SectionSummary): Move | null {
    return moveDown(this.sections(), section.id);
  }

  /** One line, or a line of the same height while it is being asked, so that nothing jumps. */
  protected readers(section: SectionSummary): string | null {
    const audience = this.audience();
    if (audience === null || !decidesAbout(section)) return null;
    if (audience === undefined) return ' ';
    const client = this.plan().client;
    const self = client.id === this.#session.me()?.id ? this.t('visible.you') : client.name;
    if (section.onlyMe) return this.t('visible.only', { self });
    return visibleFor(this.t, readersOf(section.id, audience, client.id), self, 2);
  }

  protected async move(section: SectionSummary, direction: 'up' | 'down'): Promise<void> {
    const move = direction === 'up' ? this.up(section) : this.down(section);
    if (move === null) return;
    const before = this.sections();
    this.sections.set([...moved(before, section.id, move)]);
    this.#announcer.say(this.t('plan.section.moved', { title: section.title, n: move.place }));
    this.#keepFocus(section.id, direction);
    try {
      await this.#api.call(routes.changeSection, {
        params: { planId: this.plan().id, sectionId: section.id },
        body: { after: move.after },
      });
      this.changed.emit();
    } catch (cause) {
      this.sections.set(before);
      this.#toasts.show({ text: this.#core(`problem.${ApiProblem.from(cause).code}`) });
    }
  }

  protected async act(section: SectionSummary, deed: SectionDeed): Promise<void> {
    const audience = this.audience() ?? [];
    if (!(await this.#deeds.perform(this.plan(), section, deed, audience, () => this.changed.emit()))) return;
    // The row with the button goes away, and focus with it.
    if (deed === 'archive') this.top().nativeElement.focus();
    this.changed.emit();
  }

  protected async add(): Promise<void> {
    await this.#deeds.add(this.plan(), this.audience() ?? []);
  }

  /** A moved row is taken out and put back, which drops focus: give it back, to the other button at the end of the list. */
  #keepFocus(sectionId: string, direction: 'up' | 'down'): void {
    afterNextRender(
      () => {
        const row = this.#host.nativeElement.querySelector(`[data-section="${sectionId}"]`);
        const wanted = row?.querySelector<HTMLButtonElement>(`[data-move="${direction}"]:not(:disabled)`);
        (wanted ?? row?.querySelector<HTMLButtonElement>('[data-move]:not(:disabled)'))?.focus();
      },
      { injector: this.#injector },
    );
  }
}
