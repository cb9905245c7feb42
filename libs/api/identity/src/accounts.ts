import { randomInt, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, sqlState } from '@samenplan/api/platform';
import type { ProvenLogin } from './openid';
import { Login, Person } from './person.entity';

const UNIQUE_VIOLATION = '23505';
const LONGEST_NAME = 120;
const nameless = 'Naam onbekend';

/** Letters and digits that can't be mistaken for one another: 32, so 50 bits in ten. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
export const newContactCode = (): string =>
  Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)]).join('');

/** A name as a provider gives it, on one line and without what could imitate other text. */
export const cleanName = (given: string | null): string =>
  (given ?? '')
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME) || nameless;

/** The person behind a login at a provider. */
@Injectable()
export class Accounts {
  constructor(private readonly database: Database) {}

  /**
   * Someone unknown becomes a new person with the name that the provider gives, without roles and without any right.
   * @returns id of the person
   */
  async personOf(login: Pick<ProvenLogin, 'issuer' | 'subject' | 'name'>): Promise<string> {
    try {
      return await this.#findOrCreate(login);
    } catch (error) {
      // Twice the first login at one moment: the other one made the person.
      if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
      return this.#findOrCreate(login);
    }
  }

  /** What the provider calls this person; null when the login came another way. */
  async subjectOf(personId: string, issuer: string): Promise<string | null> {
    const found = await this.database.asNobody((tx) => tx.getRepository(Login).findOneBy({ personId, issuer }));
    return found?.subject ?? null;
  }

  #findOrCreate({ issuer, subject, name }: Pick<ProvenLogin, 'issuer' | 'subject' | 'name'>): Promise<string> {
    return this.database.asNobody(async (tx) => {
      const known = await tx.getRepository(Login).findOneBy({ issuer, subject });
      if (known !== null) return known.personId;
      const id = randomUUID();
      await tx
        .getRepository(Person)
        .insert({ id, name: cleanName(name), birthDate: null, contactCode: newContactCode() });
      await tx.getRepository(Login).insert({ issuer, subject, personId: id });
      return id;
    });
  }
}
