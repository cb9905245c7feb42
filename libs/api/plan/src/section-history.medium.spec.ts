import {
  accessLogLine,
  changesReading,
  routes,
  sectionVersion,
  versionReading,
  type HistoryBlock,
} from '@samenplan/shared/contracts';
import { addBlocks, textBlocks, Y } from '@samenplan/shared/live-protocol';
import { z } from 'zod';
import { TestServer, type Caller } from './testing/server';

const versions = routes.listVersions.response;
const made = routes.restoreVersion.response;
const log = z.object({ items: z.array(accessLogLine) });

describe('the history of a section', () => {
  let server: TestServer;
  let client: Caller;
  let nurse: Caller;
  let writer: Caller;
  let planId: string;
  let sectionId: string;

  beforeAll(async () => {
    server = await TestServer.start();
    nurse = await server.login((await server.people.professional('Nel', 'wijkverpleegkundige')).id);
    writer = await server.login((await server.people.professional('Wim', 'therapeut')).id);
  });
  beforeEach(async () => {
    ({ caller: client, planId } = await server.client('Cora'));
    sectionId = await server.section(client, planId, 'Wonen');
  });
  afterAll(() => server.stop());

  const path = (more: string): string => `/plans/${planId}/sections/${sectionId}/${more}`;
  const list = async (caller: Caller): Promise<z.infer<typeof sectionVersion>[]> =>
    (await caller.want(versions, 'GET', path('versions'))).items;
  const read = (caller: Caller, version: number, since?: number): Promise<z.infer<typeof versionReading>> =>
    caller.want(versionReading, 'GET', path(`versions/${version}${since === undefined ? '' : `?since=${since}`}`));
  const told = (blocks: readonly HistoryBlock[]): string[] =>
    blocks.map(({ runs }) =>
      runs
        .map(({ text, change }) => (change === 'same' ? text : change === 'added' ? `+${text}+` : `-${text}-`))
        .join(''),
    );
  const share = (caller: Caller, level: 'read' | 'write' = 'write'): Promise<string> =>
    server.share(client, planId, caller.id, level, sectionId);
  const stop = (grant: string): Promise<unknown> => client.call('DELETE', `/plans/${planId}/grants/${grant}`);

  /** @returns the version of the edit */
  async function write(caller: Caller, change: (doc: Y.Doc) => void): Promise<number> {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, await server.rooms.encodeState(sectionId));
    const before = Y.encodeStateVector(doc);
    doc.transact(() => change(doc));
    const login = await server.sessionOf(caller.id);
    return server.rooms.write(sectionId, caller.id, login, Y.encodeStateAsUpdate(doc, before));
  }
  const add =
    (text: string) =>
    (doc: Y.Doc): void =>
      addBlocks(doc, [{ type: 'paragraph', text }]);
  const replace =
    (find: string, put: string) =>
    (doc: Y.Doc): void => {
      for (const { element, text: whole } of textBlocks(doc)) {
        const at = whole.indexOf(find);
        const text = element.get(0);
        if (!(text instanceof Y.XmlText) || at < 0) continue;
        text.delete(at, find.length);
        if (put !== '') text.insert(at, put);
      }
    };

  it('tells per version when and by whom, and word by word who wrote what', async () => {
    await share(nurse);
    await write(client, add('De badkamer is glad en koud.'));
    const version = await write(nurse, replace('koud', 'erg koud'));
    const [newest] = await list(nurse);
    expect(newest).toMatchObject({ version, words: { added: 7, removed: 0 }, restoredFrom: null });
    expect(newest?.authors.map(({ name, function: job }) => [name, job])).toEqual([
      ['Cora', null],
      ['Nel', 'wijkverpleegkundige'],
    ]);
    const { blocks, people } = await read(client, version);
    const names = new Map(people.map(({ id, name }) => [id, name]));
    expect(blocks[0]?.runs.map(({ text, author }) => [names.get(author ?? ''), text])).toEqual([
      ['Cora', 'De badkamer is glad en '],
      ['Nel', 'erg '],
      ['Cora', 'koud.'],
    ]);
  });

  it('compares two versions: what came, what went, and who took it away', async () => {
    await share(nurse);
    const first = await write(client, add('De badkamer is glad en koud.'));
    const second = await write(nurse, replace('glad en ', ''));
    await write(nurse, add('Wij zoeken een beugel.'));
    const last = await write(nurse, replace('zoeken', 'vragen'));
    expect(told((await read(client, last, first)).blocks)).toEqual([
      'De badkamer is -glad en -koud.',
      '+Wij vragen een beugel.+',
    ]);
    const gone = (await read(client, second, first)).blocks[0]?.runs.find(({ change }) => change === 'removed');
    expect(gone?.removed?.by).toBe(nurse.id);
    expect((await client.get(path(`versions/${first}?since=${last}`))).status).toBe(400);
  });

  it('shows a reader only versions from the times of the own right, and nothing that stood only outside them', async () => {
    const secret = await write(client, add('Geheim: de schuld.'));
    await write(client, replace('Geheim: de schuld.', 'Er is rust.'));
    const grant = await share(nurse);
    const seen = await write(nurse, add('Nel was hier.'));
    await stop(grant);
    const between = await write(client, add('Tussendoor geheim.'));
    await write(client, replace('Tussendoor geheim.', 'Weer open.'));
    await share(nurse);
    const last = await write(nurse, add('Nel is terug.'));
    expect((await list(nurse)).map(({ version }) => version)).toEqual([last, seen]);
    expect(await list(client)).toHaveLength(4);
    for (const version of [secret, between]) {
      expect((await nurse.get(path(`versions/${version}`))).status).toBe(404);
      expect((await nurse.get(path(`versions/${last}?since=${version}`))).status).toBe(404);
      expect((await client.get(path(`versions/${version}`))).status).toBe(200);
    }
    const { blocks } = await read(nurse, last, seen);
    expect(told(blocks)).toEqual(['Er is rust.', 'Nel was hier.', '+Weer open.+', '+Nel is terug.+']);
    expect(JSON.stringify(blocks)).not.toMatch(/[Gg]eheim/);
  });

  it('keeps what only the client saw for the client, also after "Laat zien"', async () => {
    sectionId = await server.section(client, planId, 'Alleen ik', { onlyMe: true });
    const hidden = await write(client, add('Dit was alleen van mij.'));
    await server.share(client, planId, nurse.id, 'read');
    await write(client, replace('alleen van mij', 'voor iedereen'));
    await client.call('POST', path('showings'));
    expect(await list(nurse)).toEqual([]);
    const open = await write(client, add('Nu open.'));
    expect((await list(nurse)).map(({ version }) => version)).toEqual([open]);
    expect((await nurse.get(path(`versions/${hidden}`))).status).toBe(404);
  });

  it('leaves text that the client took away out of older versions for everybody else', async () => {
    await share(nurse);
    const before = await write(client, add('Ik drink soms te veel. Verder gaat het goed.'));
    const after = await write(client, replace('Ik drink soms te veel. ', ''));
    await write(nurse, add('Een vraag van Nel.'));
    const later = await write(nurse, replace('Een vraag van Nel.', ''));
    const asked = (await list(client)).find(({ version }) => version === later)?.version ?? later;
    expect(told((await read(nurse, before)).blocks)).toEqual(['Verder gaat het goed.']);
    expect(told((await read(nurse, after, before)).blocks)).toEqual(['Verder gaat het goed.']);
    expect(told((await read(client, after, before)).blocks)).toEqual([
      '-Ik drink soms te veel. -Verder gaat het goed.',
    ]);
    expect(told((await read(client, asked, before)).blocks)[0]).toContain('-Ik drink soms te veel. -');
    await nurse.want(made, 'POST', path(`versions/${before}/restorations`));
    expect(textBlocks(await document()).map(({ text }) => text)).not.toContain('Ik drink');
    await client.want(made, 'POST', path(`versions/${before}/restorations`));
    expect(textBlocks(await document()).map(({ text }) => text)).toEqual([
      'Ik drink soms te veel. Verder gaat het goed.',
    ]);
  });

  async function document(): Promise<Y.Doc> {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, await server.rooms.encodeState(sectionId));
    return doc;
  }

  it('brings a version back as an edit of who asks, with the rights of an edit, and leaves equal blocks as they are', async () => {
    await share(writer, 'write');
    const reading = await share(nurse, 'read');
    const version = await write(client, (doc) =>
      addBlocks(doc, [
        { type: 'heading', level: 2, text: 'Wonen' },
        { type: 'paragraph', text: 'Ik woon in Hoorn.' },
        { type: 'taskList', items: [{ text: 'Bellen', checked: false }] },
      ]),
    );
    const ids = textBlocks(await document()).map(({ blockId }) => blockId);
    await write(writer, replace('Hoorn', 'Enkhuizen'));
    await write(writer, (doc) => doc.getXmlFragment('text').delete(2, 1));
    expect((await nurse.call('POST', path(`versions/${version}/restorations`))).status).toBe(403);
    await stop(reading);
    expect((await nurse.call('POST', path(`versions/${version}/restorations`))).status).toBe(404);
    const restored = await writer.want(made, 'POST', path(`versions/${version}/restorations`));
    const now = textBlocks(await document());
    expect(now.map(({ text }) => text)).toEqual(['Wonen', 'Ik woon in Hoorn.', 'Bellen']);
    expect(now.map(({ blockId }) => blockId)).toEqual(ids);
    const [newest] = await list(client);
    expect(newest).toMatchObject({ version: restored.version, restoredFrom: { version } });
    const { items } = await client.want(log, 'GET', `/plans/${planId}/access-log?sectionId=${sectionId}`);
    expect(items.filter(({ type }) => type === 'section-version-restored').map(({ person }) => person?.name)).toEqual([
      'Wim',
    ]);
    // Again: nothing differs, so nothing is stored.
    expect(await writer.want(made, 'POST', path(`versions/${version}/restorations`))).toEqual(restored);
  });

  it('tells what changed since the previous visit, which a reload or a dropped socket does not end', async () => {
    await share(nurse, 'read');
    await write(client, add('Eerst.'));
    const changes = (): Promise<z.infer<typeof changesReading>> => nurse.want(changesReading, 'GET', path('changes'));
    expect(await changes()).toMatchObject({ since: null, changedBlocks: 0, blocks: [] });
    await server.owner.query("update section_visit set at = at - interval '40 minutes', since = null");
    await server.owner.query("update room_update set at = at - interval '1 hour'");
    await server.owner.query("update right_record set from_at = from_at - interval '2 hours'");
    await server.owner.query(
      `update right_record set facts = facts || '{"starts_at": "2020-01-01T00:00:00Z"}' where facts ? 'starts_at'`,
    );
    await write(client, add('Nieuw van Cora.'));
    for (let again = 0; again < 2; again += 1) {
      const found = await changes();
      expect([told(found.blocks), found.changedBlocks, found.words, found.authors.map(({ name }) => name)]).toEqual([
        ['+Nieuw van Cora.+'],
        1,
        { added: 3, removed: 0 },
        ['Cora'],
      ]);
    }
    expect((await nurse.call('PUT', path('visit'))).status).toBe(204);
    expect((await changes()).changedBlocks).toBe(1);
    await server.owner.query("update section_visit set at = at - interval '40 minutes'");
    await server.owner.query("update section_visit set at = clock_timestamp() - interval '31 minutes'");
    await server.owner.query(
      "update room_update set at = at - interval '32 minutes' where at > clock_timestamp() - interval '30 minutes'",
    );
    expect(await changes()).toMatchObject({ changedBlocks: 0, blocks: [] });
  });

  it('leaves a line for every look, and answers who may not see it as if it were not there', async () => {
    await share(nurse, 'read');
    const version = await write(client, add('Tekst.'));
    const lines = async (): Promise<number> => {
      const { rows } = await server.owner.query(
        "select from access_log where section_id = $1 and person_id = $2 and type = 'section-history-read'",
        [sectionId, nurse.id],
      );
      return rows.length;
    };
    for (const look of ['versions', `versions/${version}`, 'changes']) {
      const had = await lines();
      expect((await nurse.get(path(look))).status).toBe(200);
      expect(await lines()).toBe(had + 1);
      expect((await writer.get(path(look))).status).toBe(404);
    }
    expect((await writer.call('PUT', path('visit'))).status).toBe(404);
    expect((await writer.call('POST', path(`versions/${version}/restorations`))).status).toBe(404);
  });
});
