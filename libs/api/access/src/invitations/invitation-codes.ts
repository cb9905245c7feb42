import { createHash, randomInt } from 'node:crypto';

/** Letters and digits that can't be mistaken for one another: those of `invitationCode` in the contracts. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const LENGTH = 15;

/** Fifteen characters, 75 bits: valid for weeks, so longer than the code of a plan that is started face to face. */
export const newInvitationCode = (): string =>
  Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');

/** What is stored of a code: whoever reads the database can't confirm with it. */
export const invitationCodeHash = (code: string): Buffer => createHash('sha256').update(`invitation:${code}`).digest();
