/** What a link may lead to. Everything else (`javascript:`, `data:`, `file:`) never becomes a link. */
const allowed: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);

const longestAddress = 2_000;

/** True for an address as it may stand in the text: of an allowed kind, complete, without a name and password in it. */
export function isAllowedHref(href: string): boolean {
  return parsed(href) !== null;
}

/**
 * Makes an address of what somebody types: `voorbeeld.nl` becomes https, an e-mail address mailto, a number tel.
 * @returns null when it is not an address of an allowed kind
 */
export function linkAddress(typed: string): string | null {
  const text = typed.trim();
  if (text === '' || /[\s\p{Cc}]/u.test(text.replace(/[ ()-]/g, ''))) return null;
  if (/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^:/]+\.[^:/]+:\d+(\/|$)/.test(text)) return parsed(text)?.href ?? null;
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return parsed(`mailto:${text}`)?.href ?? null;
  if (/^\+?[\d][\d ()-]{5,}$/.test(text)) return `tel:${text.replace(/[^\d+]/g, '')}`;
  if (/\s/.test(text) || !/^[^/]+\.[^/.]{2,}/.test(text)) return null;
  return parsed(`https://${text}`)?.href ?? null;
}

function parsed(href: string): URL | null {
  if (href.length > longestAddress || !URL.canParse(href)) return null;
  const url = new URL(href);
  if (!allowed.has(url.protocol)) return null;
  // https://bank.nl@elders.nl shows another place than it goes to.
  return url.username === '' && url.password === '' ? url : null;
}
