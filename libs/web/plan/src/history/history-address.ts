import type { UrlMatchResult, UrlSegment } from '@angular/router';

const number = /^[1-9]\d{0,14}$/;

/**
 * Nothing, `12` and `12/sinds/9` behind the address of earlier versions are one page, so that the list stays on screen
 * from version to version. Gives `version` and `since` as they stand in the address.
 */
export function versionMatcher(segments: UrlSegment[]): UrlMatchResult | null {
  const [version, word, since] = segments;
  if (version === undefined) return { consumed: [] };
  if (!number.test(version.path)) return null;
  if (word === undefined) return { consumed: segments, posParams: { version } };
  if (segments.length !== 3 || since === undefined || word.path !== 'sinds' || !number.test(since.path)) return null;
  return { consumed: segments, posParams: { version, since } };
}

/** What the router is told to go to a version, with `since` compared with an earlier one; null: the list only. */
export function versionAddress(
  { planId, sectionId }: { readonly planId: string; readonly sectionId: string },
  version: number | null,
  since: number | null = null,
): readonly (string | number)[] {
  const list = ['/plannen', planId, 'secties', sectionId, 'eerdere-versies'];
  if (version === null) return list;
  return since === null ? [...list, version] : [...list, version, 'sinds', since];
}
