/**
 * Reads a personal code as people type it: dashes, spaces and case are free.
 * @returns null when it is not ten characters of the alphabet without look-alikes
 */
export function readCode(typed: string): string | null {
  const code = typed.replace(/[\s-]/g, '').toUpperCase();
  return /^[2-9A-HJ-NP-Z]{10}$/.test(code) ? code : null;
}
