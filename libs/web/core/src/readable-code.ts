/** "ABCDE23456" as "ABCDE-23456": groups of five are easier to read out and to copy. Anything else stays as it is. */
export function readableCode(code: string): string {
  return /^(?:[0-9A-Z]{5}){2,3}$/.test(code) ? (code.match(/.{5}/g) ?? []).join('-') : code;
}
