import { Injectable } from '@nestjs/common';
import { Encryption, isDestroyed, isUnreadable, Log } from '@samenplan/api/platform';
import { lifeDomain, sectionKind } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

const planDetails = z.object({ title: z.string() });
const sectionDetails = z.object({ title: z.string(), kind: sectionKind, domain: lifeDomain.nullable() });
export type PlanDetails = z.infer<typeof planDetails>;
export type SectionDetails = z.infer<typeof sectionDetails>;

const planPurpose = (planId: string): string => `plan:${planId}`;
const sectionPurpose = (sectionId: string): string => `section:${sectionId}`;

/** What is readable of a plan or section only with its key: a title alone can tell too much. */
@Injectable()
export class Details {
  constructor(
    private readonly encryption: Encryption,
    private readonly log: Log,
  ) {}

  /** Fetches the keys of many plans or sections at once, before they are opened one by one. */
  async preload(tx: EntityManager, found: readonly { readonly details: Uint8Array }[]): Promise<void> {
    await this.encryption.preload(
      tx,
      found.map(({ details }) => this.encryption.keyIdOf(details)),
    );
  }

  /**
   * For lists, where what can't be read must not keep the rest away.
   * @param blank stands for what is stored but unreadable: its key is missing, or the row was damaged
   * @returns undefined for what was destroyed: it is gone
   */
  async inList<T>(opened: Promise<T>, blank: T): Promise<T | undefined> {
    try {
      return await opened;
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      if (isDestroyed(error)) return undefined;
      this.log.error('content-unreadable', error);
      return blank;
    }
  }

  /** @param keyId key of the plan */
  sealPlan(tx: EntityManager, keyId: string, planId: string, details: PlanDetails): Promise<Buffer> {
    return this.encryption.sealJson(tx, keyId, planPurpose(planId), details);
  }

  async openPlan(tx: EntityManager, planId: string, column: Uint8Array): Promise<PlanDetails> {
    return planDetails.parse(await this.encryption.openJson(tx, planPurpose(planId), column));
  }

  /** @param keyId key of the room of the section */
  sealSection(tx: EntityManager, keyId: string, sectionId: string, details: SectionDetails): Promise<Buffer> {
    return this.encryption.sealJson(tx, keyId, sectionPurpose(sectionId), details);
  }

  async openSection(tx: EntityManager, sectionId: string, column: Uint8Array): Promise<SectionDetails> {
    return sectionDetails.parse(await this.encryption.openJson(tx, sectionPurpose(sectionId), column));
  }
}
