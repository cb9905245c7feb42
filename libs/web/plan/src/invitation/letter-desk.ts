import { inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { IssuedInvitation } from '@samenplan/shared/contracts';

/**
 * Takes a new letter to a page of its own, so that printing prints the letter and nothing of the plan. The code lives in
 * memory only: it is shown once.
 */
@Injectable({ providedIn: 'root' })
export class LetterDesk {
  readonly #router = inject(Router);
  readonly #issued = signal<IssuedInvitation | null>(null);
  readonly issued = this.#issued.asReadonly();

  async show(issued: IssuedInvitation): Promise<void> {
    this.#issued.set(issued);
    await this.#router.navigate(['/plannen', issued.invitation.planId, 'brief']);
  }

  /** Forgets the code. */
  clear(): void {
    this.#issued.set(null);
  }
}
