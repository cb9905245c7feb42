import { lifeDomains, type LifeDomain, type SectionKind, type SectionSummary } from '@samenplan/shared/contracts';

/** Kinds that can be added; the own story is there from the start. */
export type NewKind = Exclude<SectionKind, 'own-story'>;

/** Kinds that make sense next to what the plan has: one network, one list of agreements, one evaluation. */
export function kindsLeft(sections: readonly SectionSummary[]): readonly NewKind[] {
  const used = new Set(sections.map((section) => section.kind));
  const once: readonly NewKind[] = ['network', 'agreements', 'evaluation'];
  return [
    ...(domainsLeft(sections).length > 0 ? (['domain'] as const) : []),
    ...once.filter((kind) => !used.has(kind)),
    'own',
  ];
}

/** Life domains without a section that this person knows of. */
export function domainsLeft(sections: readonly SectionSummary[]): readonly LifeDomain[] {
  const used = new Set(sections.map((section) => section.domain));
  return lifeDomains.filter((domain) => !used.has(domain));
}
