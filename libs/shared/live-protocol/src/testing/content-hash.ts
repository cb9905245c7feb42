import { createHash } from 'node:crypto';
import { TEXT } from '../section-content';
import { Y } from '../y';

/** Content as people see it: elements, attributes, text and its formatting, however Yjs happens to keep them. */
type Content =
  | { readonly name: string; readonly attributes: readonly [string, unknown][]; readonly children: readonly Content[] }
  | { readonly runs: readonly { readonly text: unknown; readonly marks: string }[] };

/** The same for documents with the same content, whatever their state vectors, client ids or tombstones. */
export const contentHash = (doc: Y.Doc): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(doc)))
    .digest('hex');

/** For a person who looks for the difference. */
export const canonical = (doc: Y.Doc): readonly Content[] => childrenOf(doc.getXmlFragment(TEXT));

const childrenOf = (parent: Y.XmlFragment): readonly Content[] => parent.toArray().flatMap(contentOf);

function contentOf(node: unknown): readonly Content[] {
  if (node instanceof Y.XmlText) return textOf(node);
  if (!(node instanceof Y.XmlElement)) throw new Error('A section holds elements and text');
  const attributes = Object.entries<unknown>(node.getAttributes()).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [{ name: node.nodeName, attributes, children: childrenOf(node) }];
}

/** Neighbours with the same marks are one run: where Yjs keeps them apart, nobody sees it. */
function textOf(node: Y.XmlText): readonly Content[] {
  const runs: { text: unknown; marks: string }[] = [];
  for (const { insert, attributes = {} } of node.toDelta() as {
    insert: unknown;
    attributes?: Readonly<Record<string, unknown>>;
  }[]) {
    const set = Object.entries(attributes).filter(([, value]) => value !== null);
    const marks = JSON.stringify(set.toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const last = runs.at(-1);
    if (last?.marks === marks && typeof last.text === 'string' && typeof insert === 'string') last.text += insert;
    else runs.push({ text: insert, marks });
  }
  return runs.length === 0 ? [] : [{ runs }];
}
