import { inject } from '@angular/core';
import type { AudienceMember, Grant, Plan } from '@samenplan/shared/contracts';
import { Api, ApiProblem, loaded, routes, type Loaded } from '@samenplan/web/core';
import { decides } from '../plan/plan-deciding';
import { onNewsOf } from '../plan/plan-loads';

/** Everything that the screens of sharing stand on, asked at one moment. */
export interface SharingPicture {
  readonly plan: Plan;
  readonly audience: readonly AudienceMember[];
  /** All rules in force. */
  readonly grants: readonly Grant[];
}

/** Loads who sees what and by which rules; `gone` for who does not manage the plan. Follows changes by others. */
export function loadSharing(
  planId: () => string,
  isEmpty?: (picture: SharingPicture) => boolean,
): Loaded<SharingPicture> {
  const api = inject(Api);
  const picture = loaded({
    params: planId,
    load: (id: string, abort) => askSharing(api, id, abort),
    ...(isEmpty === undefined ? {} : { isEmpty }),
  });
  onNewsOf(planId, ['plan-changed', 'access-changed'], () => picture.reload());
  return picture;
}

/**
 * Asks once.
 * @throws ApiProblem not-found when this person may not decide about the plan: asking further would be a refusal
 */
export async function askSharing(api: Api, planId: string, abort?: AbortSignal): Promise<SharingPicture> {
  const call = { params: { planId } };
  const plan = await api.call(routes.getPlan, call, abort);
  if (!decides(plan)) throw new ApiProblem('not-found', 404);
  const [audience, grants] = await Promise.all([
    api.call(routes.getAudience, call, abort),
    api.call(routes.listGrants, call, abort),
  ]);
  return { plan, audience: audience.items, grants: grants.items };
}
