import { routes, type Grant, type SharedLevel } from '@samenplan/shared/contracts';
import type { Visitor } from './people';

const DAY = 86_400_000;
export const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString();

/** A section of a plan that a test made for itself. */
export interface Place {
  readonly planId: string;
  readonly sectionId: string;
}

/** A new plan with one section that nobody but its client sees yet. */
export async function newPlace(client: Visitor, title = 'Onderdeel van een proef'): Promise<Place> {
  const { id } = await client.call(routes.createPlan, { body: { title: 'Proefplan' } });
  return { planId: id, sectionId: await newSection(client, id, title) };
}

export async function newSection(client: Visitor, planId: string, title: string): Promise<string> {
  return (await client.call(routes.createSection, { params: { planId }, body: { title, kind: 'own' } })).id;
}

/** The client shows one section to one person. @returns the rule, to change or stop */
export function share(
  client: Visitor,
  { planId, sectionId }: Place,
  who: Visitor,
  level: SharedLevel,
  endsAt = inDays(30),
): Promise<Grant> {
  const body = { recipient: { type: 'person', id: who.id }, sectionId, effect: 'share', level, endsAt } as const;
  return client.call(routes.createGrant, { params: { planId }, body });
}

export function lower(client: Visitor, { planId }: Place, grant: Grant): Promise<Grant> {
  return client.call(routes.changeGrant, { params: { planId, grantId: grant.id }, body: { level: 'read' } });
}

export function stop(client: Visitor, { planId }: Place, grant: Grant): Promise<void> {
  return client.call(routes.stopGrant, { params: { planId, grantId: grant.id } });
}

/** The plan of the example client, with its sections by title. */
export async function examplePlan(
  client: Visitor,
): Promise<{ readonly planId: string; section(title: string): string }> {
  const { items } = await client.call(routes.listPlans, {});
  const own = items.find((plan) => plan.title === 'Weer zelf aan het roer');
  if (own === undefined) throw new Error('The example client has no plan');
  const { sections } = await client.call(routes.getPlan, { params: { planId: own.id } });
  return {
    planId: own.id,
    section(title) {
      const found = sections.find((one) => one.title === title);
      if (found === undefined) throw new Error(`The example plan has no section ${title}`);
      return found.id;
    },
  };
}
