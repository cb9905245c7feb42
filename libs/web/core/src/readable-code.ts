/** "ABCDE23456" as "ABCDE-23456": easier to read out and to copy. Anything else stays as it is. */
export function readableCode(code: string): string {
  return /^[0-9A-Z]{10}$/.test(code) ? `${code.slice(0, 5)}-${code.slice(5)}` : code;
}
