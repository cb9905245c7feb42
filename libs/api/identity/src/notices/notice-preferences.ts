import { Injectable } from '@nestjs/common';
import { Database, type Actor } from '@samenplan/api/platform';
import { noticePreferences, type NoticePreferences } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

type Owner = Actor & { readonly personId: string };

/** Kinds of a newer version are left out. */
const rows = z.array(noticePreferences.extend({ kinds: noticePreferences.shape.kinds.catch({}) }));

/** How somebody wants to be told. Nothing goes out to who never chose. */
@Injectable()
export class NoticePreferencesOf {
  constructor(private readonly database: Database) {}

  get(owner: Owner): Promise<NoticePreferences> {
    return this.database.as(owner, async (tx) => {
      const sql = 'select way, rhythm, discreet, kinds from notice_preference where person_id = $1';
      const [found] = rows.parse(await tx.query(sql, [owner.personId]));
      return found ?? { way: 'none', rhythm: 'at-once', discreet: await this.#discreetAtFirst(tx, owner), kinds: {} };
    });
  }

  async set(owner: Owner, { way, rhythm, discreet, kinds }: NoticePreferences): Promise<NoticePreferences> {
    await this.database.as(owner, (tx) =>
      tx.query(
        `insert into notice_preference (person_id, way, rhythm, discreet, kinds) values ($1, $2, $3, $4, $5)
          on conflict (person_id) do update set way = excluded.way, rhythm = excluded.rhythm,
            discreet = excluded.discreet, kinds = excluded.kinds`,
        [owner.personId, way, rhythm, discreet, JSON.stringify(kinds)],
      ),
    );
    return { way, rhythm, discreet, kinds };
  }

  /** A phone that somebody else holds: neutral for everybody but those whose work this is. */
  async #discreetAtFirst(tx: EntityManager, { personId }: Owner): Promise<boolean> {
    const sql = 'select not exists (select from affiliation where person_id = $1) as discreet';
    return z.tuple([z.object({ discreet: z.boolean() })]).parse(await tx.query(sql, [personId]))[0].discreet;
  }
}
