import { Injectable } from '@nestjs/common';
import { afterCommit } from '@samenplan/api/platform';
import type { NoticeKind } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { AppEvents } from '../app-events';

/** Something new for one person: a kind and ids, never a title, a name or text. */
export interface NewNotice {
  readonly personId: string;
  readonly kind: NoticeKind;
  readonly planId?: string | null;
}

/**
 * Tells people that there is something new for them. They read it in the product; whoever asked for mail or SMS hears
 * there only that something is new.
 */
@Injectable()
export class Notices {
  constructor(private readonly events: AppEvents) {}

  /**
   * Part of the transaction of `tx`: no commit, no notice. Whoever acts may add for anybody and reads nothing of it.
   * A notice of the same kind about the same plan that was not read yet takes this one in.
   */
  async add(tx: EntityManager, { personId, kind, planId = null }: NewNotice): Promise<void> {
    await tx.query('select add_notice($1, $2, $3)', [personId, kind, planId]);
    afterCommit(tx, () => this.events.emitTo([personId], { kind: 'notices-changed' }));
  }
}
