import { once } from 'node:events';
import { get } from 'node:http';
import { apiPrefix } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { inDays, TestServer, type Caller } from './testing/server';

const coding = z.object({ system: z.string(), code: z.string() });
const event = z.object({
  resourceType: z.literal('AuditEvent'),
  id: z.string(),
  meta: z.object({ profile: z.array(z.string()) }).optional(),
  type: coding,
  subtype: z.array(coding),
  action: z.enum(['C', 'R', 'U', 'D', 'E']),
  recorded: z.iso.datetime(),
  outcome: z.enum(['0', '4', '8', '12']),
  agent: z
    .array(z.looseObject({ who: z.looseObject({ display: z.string().optional() }), requestor: z.boolean() }))
    .refine((agents) => agents.filter(({ requestor }) => requestor).length === 1),
  source: z.object({ observer: z.object({ display: z.string() }) }).loose(),
  entity: z.array(z.looseObject({ type: coding, name: z.string().optional() })),
});
const bundle = z.object({
  resourceType: z.literal('Bundle'),
  type: z.literal('collection'),
  entry: z.array(z.object({ fullUrl: z.string(), resource: event })),
});
type Event = z.infer<typeof event>;

describe('the log as a file', () => {
  let server: TestServer;
  let client: Caller;
  let planId: string;
  let sectionId: string;
  let nurse: Caller;

  beforeAll(async () => {
    server = await TestServer.start();
  });
  beforeEach(async () => {
    nurse = await server.login((await server.people.professional('Nel', 'wijkverpleegkundige')).id);
    ({ caller: client, planId } = await server.client('Cora'));
    sectionId = await server.section(client, planId, 'Wonen');
    await server.share(client, planId, nurse.id, 'read', sectionId);
    await nurse.get(`/plans/${planId}/sections/${sectionId}`);
  });
  afterAll(() => server.stop());

  const download = async (query: string, caller = client): Promise<Response> =>
    fetch(`${server.address}${apiPrefix}/plans/${planId}/access-log-export?${query}`, {
      headers: { cookie: caller.cookie },
    });
  const events = async (query = '', caller = client): Promise<Event[]> => {
    const found = bundle.parse(JSON.parse(await (await download(`format=fhir${query}`, caller)).text()));
    return found.entry.map(({ resource }) => resource);
  };

  it('is a Bundle of AuditEvents: who, in which function, what of whose plan, and why it was allowed', async () => {
    const stranger = await server.login((await server.people.professional('Sjaak', 'maatschappelijk werker')).id);
    await stranger.get(`/plans/${planId}`);
    const response = await download('format=fhir');
    expect(response.headers.get('content-type')).toBe('application/fhir+json; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="wie-heeft-gekeken.json"');
    await response.body?.cancel();
    const all = await events();
    const [read] = all.filter(({ subtype }) => subtype.some(({ code }) => code === 'section-read'));
    expect(read?.meta?.profile).toEqual([
      'https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientRead',
    ]);
    expect(read?.agent.find(({ requestor }) => requestor)).toMatchObject({
      who: { display: 'Nel', identifier: { value: `urn:uuid:${nurse.id}` } },
      role: [{ text: 'wijkverpleegkundige, Organisatie van Nel' }],
      policy: [expect.stringMatching(/^urn:samenplan:allowed-by:person-section-share:[0-9a-f-]{36}$/)],
    });
    expect(read?.entity).toEqual([
      expect.objectContaining({ what: expect.objectContaining({ display: 'Cora' }) }),
      expect.objectContaining({ name: 'Wonen', securityLabel: [expect.objectContaining({ code: 'R' })] }),
      expect.objectContaining({ type: expect.objectContaining({ code: 'XrequestId' }) }),
    ]);
    const [refused] = all.filter(({ outcome }) => outcome === '4');
    expect(refused?.agent.find(({ requestor }) => requestor)?.who.display).toBe('Sjaak');
    expect(refused?.meta).toBeUndefined();
    // Where somebody was is kept, and not told to the person whose log it is.
    expect(JSON.stringify(all)).not.toContain('127.0.0.1');
  });

  it('is a table that no spreadsheet runs: formulas in names and titles stay text', async () => {
    const evil = '=HYPERLINK("http://x.example";"Klik"),\'a';
    const section = await server.section(client, planId, evil);
    const caller = await server.login(
      (await server.people.professional("@SUM(1+1)*cmd|' /C calc'!A0", '+31 huisarts')).id,
    );
    await server.share(client, planId, caller.id, 'read', section);
    await caller.get(`/plans/${planId}/sections/${section}`);
    const response = await download(`format=csv&sectionId=${section}`);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const text = Buffer.from(await response.arrayBuffer()).toString();
    expect(text.startsWith('\uFEFFid,at,')).toBe(true);
    const table = text.slice(1).split('\r\n').map(cellsOf);
    expect(new Set(table.slice(0, -1).map((cells) => cells.length))).toEqual(new Set([22]));
    expect(table.flat().filter((cell) => /^\s*[=+\-@|%]/.test(cell))).toEqual([]);
    expect(table.flat()).toContain(`'${evil}`);
    expect(table.flat()).toContain("'+31 huisarts");
  });

  it('leaves its line, which the file itself does not hold, and keeps to the filters', async () => {
    await download('format=csv').then((response) => response.text());
    const codes = (await events()).flatMap(({ subtype }) => subtype.map(({ code }) => code));
    expect(codes.filter((code) => code === 'log-exported')).toHaveLength(1);
    expect(await events(`&personId=${nurse.id}`)).toHaveLength(1);
    expect(await events(`&from=${inDays(1)}`)).toEqual([]);
    expect((await download('format=xml')).status).toBe(400);
    expect((await download('')).status).toBe(400);
  });

  it('holds what the reader may read: nothing for others, lines about money for a bewindvoerder', async () => {
    const money = await server.section(client, planId, 'Geld', { kind: 'domain', domain: 'finances' });
    const guardian = await server.login(await server.people.person('Bram', ['representative']));
    await server.people.mandate(client.id, guardian.id, 'money');
    expect((await events('', guardian)).map(({ entity }) => entity[1]?.name)).toEqual(['Geld']);
    expect((await download('format=csv', nurse)).status).toBe(403);
    const stranger = await server.login((await server.people.professional('Sjaak', 'maatschappelijk werker')).id);
    expect((await download('format=csv', stranger)).status).toBe(404);
    expect(money).toBeDefined();
  });

  it('breaks off when the right ends during the download, instead of looking complete', async () => {
    const guardian = await server.login(await server.people.person('Rob', ['representative']));
    await server.people.mandate(client.id, guardian.id, 'all');
    await server.owner.query(
      `insert into access_log (id, plan_id, person_id, action, outcome, type, why, source, trace_id, details)
        select gen_random_uuid(), $1, $2, 'R', 'success', 'plan-read', 'client', $3, 'x', '' from generate_series(1, 12000)`,
      // Twelve pages of 3 MB: far more than the buffers of a socket and the pages on their way hold.
      [planId, client.id, 'x'.repeat(3_000)],
    );
    const request = get(`${server.address}${apiPrefix}/plans/${planId}/access-log-export?format=fhir`, {
      headers: { cookie: guardian.cookie },
    });
    const [response] = await once(request, 'response');
    // Nothing is read yet: the server stands still at a full socket.
    await once(response, 'readable');
    await server.owner.query('update mandate set ends_at = clock_timestamp() where person_id = $1', [guardian.id]);
    let text = '';
    const broken = once(response, 'error');
    const ended = once(response, 'end').then(() => ['complete']);
    response.on('data', (chunk: Buffer) => (text += chunk.toString()));
    expect(await Promise.race([broken, ended])).toMatchObject([{ code: 'ECONNRESET' }]);
    expect(text.startsWith('{"resourceType":"Bundle"')).toBe(true);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });
});

/** Cells of one row (RFC 4180). */
function cellsOf(row: string): string[] {
  return [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );
}
