import type { LifeDomain, Phase, SectionKind } from '@samenplan/shared/contracts';
import type { PlainBlock } from '@samenplan/shared/live-protocol';

/** One turn of writing: somebody adds blocks, or finds words and puts others in their place. */
export type ExampleWriting = { readonly by: string } & (
  { readonly add: readonly PlainBlock[] } | { readonly find: string; readonly put: string }
);

export type ExampleSection = {
  readonly title: string;
  readonly kind: SectionKind;
  readonly domain?: LifeDomain;
  readonly onlyMe?: boolean;
  readonly writings: readonly ExampleWriting[];
};

export type ExampleShare = {
  /** Key of a figure, or id of a team. */
  readonly with: string;
  /** Titles of sections; null: the whole plan. */
  readonly sections: readonly string[] | null;
  readonly level: 'read' | 'write' | 'withhold';
  readonly days: number;
};

export type ExampleStory = {
  readonly client: string;
  readonly title: string;
  readonly phase: Phase;
  /** Key of a professional who starts the plan together with the client, and becomes its coordinator. */
  readonly startedBy?: string;
  readonly coordinator?: string;
  /** The first one is the own story. */
  readonly sections: readonly ExampleSection[];
  readonly shares: readonly ExampleShare[];
  /** What the young client closed to a parent, by title. */
  readonly closed?: { readonly section: string; readonly to: string; readonly reason: string };
  /** Readers who ask to write. */
  readonly questions: readonly { readonly by: string; readonly section: string }[];
  /** Who looked after all was written, and at which sections. */
  readonly looks: readonly { readonly by: string; readonly sections: readonly string[] }[];
};

export const text = (words: string): PlainBlock => ({ type: 'paragraph', text: words });
export const heading = (words: string): PlainBlock => ({ type: 'heading', level: 2, text: words });
export const list = (...items: string[]): PlainBlock => ({ type: 'bulletList', items });
/** `x ` before an item: done. */
export const tasks = (...items: string[]): PlainBlock => ({
  type: 'taskList',
  items: items.map((item) => ({ text: item.replace(/^x /, ''), checked: item.startsWith('x ') })),
});
