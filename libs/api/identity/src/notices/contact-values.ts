import { z } from 'zod';

const mail = z.email().max(254);
const local = /^(?:\+31|0031|31|0)6(\d{8})$/;

/**
 * An address as it is used: mail in lower case after the `@`, a Dutch mobile number as `+316` and eight digits. Other
 * numbers are refused: texts to some of them are a way to earn money at our cost.
 * @returns null when this is no such address
 */
export function contactValue(kind: 'mail' | 'sms', given: string): string | null {
  if (kind === 'sms') {
    const digits = local.exec(given.replace(/[\s().-]/g, ''))?.[1];
    return digits === undefined ? null : `+316${digits}`;
  }
  const text = given.normalize('NFC').trim();
  if (!mail.safeParse(text).success) return null;
  const at = text.lastIndexOf('@');
  return `${text.slice(0, at)}@${text.slice(at + 1).toLowerCase()}`;
}
