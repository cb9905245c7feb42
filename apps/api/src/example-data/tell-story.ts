import type { INestApplicationContext } from '@nestjs/common';
import { Closures, Grants, Requests } from '@samenplan/api/access';
import { PlanStarts, Plans, Sections } from '@samenplan/api/plan';
import { exampleFigure, examplePeople } from './people';
import type { ExampleShare, ExampleStory } from './stories';
import type { ExampleWriter } from './writer';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** Makes one plan as its people would: each step through the real service, acting as the right person. */
export async function tellStory(
  app: INestApplicationContext,
  writer: ExampleWriter,
  story: ExampleStory,
): Promise<void> {
  const plans = app.get(Plans, { strict: false });
  const client = writer.acting(story.client);
  const planId = await begin(app, writer, story);
  const sectionIds = await makeSections(app, writer, story, planId);
  const idOf = (title: string): string => {
    const id = sectionIds.get(title);
    if (id === undefined) throw new Error(`There is no section ${title}`);
    return id;
  };
  const share = (one: ExampleShare): Promise<void> =>
    shareOne(app.get(Grants, { strict: false }), writer, story, planId, one, idOf);
  for (const one of story.shares) await share(one);
  if (story.coordinator !== undefined) await plans.setCoordinator(client, planId, exampleFigure(story.coordinator).id);
  if (story.phase !== 'registration') await plans.change(client, planId, { phase: story.phase });
  for (const section of story.sections)
    for (const writing of section.writings) await writer.write(idOf(section.title), writing);
  if (story.closed !== undefined) {
    const { section, to, reason } = story.closed;
    const closing = { sectionId: idOf(section), personId: exampleFigure(to).id, reason };
    await app.get(Closures, { strict: false }).close(client, planId, closing);
  }
  for (const { by, sections } of story.looks) {
    await plans.get(writer.acting(by), planId);
    for (const title of sections)
      await app.get(Sections, { strict: false }).get(writer.acting(by), planId, idOf(title));
  }
  for (const { by, section } of story.questions)
    await app.get(Requests, { strict: false }).create(writer.acting(by), planId, idOf(section));
}

/** The client begins alone, or claims what a professional started. */
async function begin(
  app: INestApplicationContext,
  writer: ExampleWriter,
  { client, title, startedBy }: ExampleStory,
): Promise<string> {
  if (startedBy === undefined) return (await app.get(Plans, { strict: false }).create(writer.acting(client), title)).id;
  const starts = app.get(PlanStarts, { strict: false });
  const { code } = await starts.create(writer.acting(startedBy));
  const share = { level: 'write', endsAt: inDays(150) } as const;
  return (await starts.claim(writer.acting(client), { code, title, share, coordinator: true })).planId;
}

async function makeSections(
  app: INestApplicationContext,
  writer: ExampleWriter,
  story: ExampleStory,
  planId: string,
): Promise<Map<string, string>> {
  const client = writer.acting(story.client);
  const { sections } = await app.get(Plans, { strict: false }).get(client, planId);
  const ids = new Map(sections.map(({ title, id }) => [title, id]));
  for (const { title, kind, domain, onlyMe = false } of story.sections) {
    if (kind === 'own-story') continue;
    const made = await app.get(Sections, { strict: false }).create(client, planId, { title, kind, domain, onlyMe });
    ids.set(title, made.id);
  }
  return ids;
}

async function shareOne(
  grants: Grants,
  writer: ExampleWriter,
  { client }: ExampleStory,
  planId: string,
  { with: whom, sections, level, days }: ExampleShare,
  idOf: (title: string) => string,
): Promise<void> {
  const person = examplePeople.find(({ key }) => key === whom);
  const recipient =
    person === undefined ? ({ type: 'team', id: whom } as const) : ({ type: 'person', id: person.id } as const);
  const what =
    level === 'withhold'
      ? ({ effect: 'withhold' } as const)
      : ({ effect: 'share', level, endsAt: inDays(days) } as const);
  for (const sectionId of sections === null ? [undefined] : sections.map(idOf))
    await grants.create(writer.acting(client), planId, {
      recipient,
      ...what,
      ...(sectionId === undefined ? {} : { sectionId }),
    });
}
