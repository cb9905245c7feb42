import { plainText, type LiveConnection } from '@samenplan/shared/live-protocol';
import { Visitor } from './people';
import { lower, newPlace, share, stop, type Place } from './plans';
import { Product } from './product';
import { closeAll, openedSection, RawSocket, textOf, until, untilText, write, writeStored } from './sockets';

const SECOND = 1_000;

describe('a stop is a barrier, on the started product', () => {
  let product: Product;
  let people: Record<'client' | 'poh', Visitor>;

  beforeAll(async () => {
    product = await Product.start();
    people = await Visitor.logInAll(product, 'client', 'poh');
  }, 180_000);

  afterEach(closeAll);
  afterAll(() => product.remove());

  /** Types one paragraph after another, each as soon as the one before is stored. @returns how to end it */
  function stream(connection: LiveConnection, words: () => string): () => void {
    const type = (): void => {
      if (connection.state.stored) write(connection, words());
    };
    const end = connection.onChange(type);
    type();
    return end;
  }

  /** A place that `poh` sees, with the client typing in it and `poh` listening byte by byte. */
  async function listened(
    level: 'read' | 'write',
  ): Promise<{ place: Place; grant: Awaited<ReturnType<typeof share>>; client: LiveConnection; ear: RawSocket }> {
    const place = await newPlace(people.client);
    const grant = await share(people.client, place, people.poh, level);
    const client = await openedSection(people.client, place.sectionId);
    const ear = await new RawSocket(product, place.sectionId, people.poh).enter();
    await writeStored(client, 'before the stop');
    await ear.untilReceived('before the stop');
    return { place, grant, client, ear };
  }

  it('sends no byte of what is committed after a stop that came while edits stream, and closes with 4403 within a second', async () => {
    const { place, grant, client, ear } = await listened('read');
    let answered = false;
    let count = 0;
    const end = stream(client, () => `${answered ? 'after' : 'during'} ${(count += 1)};`);
    await ear.untilReceived('during 20;');
    await stop(people.client, place, grant);
    answered = true;
    const answeredAt = performance.now();
    const { code, at } = await ear.closed();
    await untilText(client.doc, `after ${count + 20};`);
    end();
    expect(code).toBe(4403);
    expect(at - answeredAt).toBeLessThan(SECOND);
    expect(await textOf(people.client, place.sectionId)).toContain('after');
    expect(ear.has('after')).toBe(false);
  });

  it('commits no edit of a person after the stop was answered, also of one who types on', async () => {
    const { place, grant, client } = await listened('write');
    const stopped = await openedSection(people.poh, place.sectionId);
    let answered = false;
    const end = stream(stopped, () => (answered ? 'too late' : 'in time'));
    await untilText(client.doc, 'in time');
    await stop(people.client, place, grant);
    answered = true;
    write(stopped, 'too late');
    const { status, unstored } = await until(stopped, (state) => state.status === 'gone');
    end();
    expect(status).toBe('gone');
    expect(unstored).toContain('too late');
    expect(await textOf(people.client, place.sectionId)).not.toContain('too late');
  });

  it('does not open again for who was stopped, and answers as for a section that does not exist', async () => {
    const { place, grant, ear } = await listened('read');
    await stop(people.client, place, grant);
    await ear.closed();
    const again = new RawSocket(product, place.sectionId, people.poh);
    expect((await again.closed()).code).toBe(4404);
    expect(again.received).toEqual([]);
  });

  it('closes with 4510 within a second when a right is lowered; coming back one reads and writes no more', async () => {
    const { place, grant, client, ear } = await listened('write');
    const lowered = await openedSection(people.poh, place.sectionId);
    await lower(people.client, place, grant);
    const answeredAt = performance.now();
    const { code, at } = await ear.closed();
    expect(code).toBe(4510);
    expect(at - answeredAt).toBeLessThan(SECOND);
    await until(lowered, ({ status, level }) => status === 'synced' && level === 1);
    await writeStored(client, 'for readers too');
    await untilText(lowered.doc, 'for readers too');
    expect(lowered.accepts(1)).toBe('read-only');
    write(lowered, 'by a reader');
    await writeStored(client, 'a moment later');
    await untilText(lowered.doc, 'a moment later');
    expect(plainText(client.doc)).not.toContain('by a reader');
  });

  it('closes with 4403 within a second after the end of a right that the client set, by the clock', async () => {
    const place = await newPlace(people.client);
    const endsAt = new Date(Date.now() + 1_500);
    await share(people.client, place, people.poh, 'read', endsAt.toISOString());
    const ear = await new RawSocket(product, place.sectionId, people.poh).enter();
    const { code } = await ear.closed();
    expect(code).toBe(4403);
    expect(Date.now() - endsAt.getTime()).toBeGreaterThanOrEqual(0);
    expect(Date.now() - endsAt.getTime()).toBeLessThan(SECOND);
  });

  it('closes every socket of a login with 4401 within a second when it logs out, and none of the others', async () => {
    const { place, client, ear } = await listened('read');
    const elsewhere = await Visitor.logIn(product, 'poh');
    const leaving = await new RawSocket(product, place.sectionId, elsewhere).enter();
    await elsewhere.logOut();
    const answeredAt = performance.now();
    const { code, at } = await leaving.closed();
    expect(code).toBe(4401);
    expect(at - answeredAt).toBeLessThan(SECOND);
    await writeStored(client, 'for who stayed');
    await ear.untilReceived('for who stayed');
    expect(leaving.has('for who stayed')).toBe(false);
  });
});
