import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';

const TOKEN_BYTES = 16;

/** What stands sealed of an address; the token is in links and return paths of mail to it. */
export const contactDetails = z.object({ value: z.string(), token: z.string() });
export type ContactDetails = z.infer<typeof contactDetails>;

export const contactPurpose = (personId: string, id: string): string => `contact-point:${personId}:${id}`;
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('hex');
export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest();
