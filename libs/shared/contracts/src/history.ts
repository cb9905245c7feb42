import { z } from 'zod';
import { defineRoute } from './route';
import { id, listOf, moment } from './values';

const sectionParams = z.object({ planId: id, sectionId: id });
/** Number of a stored edit of the section; larger is later. */
const versionNumber = z.int().positive();
const versionParams = sectionParams.extend({ version: z.coerce.number().int().positive() });

export const historyPerson = z.object({ id, name: z.string(), function: z.string().nullable() });
export type HistoryPerson = z.infer<typeof historyPerson>;

/** A while in which people worked on a section; the version is the text as it stood at its end. */
export const sectionVersion = z.object({
  version: versionNumber,
  from: moment,
  until: moment,
  /** Empty for what the product itself laid down. */
  authors: z.array(historyPerson),
  /** The version that was brought back with this one; null: none, or one that the asker may not see. */
  restoredFrom: z.object({ version: versionNumber, at: moment }).nullable(),
  words: z.object({ added: z.int(), removed: z.int() }),
});
export type SectionVersion = z.infer<typeof sectionVersion>;

/** How a piece of text came out of a comparison; everything is `same` when nothing is compared. */
export const historyChange = z.enum(['same', 'added', 'removed']);
export type HistoryChange = z.infer<typeof historyChange>;

/** Text of one author with the same marks. A line break inside a block is `\n`. */
export const historyRun = z.object({
  text: z.string(),
  /** Who wrote it: an id of `people`; null: the product itself, or not known. */
  author: id.nullable(),
  /** When it was written; null when not known. */
  at: moment.nullable(),
  marks: z.array(z.enum(['bold', 'italic', 'link'])),
  change: historyChange,
  /** Who took it away (an id of `people`) and when, as far as the asker may know; only with change `removed`. */
  removed: z.object({ by: id.nullable(), at: moment.nullable() }).nullable(),
});
export type HistoryRun = z.infer<typeof historyRun>;

/** A piece of running text in reading order; lists are told by their items. */
export const historyBlock = z.object({
  /** Unique within one answer; the id of the block in the document when it has one. */
  blockId: z.string(),
  kind: z.enum(['paragraph', 'heading', 'bulletItem', 'orderedItem', 'taskItem', 'quote']),
  /** 2 or 3 for a heading, else null. */
  level: z.int().nullable(),
  /** For a task item, else null. */
  checked: z.boolean().nullable(),
  /** Lists around its own list: 0 for an item of a list at the margin. */
  depth: z.int(),
  /** `added` or `removed` when all of it is; `changed` when some of it is, or its kind changed. */
  change: z.enum([...historyChange.options, 'changed']),
  runs: z.array(historyRun),
});
export type HistoryBlock = z.infer<typeof historyBlock>;

const reading = {
  blocks: z.array(historyBlock),
  /** Everybody whose id stands in the runs. */
  people: z.array(historyPerson),
};

export const versionReading = z.object({
  version: versionNumber,
  /** When it was stored. */
  at: moment,
  /** The version it is compared with; null: none, only who wrote what is told. */
  since: versionNumber.nullable(),
  ...reading,
});
export type VersionReading = z.infer<typeof versionReading>;

export const changesReading = z.object({
  /** End of the previous visit; null at the first one: then there is nothing to compare with. */
  since: moment.nullable(),
  /** Version of the section as it stands now; null when the asker may see no version yet. */
  version: versionNumber.nullable(),
  /** Who wrote or took away since then. */
  authors: z.array(historyPerson),
  /** All changed blocks, also those that do not fit in `blocks`. */
  changedBlocks: z.int(),
  words: z.object({ added: z.int(), removed: z.int() }),
  ...reading,
});
export type ChangesReading = z.infer<typeof changesReading>;

const section = '/plans/{planId}/sections/{sectionId}';

export const historyRoutes = {
  listVersions: defineRoute({
    method: 'GET',
    path: `${section}/versions`,
    summary: 'Versions of a section, newest first, from the times at which one had a right to read it',
    tag: 'plan',
    status: 200,
    params: sectionParams,
    query: z.object({
      cursor: z.string().max(20).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    response: listOf(sectionVersion).extend({ nextCursor: z.string().nullable() }),
  }),
  getVersion: defineRoute({
    method: 'GET',
    path: `${section}/versions/{version}`,
    summary: 'A version with who wrote what; with `since` compared with an earlier version',
    tag: 'plan',
    status: 200,
    params: versionParams,
    query: z.object({ since: z.coerce.number().int().positive().optional() }),
    response: versionReading,
  }),
  restoreVersion: defineRoute({
    method: 'POST',
    path: `${section}/versions/{version}/restorations`,
    summary: 'Bring a version back as a new edit; blocks that are the same stay untouched',
    tag: 'plan',
    status: 201,
    params: versionParams,
    response: z.object({ version: versionNumber }),
  }),
  getChanges: defineRoute({
    method: 'GET',
    path: `${section}/changes`,
    summary: 'What changed in a section since the previous visit of the person who asks',
    tag: 'plan',
    status: 200,
    params: sectionParams,
    response: changesReading,
  }),
  keepVisit: defineRoute({
    method: 'PUT',
    path: `${section}/visit`,
    summary: 'The person who asks is still looking at a section: half an hour after the last sign a visit has ended',
    tag: 'plan',
    status: 204,
    params: sectionParams,
  }),
} as const;
