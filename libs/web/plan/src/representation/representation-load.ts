import { inject } from '@angular/core';
import type { Representation } from '@samenplan/shared/contracts';
import { Api, loaded, routes, type Loaded } from '@samenplan/web/core';
import { onNewsOf } from '../plan/plan-loads';

/** Who may act for the client of a plan, kept fresh while the page stands. */
export function loadRepresentation(planId: () => string): Loaded<Representation> {
  const api = inject(Api);
  const representation = loaded({
    params: planId,
    load: (id: string, abort) => api.call(routes.getRepresentation, { params: { planId: id } }, abort),
  });
  onNewsOf(planId, ['plan-changed', 'access-changed'], () => representation.reload());
  return representation;
}
