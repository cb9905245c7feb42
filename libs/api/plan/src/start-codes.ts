import { createHash, randomInt } from 'node:crypto';

/** Letters and digits that can't be mistaken for one another: those of `personalCode` in the contracts. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const LENGTH = 10;

/** Ten characters, 50 bits. */
export const newStartCode = (): string =>
  Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');

/** What is stored of a code: whoever reads the database can't claim with it. */
export const startCodeHash = (code: string): Buffer => createHash('sha256').update(`plan-start:${code}`).digest();

/** As {@link startCodeHash}, of a letter that binds a login to a person. */
export const letterCodeHash = (code: string): Buffer => createHash('sha256').update(`account:${code}`).digest();
