const LONGEST = 500;
const probe = 'http://own.invalid';

/**
 * Where to go after logging in: a path of the web app, or `/` for anything else. A browser reads `//host`, `/\host`
 * and control characters as another site.
 */
export function safeReturnTo(asked: unknown): string {
  if (
    typeof asked !== 'string' ||
    asked.length > LONGEST ||
    !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked) ||
    asked.includes('\\')
  )
    return '/';
  if (!URL.canParse(asked, probe)) return '/';
  const url = new URL(asked, probe);
  return url.origin === probe && !url.pathname.startsWith('//') && !/^\/(?:auth|api)(?:\/|$)/.test(url.pathname)
    ? url.pathname + url.search + url.hash
    : '/';
}
