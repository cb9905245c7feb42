import { Injectable } from '@nestjs/common';
import type { AccessLogLine } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { AccessLog, type LogEvent } from './access-log';
import { cursorMoment, decodeCursor, encodeCursor } from './cursors';
import { requireLogReader, type LogReading } from './log-readers';
import { isoOf, lineRow, linesWhere, LogRows, parametersOf, type LineRow, type LogFilter } from './log-rows';
import { Access } from '../access';
import type { Acting } from '../acting';
import { rows } from '../sql';
import { titleOf, Titles } from '../titles';

const cursor = z.tuple([cursorMoment, z.uuid()]);
export type LogPlace = z.infer<typeof cursor>;

const PAGE = `select *, ${isoOf('moment')} as at from (${linesWhere(
  (moment, id) => `($7::timestamptz is null or ${moment} <= $7 and (${moment}, ${id}) < ($7, $8::uuid))`,
  '$9',
)}) line order by moment desc, id desc limit $9`;

/** The log line by line. Reading it leaves a line of its own. */
@Injectable()
export class LogReader {
  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly lines: LogRows,
    private readonly titles: Titles,
  ) {}

  /** Newest first. Somebody who decides about some sections only gets the lines of those. */
  async page(
    acting: Acting,
    planId: string,
    filter: LogFilter & { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<{ items: AccessLogLine[]; nextCursor: string | null }> {
    const after = filter.cursor === undefined ? undefined : decodeCursor(cursor, filter.cursor);
    return this.access.act(acting, async (tx) => {
      const reading = await requireLogReader(this.access, tx, acting, planId);
      // One more than asked, to know whether more follows.
      const found = await this.find(tx, reading, filter, after, filter.limit + 1);
      const shown = found.slice(0, filter.limit);
      const last = shown.at(-1);
      const items = await this.lines.open(tx, planId, shown);
      await this.#leave(tx, acting, reading, { type: 'log-read', action: 'R' });
      const more = found.length > filter.limit && last !== undefined;
      return { items, nextCursor: more ? encodeCursor([last.at, last.id]) : null };
    });
  }

  /** Lines, newest first, after a place. */
  async find(
    tx: EntityManager,
    { standing: { planId }, objects }: LogReading,
    filter: LogFilter,
    [at, id]: LogPlace | readonly [null, null] = [null, null],
    most: number,
  ): Promise<LineRow[]> {
    return rows(tx, lineRow, PAGE, [...parametersOf(planId, objects, filter), at, id, most]);
  }

  /** A line about the log itself. */
  async #leave(
    tx: EntityManager,
    acting: Acting,
    { standing }: LogReading,
    event: Pick<LogEvent, 'type' | 'action'>,
  ): Promise<void> {
    const title = await titleOf(this.titles, tx, standing.planId, null);
    await this.log.append(tx, acting, standing, { ...event, sectionId: null, title });
  }
}
