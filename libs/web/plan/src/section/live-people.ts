/** Somebody else who has this section open. Open is not: reads. */
export interface PresentPerson {
  readonly id: string;
  readonly name: string;
  readonly function: string | null;
}

/** Who an entry of presence belongs to, as the server stamped it; null for entries without (yet) an identity. */
export function personOf(entry: unknown): PresentPerson | null {
  const user = fieldOf(entry, 'user');
  const id = fieldOf(user, 'personId');
  const name = fieldOf(user, 'name');
  const job = fieldOf(user, 'function');
  if (typeof id !== 'string' || typeof name !== 'string' || name === '') return null;
  return { id, name, function: typeof job === 'string' && job !== '' ? job : null };
}

/** Everybody else once, by name, however many tabs they have open. */
export function presentPeople(entries: Iterable<unknown>, ownPersonId: string | null): PresentPerson[] {
  const people = new Map<string, PresentPerson>();
  for (const entry of entries) {
    const person = personOf(entry);
    if (person !== null && person.id !== ownPersonId) people.set(person.id, person);
  }
  return [...people.values()].sort((a, b) => a.name.localeCompare(b.name, 'nl'));
}

/** How many colours editor.css knows; white text on each has a contrast of 4.5:1 or more. */
const colours = 8;

/** The same colour for the same person on every screen. */
export function colourOf(personId: string): number {
  let sum = 0;
  for (const letter of personId) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return sum % colours;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined;
}
