import type { SectionSummary } from '@samenplan/shared/contracts';

/** Where a section can go: after which other section (null is first), or nowhere. */
export interface Move {
  readonly after: string | null;
  /** Place in the list after the move, from 1. */
  readonly place: number;
}

/** "Mijn verhaal" stays first: it does not move, and nothing moves above it. */
export function moveUp(sections: readonly SectionSummary[], id: string): Move | null {
  const at = sections.findIndex((section) => section.id === id);
  const above = sections[at - 1];
  if (above === undefined || above.kind === 'own-story') return null;
  return { after: sections[at - 2]?.id ?? null, place: at };
}

export function moveDown(sections: readonly SectionSummary[], id: string): Move | null {
  const at = sections.findIndex((section) => section.id === id);
  const below = at < 0 ? undefined : sections[at + 1];
  if (below === undefined || sections[at]?.kind === 'own-story') return null;
  return { after: below.id, place: at + 2 };
}

/** The list as it will be, so that the screen need not wait. */
export function moved(sections: readonly SectionSummary[], id: string, move: Move): readonly SectionSummary[] {
  const section = sections.find((one) => one.id === id);
  if (section === undefined) return sections;
  const others = sections.filter((one) => one.id !== id);
  const at = move.after === null ? 0 : others.findIndex((one) => one.id === move.after) + 1;
  return [...others.slice(0, at), section, ...others.slice(at)];
}
