import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Notices } from '@samenplan/api/identity';
import { Clock, Database, Jobs } from '@samenplan/api/platform';
import type { NoticeKind } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { rows } from '../sql';

const BATCH = 100;
const calledRow = z.object({ planId: z.string(), personId: z.string() });

/** Tells both sides before something that is shown ends, and asks who decides to look back now and then. */
@Injectable()
export class ReviewCalls implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly notices: Notices,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    // By day: somebody who reads it can call somebody.
    this.jobs.every('review-calls', '30 9 * * *', async () => void (await this.run()));
  }

  /** @returns how many notices were added */
  async run(): Promise<number> {
    return (
      (await this.#tell('take_rule_reminders', 'right-ends-soon')) + (await this.#tell('take_reviews_due', 'look-back'))
    );
  }

  /** What is taken and its notices commit together, a batch at a time. */
  async #tell(take: 'take_rule_reminders' | 'take_reviews_due', kind: NoticeKind): Promise<number> {
    const sql = `select plan_id as "planId", person_id as "personId" from ${take}($1, $2)`;
    for (let all = 0; ;) {
      const told = await this.database.asNobody(async (tx) => {
        const called = await rows(tx, calledRow, sql, [this.clock.now(), BATCH]);
        for (const one of called) await this.notices.add(tx, { ...one, kind });
        return called.length;
      });
      all += told;
      if (told === 0) return all;
    }
  }
}
