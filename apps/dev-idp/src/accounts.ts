import { randomUUID } from 'node:crypto';
import type { LocalState } from './local-state';

/** Someone to log in as. */
export interface ExamplePerson {
  /** Stable: the `sub` claim. */
  readonly key: string;
  readonly name: string;
  /** What they are, in a word or two. */
  readonly role: string;
  /** One line about who it is. */
  readonly about: string;
  /** Level that a click on this person counts for, as if it were their ordinary way to log in; absent: substantial. */
  readonly assurance?: 'low' | 'substantial';
}

const MOST_ACCOUNTS = 200;
const NAME = /^[^\p{Cc}]{2,80}$/u;

/** Example people, and accounts that somebody made here; the latter survive a restart. */
export class Accounts {
  constructor(
    private readonly people: readonly ExamplePerson[],
    private readonly state: LocalState,
  ) {}

  all(): readonly ExamplePerson[] {
    return [...this.people, ...this.state.accounts.map(asPerson)];
  }

  find(key: string): ExamplePerson | undefined {
    return this.all().find((person) => person.key === key);
  }

  /** The person with this key, or a new account for key `new`; undefined when neither fits. */
  choose(key: string, name: string): ExamplePerson | undefined {
    if (key !== 'new') return this.find(key);
    const typed = name.trim();
    if (!NAME.test(typed) || this.state.accounts.length >= MOST_ACCOUNTS) return undefined;
    const account = { key: `new-${randomUUID()}`, name: typed };
    this.state.addAccount(account);
    return asPerson(account);
  }
}

const asPerson = ({ key, name }: { key: string; name: string }): ExamplePerson => ({
  key,
  name,
  role: 'eigen account',
  about: 'Hier gemaakt; heeft nog geen plan.',
  assurance: 'low',
});
