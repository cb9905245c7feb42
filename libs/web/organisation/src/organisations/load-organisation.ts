import { inject } from '@angular/core';
import { Api, loaded, routes, type AnswerOf, type Loaded } from '@samenplan/web/core';

export type Office = AnswerOf<typeof routes.getOrganisation>;
export type OfficeColleague = Office['colleagues'][number];
export type OfficeTeam = Office['teams'][number];
export type OfficeFunction = Office['functions'][number];

/** The organisation of a page; each page shows its own part of it. Call where `inject()` may be. */
export function loadOrganisation(organisationId: () => string): Loaded<Office> {
  const api = inject(Api);
  return loaded({
    params: organisationId,
    load: (id, abort) => api.call(routes.getOrganisation, { params: { organisationId: id } }, abort),
  });
}
