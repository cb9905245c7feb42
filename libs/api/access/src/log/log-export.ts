import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import { Clock, Log, RateLimit } from '@samenplan/api/platform';
import type { AccessLogLine } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { AccessLog } from './access-log';
import { csvHead, csvRow } from './log-csv';
import { auditEntry, bundleEnd, bundleStart, type LogSubject } from './log-fhir';
import { LogReader, type LogPlace } from './log-reader';
import { requireLogReader } from './log-readers';
import { isoOf, LogRows, type LogFilter } from './log-rows';
import { Access } from '../access';
import type { Acting } from '../acting';
import { rows } from '../sql';
import { titleOf, Titles } from '../titles';

const PAGE = 1_000;
/** A file of a long log is work for a second or more. */
const FILES = { burst: 10, perMinute: 6 };

type Format = 'fhir' | 'csv';
type Part = { readonly lines: readonly AccessLogLine[]; readonly next: LogPlace | undefined };

const subjectRow = z.object({ now: z.string(), name: z.string().nullable() });
const fileNames = { fhir: 'wie-heeft-gekeken.json', csv: 'wie-heeft-gekeken.csv' } as const;
const mediaTypes = { fhir: 'application/fhir+json; charset=utf-8', csv: 'text/csv; charset=utf-8' } as const;

/**
 * The log as a file, page by page as it is downloaded: the whole never stands in memory. Each page asks the right anew;
 * when that is gone, the download breaks off instead of ending as if it were complete.
 */
@Injectable()
export class LogExport {
  readonly #files: RateLimit;

  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly reader: LogReader,
    private readonly rows: LogRows,
    private readonly titles: Titles,
    private readonly journal: Log,
    clock: Clock,
  ) {
    this.#files = new RateLimit(clock, FILES);
  }

  /** Leaves a line first; lines from after that are not in the file. */
  async file(acting: Acting, planId: string, filter: LogFilter, format: Format): Promise<StreamableFile> {
    this.#files.demand(acting.personId);
    const { subject, at } = await this.access.act(acting, async (tx) => this.#begin(tx, acting, planId));
    const until = filter.to === undefined || filter.to > at ? at : filter.to;
    const pages = this.#pages(acting, planId, { ...filter, to: until });
    const text = format === 'csv' ? csvOf(pages) : fhirOf(pages, subject, new Date(at));
    const stream = Readable.from(text, { objectMode: false, highWaterMark: 256 * 1024 });
    const file = new StreamableFile(stream, {
      type: mediaTypes[format],
      disposition: `attachment; filename="${fileNames[format]}"`,
    });
    // The status has gone out already: what is left is to break off, so that the file is visibly not complete.
    file.setErrorHandler((error, response) => {
      this.journal.warn('log-export-broken-off', { reason: error.name });
      response.destroy?.();
    });
    return file;
  }

  async #begin(tx: EntityManager, acting: Acting, planId: string): Promise<{ subject: LogSubject; at: string }> {
    const { standing } = await requireLogReader(this.access, tx, acting, planId);
    const { clientId } = standing.rules;
    const sql = `select ${isoOf('clock_timestamp()')} as now, (select name from person where id = $1) as name`;
    const [found] = await rows(tx, subjectRow, sql, [clientId]);
    const title = await titleOf(this.titles, tx, planId, null);
    await this.log.append(tx, acting, standing, { type: 'log-exported', action: 'E', sectionId: null, title });
    return { subject: { planId, client: { id: clientId, name: found?.name ?? '' } }, at: found?.now ?? '' };
  }

  async *#pages(acting: Acting, planId: string, filter: LogFilter): AsyncGenerator<readonly AccessLogLine[]> {
    let after: LogPlace | undefined;
    do {
      const { lines, next } = await this.access.act(acting, (tx) => this.#page(tx, acting, planId, filter, after));
      yield lines;
      after = next;
    } while (after !== undefined);
  }

  async #page(
    tx: EntityManager,
    acting: Acting,
    planId: string,
    filter: LogFilter,
    after: LogPlace | undefined,
  ): Promise<Part> {
    const reading = await requireLogReader(this.access, tx, acting, planId);
    const found = await this.reader.find(tx, reading, filter, after, PAGE);
    // A right that ended since the question above leaves rows out: then this is no end of the log.
    await requireLogReader(this.access, tx, acting, planId);
    const last = found.at(-1);
    return {
      lines: await this.rows.open(tx, planId, found),
      next: found.length < PAGE || last === undefined ? undefined : [last.at, last.id],
    };
  }
}

type Pages = AsyncGenerator<readonly AccessLogLine[]>;

async function* csvOf(pages: Pages): AsyncGenerator<string> {
  yield csvHead;
  for await (const lines of pages) yield lines.map(csvRow).join('');
}

async function* fhirOf(pages: Pages, subject: LogSubject, at: Date): AsyncGenerator<string> {
  yield bundleStart(at);
  let first = true;
  for await (const lines of pages) {
    const entries = lines.map((line) => JSON.stringify(auditEntry(subject, line)));
    if (entries.length === 0) continue;
    yield `${first ? '' : ','}${entries.join(',')}`;
    first = false;
  }
  yield bundleEnd;
}
