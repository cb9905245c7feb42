import type { SectionVersion } from '@samenplan/shared/contracts';
import { dutchDay } from '../sharing/share-ends';

export interface VersionDay {
  /** `yyyy-mm-dd`, on the Dutch calendar. */
  readonly day: string;
  readonly versions: readonly SectionVersion[];
}

/** Groups versions, newest first, by the day on which they ended. */
export function versionDays(versions: readonly SectionVersion[]): readonly VersionDay[] {
  const days = new Map<string, SectionVersion[]>();
  for (const version of versions) {
    const day = dutchDay(new Date(version.until));
    const same = days.get(day);
    if (same === undefined) days.set(day, [version]);
    else same.push(version);
  }
  return [...days].map(([day, those]) => ({ day, versions: those }));
}

/** The newest of the known versions that is older than this one; null when none is known. */
export function versionBefore(versions: readonly SectionVersion[], version: number): SectionVersion | null {
  return versions.find((one) => one.version < version) ?? null;
}
