import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import type { AudienceMember, Plan, SectionSummary } from '@samenplan/shared/contracts';
import { Api, ApiProblem, coreWords, routes, useWords } from '@samenplan/web/core';
import { Dialogs, Toasts } from '@samenplan/web/ui';
import { wouldSee } from '../sharing/audience-matrix';
import { nameWithFunction } from '../sharing/audience-why';
import type { NewSectionData, NewSectionResult } from './new-section';
import type { SectionDeed } from './plan-section-card';
import { planWords } from '../plan-words';

type Change = { readonly title?: string; readonly archived?: boolean };

/** What can be done to a section from the plan page: each says its consequence first and offers undo where that is true. */
@Injectable({ providedIn: 'root' })
export class SectionDeeds {
  readonly #api = inject(Api);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(Toasts);
  readonly #router = inject(Router);
  readonly #t = useWords(planWords);
  readonly #core = useWords(coreWords);

  /**
   * @param undone called when the person takes it back later
   * @returns true when something changed on the server
   */
  async perform(
    plan: Plan,
    section: SectionSummary,
    deed: SectionDeed,
    audience: readonly AudienceMember[],
    undone: () => void,
  ): Promise<boolean> {
    switch (deed) {
      case 'rename':
        return this.#rename(plan, section, undone);
      case 'archive':
        return this.archive(plan, section, true, undone);
      case 'show':
        return this.#show(plan, section, audience);
    }
  }

  /** Into the archive, or out of it. No question first: it is taken back with one tap. */
  async archive(plan: Plan, section: SectionSummary, archived: boolean, undone: () => void): Promise<boolean> {
    if (!(await this.#change(plan, section, { archived }))) return false;
    const text = this.#t(archived ? 'plan.section.archived' : 'plan.section.restored', { title: section.title });
    this.#offerUndo(text, plan, section, { archived: !archived }, undone);
    return true;
  }

  /** Adds a section and opens it, ready to write in. */
  async add(plan: Plan, audience: readonly AudienceMember[]): Promise<void> {
    const { NewSection } = await import('./new-section');
    const made = await this.#dialogs.open<NewSectionResult, NewSectionData>(NewSection, { plan, audience });
    if (made === undefined) return;
    this.#toasts.show({ text: this.#t('new.added', { title: made.title }) });
    await this.#router.navigate(['/plannen', plan.id, 'secties', made.id]);
  }

  async #rename(plan: Plan, section: SectionSummary, undone: () => void): Promise<boolean> {
    const { PlanRenameDialog } = await import('./plan-rename-dialog');
    const title = await this.#dialogs.open<string, string>(PlanRenameDialog, section.title);
    if (title === undefined || title === section.title) return false;
    if (!(await this.#change(plan, section, { title }))) return false;
    this.#offerUndo(this.#t('plan.section.renamed'), plan, section, { title: section.title }, undone);
    return true;
  }

  /** Cannot be taken back, since others may have read it: so this one asks first, by name. */
  async #show(plan: Plan, section: SectionSummary, audience: readonly AudienceMember[]): Promise<boolean> {
    const people = wouldSee(section.id, audience, plan.client.id);
    const names = people.map(nameWithFunction).join(', ');
    const sure = await this.#dialogs.confirm({
      heading: this.#t('plan.section.show.heading', { title: section.title }),
      text: names === '' ? this.#t('plan.section.show.nobody') : this.#t('plan.section.show.people', { names }),
      confirm: this.#t('plan.section.show'),
    });
    if (!sure) return false;
    const shown = await this.#tried(() =>
      this.#api.call(routes.showSection, { params: { planId: plan.id, sectionId: section.id } }),
    );
    if (shown) this.#toasts.show({ text: this.#t('plan.section.shown', { title: section.title }) });
    return shown;
  }

  #offerUndo(text: string, plan: Plan, section: SectionSummary, back: Change, undone: () => void): void {
    const undo = async (): Promise<void> => {
      if (await this.#change(plan, section, back)) undone();
    };
    this.#toasts.show({ text, undo: () => void undo() });
  }

  #change(plan: Plan, section: SectionSummary, body: Change): Promise<boolean> {
    return this.#tried(() =>
      this.#api.call(routes.changeSection, { params: { planId: plan.id, sectionId: section.id }, body }),
    );
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
