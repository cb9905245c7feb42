import type { HistoryPerson } from '@samenplan/shared/contracts';
import { initialsOf } from '@samenplan/web/ui';

/** Somebody in a text as it is read: a short name to stand in the text, and a kind of line for what they wrote. */
export interface ReadingPerson extends HistoryPerson {
  /** Unlike that of everybody else in this text. */
  readonly short: string;
  /** 0 to 3: which kind of line; the fifth person begins again. */
  readonly line: number;
}

const lines = 4;

/**
 * @param people in the order in which they appear
 * @param self the reader and what the reader is called
 */
export function readingPeople(
  people: readonly HistoryPerson[],
  self: { readonly id: string | null; readonly short: string },
): ReadonlyMap<string, ReadingPerson> {
  const taken = new Set<string>([self.short]);
  const known = new Map<string, ReadingPerson>();
  for (const person of people) {
    const short = person.id === self.id ? self.short : free(shortNames(person.name), taken);
    taken.add(short);
    known.set(person.id, { ...person, short, line: known.size % lines });
  }
  return known;
}

/** Initials; the first name, the whole name when others have them too. */
function shortNames(name: string): readonly string[] {
  const initials = initialsOf(name);
  return [...(initials === '' ? [] : [initials]), name.split(/\s+/)[0] ?? name, name];
}

function free(names: readonly string[], taken: ReadonlySet<string>): string {
  const last = names[names.length - 1] ?? '';
  const untaken = names.find((name) => !taken.has(name));
  for (let number = 2; untaken === undefined; number += 1) {
    const numbered = `${last} ${number}`;
    if (!taken.has(numbered)) return numbered;
  }
  return untaken;
}
