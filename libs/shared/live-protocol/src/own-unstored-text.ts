import { isTextBlock, TEXT } from './section-content';
import { Y } from './y';

/**
 * What one client wrote from a clock on and that still stands in the document, in reading order, a line per block:
 * after a refusal this is all that may be kept (everything later hangs on the refused edit).
 */
export function ownTextSince(doc: Y.Doc, clientId: number, clock: number): string {
  const lines: string[] = [];
  visit(
    doc.getXmlFragment(TEXT),
    (text) => {
      if (text !== '') lines.push(text);
    },
    clientId,
    clock,
    MOST_DEPTH,
  );
  return lines.join('\n');
}

const MOST_DEPTH = 32;

function visit(
  parent: Y.XmlFragment,
  found: (text: string) => void,
  clientId: number,
  clock: number,
  depth: number,
): void {
  if (depth === 0) return;
  for (const child of parent.toArray()) {
    if (isTextBlock(child))
      found(
        child
          .toArray()
          .map((part) => ownPart(part, clientId, clock))
          .join(''),
      );
    else if (child instanceof Y.XmlElement) visit(child, found, clientId, clock, depth - 1);
  }
}

function ownPart(part: unknown, clientId: number, clock: number): string {
  if (!(part instanceof Y.XmlText)) return '';
  let own = '';
  for (let item = part._start; item !== null; item = item.right) {
    const end = item.id.clock + item.length;
    if (item.deleted || item.id.client !== clientId || end <= clock || !(item.content instanceof Y.ContentString))
      continue;
    own += item.content.str.slice(Math.max(0, clock - item.id.clock));
  }
  return own;
}
