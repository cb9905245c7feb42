import { DestroyRef, inject } from '@angular/core';
import type { AudienceMember, Plan } from '@samenplan/shared/contracts';
import { Api, loaded, onAppEvent, routes, type AppNews, type Loaded } from '@samenplan/web/core';

/** The plan of a page, kept fresh while the page stands; `gone` as soon as this person may not see it any more. */
export function loadPlan(planId: () => string | undefined): Loaded<Plan> {
  const api = inject(Api);
  const plan = loaded({
    params: planId,
    load: (id: string, abort) => api.call(routes.getPlan, { params: { planId: id } }, abort),
  });
  onNewsOf(planId, ['plan-changed', 'section-changed', 'access-changed'], () => plan.reload());
  return plan;
}

/**
 * Who sees what, for who manages the plan; `undefined` waits (asking it without that right is a refusal in the log).
 * The screen of the log and the lines under sections both stand on it.
 */
export function loadAudience(planId: () => string | undefined): Loaded<readonly AudienceMember[]> {
  const api = inject(Api);
  const audience = loaded({
    params: planId,
    load: async (id: string, abort) => (await api.call(routes.getAudience, { params: { planId: id } }, abort)).items,
  });
  onNewsOf(planId, ['plan-changed', 'access-changed'], () => audience.reload());
  return audience;
}

/** Waits this long for more of the same before asking again, in milliseconds: changes come in bursts. */
const quiet = 200;

/** Calls back, once per burst, for news of one plan and whenever news may have been missed. */
export function onNewsOf(planId: () => string | undefined, kinds: readonly AppNews['kind'][], react: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  inject(DestroyRef).onDestroy(() => clearTimeout(timer));
  onAppEvent((news) => {
    // `plans-changed` comes without an id: who lost everything learns only to look again.
    const anything = news.kind === 'gap' || news.kind === 'plans-changed';
    const mine = anything || (kinds.includes(news.kind) && 'planId' in news && news.planId === planId());
    if (!mine) return;
    clearTimeout(timer);
    timer = setTimeout(react, quiet);
  });
}
