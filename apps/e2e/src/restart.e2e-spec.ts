import { routes } from '@samenplan/shared/contracts';
import { plainText, type LiveConnection } from '@samenplan/shared/live-protocol';
import { Visitor } from './people';
import { examplePlan, newPlace, newSection, share, type Place } from './plans';
import { Product } from './product';
import { closeAll, openedSection, textOf, untilText, write, writeStored } from './sockets';

/** Edits of one writer that may wait to be stored. */
const UNDER_WAY = 8;
const ROUNDS = 2;

/** Somebody who keeps typing: short paragraphs, each with a number that stands nowhere else. */
class Typist {
  readonly #typed: string[] = [];
  readonly #end: () => void;

  constructor(
    readonly connection: LiveConnection,
    private readonly name: string,
    stored: () => void,
  ) {
    this.#end = connection.onChange(() => {
      stored();
      // What is written while the document tells of a change counts only after that: not here, but right after.
      setImmediate(() => this.#type());
    });
    this.#type();
  }

  /** What the server has said to be stored: edits are acknowledged in order. */
  get acknowledged(): readonly string[] {
    return this.#typed.slice(0, this.#typed.length - this.connection.state.pending);
  }

  end(): void {
    this.#end();
    this.connection.destroy();
  }

  #type(): void {
    // What is typed without a connection must not come back by itself later: then nothing would be proved.
    while (
      this.connection.canEdit &&
      this.connection.state.status === 'synced' &&
      this.connection.state.pending < UNDER_WAY
    ) {
      const words = `[${this.name} ${this.#typed.length}]`;
      this.#typed.push(words);
      write(this.connection, words);
    }
  }
}

describe('a restart keeps everything', () => {
  let product: Product;
  let people: Record<'client' | 'poh' | 'nurse', Visitor>;

  beforeAll(async () => {
    product = await Product.start();
    people = await Visitor.logInAll(product, 'client', 'poh', 'nurse');
  }, 180_000);

  afterEach(closeAll);
  afterAll(() => product.remove());

  it('has text, titles, rights and logins of before Ctrl-C', async () => {
    const { client, nurse } = people;
    const place = await newPlace(client, 'Wat blijft staan');
    const grant = await share(client, place, nurse, 'read');
    const connection = await openedSection(client, place.sectionId);
    await writeStored(connection, 'Dit stond er voor de herstart.');
    connection.destroy();
    const before = await seenBy(people);

    expect(await product.stop()).toBe(0);
    await product.startAgain();

    expect(await seenBy(people)).toEqual(before);
    expect(await textOf(nurse, place.sectionId)).toContain('Dit stond er voor de herstart.');
    expect(await nurse.call(routes.getSection, { params: place })).toMatchObject({
      title: 'Wat blijft staan',
      level: 'read',
    });
    const { items } = await client.call(routes.listGrants, { params: place });
    expect(items.map(({ id }) => id)).toContain(grant.id);
  }, 120_000);

  /** All that the example people see of all plans, without what looking changes. */
  async function seenBy(visitors: typeof people): Promise<unknown> {
    const seen = [];
    for (const visitor of Object.values(visitors)) {
      const { items } = await visitor.call(routes.listPlans, {});
      for (const { id } of items) {
        const { title, phase, sections, coordinator } = await visitor.call(routes.getPlan, { params: { planId: id } });
        const texts = await Promise.all(
          sections.map(async (section) => [section.title, section.level, await textOf(visitor, section.id)]),
        );
        seen.push({ who: visitor.key, id, title, phase, coordinator, texts });
      }
    }
    return seen.sort((one, other) => (one.who + one.id < other.who + other.id ? -1 : 1));
  }

  it(`loses no acknowledged edit, nor one that stood on another's screen, by kill -9 while people type (${ROUNDS} times)`, async () => {
    const { client, poh, nurse } = people;
    const { planId } = await newPlace(client);
    const places: Place[] = [];
    for (let n = 0; n < 3; n += 1)
      places.push({ planId, sectionId: await newSection(client, planId, `Onder last ${n}`) });
    for (const place of places) {
      await share(client, place, poh, 'write');
      await share(client, place, nurse, 'read');
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      const { typists, readers } = await killedWhileTyping(places, `r${round}`);
      await product.startAgain();
      for (const [index, { sectionId }] of places.entries()) {
        const text = await textOf(client, sectionId);
        const acknowledged = typists
          .filter(({ place }) => place === index)
          .flatMap(({ typist }) => typist.acknowledged);
        const shown = (readers[index] ?? '').match(/\[[^\]]+\]/g) ?? [];
        expect(acknowledged.length).toBeGreaterThan(50);
        expect([...acknowledged, ...shown].filter((words) => !text.includes(words))).toEqual([]);
      }
    }
  }, 180_000);

  /** Client and `poh` type in every place until the server is killed in the middle of it; `nurse` reads along. */
  async function killedWhileTyping(places: readonly Place[], round: string) {
    const { client, poh, nurse } = people;
    const typists: { place: number; typist: Typist }[] = [];
    const readers = await Promise.all(places.map(({ sectionId }) => openedSection(nurse, sectionId)));
    const enough = new Promise<void>((resolve) => {
      const look = (): void => {
        if (typists.length === 2 * places.length && typists.every(({ typist }) => typist.acknowledged.length > 100))
          resolve();
      };
      void Promise.all(
        places.flatMap(({ sectionId }, place) =>
          [client, poh].map(async (who) => {
            const connection = await openedSection(who, sectionId);
            typists.push({ place, typist: new Typist(connection, `${round}-${who.key}`, look) });
          }),
        ),
      );
    });
    await enough;
    await product.kill();
    for (const { typist } of typists) typist.end();
    const shown = readers.map(({ doc }) => plainText(doc));
    for (const reader of readers) reader.destroy();
    return { typists, readers: shown };
  }

  it('goes on with the same text after kill -9 for who was typing, and stores what waited', async () => {
    const { client, poh } = people;
    const place = await newPlace(client);
    await share(client, place, poh, 'write');
    const connection = await openedSection(client, place.sectionId);
    await writeStored(connection, 'before');
    await product.kill();
    write(connection, 'while nobody answered');
    expect(connection.state.stored).toBe(false);
    await product.startAgain();
    const other = await openedSection(poh, place.sectionId);
    await untilText(other.doc, 'while nobody answered');
    expect(plainText(other.doc)).toContain('before');
    for (const one of [connection, other]) one.destroy();
  }, 120_000);

  it('has the example plans once, also after many starts', async () => {
    const { items } = await people.client.call(routes.listPlans, {});
    expect(items.filter(({ title }) => title === 'Weer zelf aan het roer')).toHaveLength(1);
    expect((await examplePlan(people.client)).section('Dagboek')).toMatch(/^[0-9a-f-]{36}$/);
  });
});
