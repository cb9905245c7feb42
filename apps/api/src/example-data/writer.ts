import { randomBytes } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import type { Acting } from '@samenplan/api/access';
import { Logins } from '@samenplan/api/identity';
import { Rooms } from '@samenplan/api/live';
import { SectionRoom } from '@samenplan/api/plan';
import { addBlocks, textBlocks, Y } from '@samenplan/shared/live-protocol';
import { exampleFigure } from './people';
import type { ExampleWriting } from './stories';

/** What professionals log in with. */
const SECOND_FACTOR = 'http://eidas.europa.eu/LoA/substantial';

/** Lets example people act and write by the same path as everybody, with logins that end when the work is done. */
export class ExampleWriter {
  readonly #sessions = new Map<string, string>();
  readonly #logins: Logins;
  readonly #rooms: Rooms;
  readonly #room: SectionRoom;
  readonly #told = new Set<string>();

  constructor(app: INestApplicationContext) {
    this.#logins = app.get(Logins, { strict: false });
    this.#rooms = app.get(Rooms, { strict: false });
    this.#room = app.get(SectionRoom, { strict: false });
  }

  /** Who the services see. */
  acting(key: string): Acting {
    return { personId: exampleFigure(key).id, traceId: randomBytes(16).toString('hex'), address: null };
  }

  async write(sectionId: string, writing: ExampleWriting): Promise<void> {
    const { id } = exampleFigure(writing.by);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, await this.#rooms.encodeState(sectionId));
    const before = Y.encodeStateVector(doc);
    if ('add' in writing) addBlocks(doc, writing.add);
    else replaceWords(doc, writing.find, writing.put);
    await this.#tell(sectionId, writing.by);
    await this.#rooms.write(sectionId, id, await this.#session(id), Y.encodeStateAsUpdate(doc, before));
    doc.destroy();
  }

  /** Nothing of these logins is left to use. */
  async endLogins(): Promise<void> {
    for (const sessionId of this.#sessions.values()) await this.#logins.end(sessionId);
    this.#sessions.clear();
  }

  /** The line of the access log for the first words of somebody in a section. */
  async #tell(sectionId: string, key: string): Promise<void> {
    const { id: personId, name } = exampleFigure(key);
    if (this.#told.has(sectionId + key)) return;
    this.#told.add(sectionId + key);
    const loginId = await this.#session(personId);
    const { why, ruleId } = (await this.#rooms.desk.look({ roomId: sectionId, personId, loginId })).answer;
    await this.#room.log({
      ...this.acting(key),
      roomId: sectionId,
      visitor: { personId, sessionId: loginId, name },
      action: 'write',
      why,
      ruleId,
    });
  }

  async #session(personId: string): Promise<string> {
    const known = this.#sessions.get(personId);
    if (known !== undefined) return known;
    const token = await this.#logins.begin(personId, { acr: SECOND_FACTOR, idToken: null });
    const login = await this.#logins.current(`${this.#logins.cookie.name}=${token}`);
    if (login === null) throw new Error('A login that just began is not there');
    this.#sessions.set(personId, login.sessionId);
    return login.sessionId;
  }
}

/** Puts words in the place of others, inside their block, so that the rest of it stays who wrote it. */
function replaceWords(doc: Y.Doc, find: string, put: string): void {
  for (const { element } of textBlocks(doc))
    for (const child of element.toArray()) {
      const at = child instanceof Y.XmlText ? child.toString().indexOf(find) : -1;
      if (!(child instanceof Y.XmlText) || at === -1) continue;
      doc.transact(() => {
        child.delete(at, find.length);
        child.insert(at, put);
      });
      return;
    }
  throw new Error('The words to replace are not in the text');
}
