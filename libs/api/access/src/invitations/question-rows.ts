import { Injectable } from '@nestjs/common';
import { Encryption } from '@samenplan/api/platform';
import { lifeDomain, type LifeDomain } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { planKey } from '../log/access-log';

export const questionRow = z.object({
  id: z.string(),
  askerId: z.string(),
  affiliationId: z.string().nullable(),
  clientId: z.string(),
  planId: z.string().nullable(),
  level: z.union([z.literal(1), z.literal(2)]),
  details: z.instanceof(Uint8Array),
  at: z.date(),
  answer: z.enum(['yes', 'no']).nullable(),
  answeredAt: z.date().nullable(),
  words: z.instanceof(Uint8Array).nullable(),
});
export type QuestionRow = z.infer<typeof questionRow>;

export const QUESTION_COLUMNS = `q.id, q.asker_id as "askerId", q.affiliation_id as "affiliationId", q.client_id as "clientId",
  q.plan_id as "planId", q.level, q.details, q.at, q.answer, q.answered_at as "answeredAt", q.words`;

/** A question that nobody answered is not open for ever. */
export const OPEN_FOR = '90 days';

const asked = z.object({ domain: lifeDomain });

/** What of a question stands sealed, under a key of its own: with the plan's key that one goes too. */
@Injectable()
export class QuestionRows {
  constructor(private readonly encryption: Encryption) {}

  async seal(tx: EntityManager, planId: string | null, id: string, domain: LifeDomain): Promise<Buffer> {
    const parent = planId === null ? null : await planKey(tx, planId);
    const keyId = await this.encryption.createKey(tx, 'person', id, parent);
    return this.encryption.sealJson(tx, keyId, detailsPurpose(id), { domain });
  }

  async domainOf(tx: EntityManager, { id, details }: Pick<QuestionRow, 'id' | 'details'>): Promise<LifeDomain> {
    return asked.parse(await this.encryption.openJson(tx, detailsPurpose(id), details, id)).domain;
  }

  sealWords(tx: EntityManager, { id, details }: QuestionRow, words: string): Promise<Buffer> {
    return this.encryption.sealJson(tx, this.encryption.keyIdOf(details), wordsPurpose(id), words);
  }

  async openWords(tx: EntityManager, { id, words }: QuestionRow): Promise<string | null> {
    return words === null ? null : z.string().parse(await this.encryption.openJson(tx, wordsPurpose(id), words, id));
  }
}

const detailsPurpose = (id: string): string => `access-question:${id}`;
const wordsPurpose = (id: string): string => `access-question-words:${id}`;
