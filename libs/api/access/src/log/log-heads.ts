import { appendFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Injectable } from '@nestjs/common';
import { Configuration, Log } from '@samenplan/api/platform';
import { z } from 'zod';

/** What is told outside the database about one round: counts and a digest, never an id. */
const headLine = z.object({
  round: z.int(),
  seals: z.int(),
  lines: z.int(),
  head: z.string().regex(/^[\da-f]{64}$/),
});
export type Head = z.infer<typeof headLine>;

export const headsFile = (dataDir: string): string => join(dataDir, 'log-heads');

/**
 * Writes the head of every round where the owner of the database can't reach it: as line `log-chain-head` of the log of
 * the process, and in `DATA_DIR/log-heads`. After the commit, so that no head stands there of a round that never was.
 */
@Injectable()
export class LogHeads {
  #complained = false;

  constructor(
    private readonly configuration: Configuration,
    private readonly log: Log,
  ) {}

  async keep(head: Head): Promise<void> {
    this.log.info('log-chain-head', head);
    try {
      await appendFile(headsFile(this.configuration.dataDir), `${JSON.stringify(head)}\n`, {
        mode: 0o600,
        flush: true,
      });
    } catch (error) {
      // A read-only container has the line in the log alone; once is enough to say so.
      if (!this.#complained) this.log.warn('log-heads-not-written', { code: codeOf(error) });
      this.#complained = true;
    }
  }
}

/**
 * Heads that were kept: from `log-heads`, or from collected lines of the log. Other lines are passed over.
 * @throws the error of the file system when it can't be read
 */
export async function* headsIn(path: string): AsyncGenerator<Head> {
  const file = await open(path);
  for await (const text of createInterface({ input: file.createReadStream(), crlfDelay: Infinity })) {
    const found = headLine.safeParse(parseJson(text));
    if (found.success) yield found.data;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Half a line of a process that was killed, or of another program.
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
