import { randomUUID } from 'node:crypto';
import { routes } from '@samenplan/shared/contracts';
import { encodeAnnounce, encodeAnnounced, encodeUpdate, liveLimits } from '@samenplan/shared/live-protocol';
import { fillIn, operationsOf, wrongKinds, type Ids, type Operation } from './openapi';
import { ask, Visitor, type Answer } from './people';
import { examplePlan, newPlace, share, type Place } from './plans';
import { Product } from './product';
import { closeAll, openedSection, RawSocket, textOf, writeStored } from './sockets';

const SAFE = new Set(['GET', 'HEAD']);
const MEGABYTE = 1_048_576;
/** Words that stand nowhere in the product: an answer must not repeat them. */
const MARK = 'kenmerk-van-de-aanval';

/** Where fields depend on each other in a way that the description can't tell. */
const bodies: Readonly<Record<string, { readonly body: string }>> = {
  answerAccessQuestion: { body: JSON.stringify({ answer: 'no' }) },
};

describe('attacks on every route of the description', () => {
  let product: Product;
  let people: Record<'client' | 'client-2' | 'poh' | 'social-worker' | 'stranger' | 'administrator', Visitor>;
  let operations: readonly Operation[];
  /** Real ids, all of them of the example client or of what others do in that plan. */
  let foreign: Ids;
  let own: Place;
  let hidden: string;

  beforeAll(async () => {
    product = await Product.start();
    people = await Visitor.logInAll(product, 'client', 'client-2', 'poh', 'social-worker', 'stranger', 'administrator');
    operations = await operationsOf(product.url);
    const { planId, section } = await examplePlan(people.client);
    const grants = await people.client.call(routes.listGrants, { params: { planId } });
    const requests = await people.client.call(routes.listAccessRequests, {});
    const start = await people['social-worker'].call(routes.createPlanStart, { body: {} });
    hidden = section('Dagboek');
    foreign = {
      planId,
      sectionId: section('Hoe het met mij gaat'),
      after: section('Mijn huis'),
      personId: people.client.id,
      id: people.poh.id,
      grantId: grants.items[0]?.id ?? '',
      requestId: requests.items[0]?.id ?? '',
      startId: start.id,
      ...(await idsOfOrganisation(people.administrator)),
      ...(await idsOfPlan(people.client, planId, section('Hoe het met mij gaat'))),
    };
    own = await newPlace(people['client-2']);
  }, 180_000);

  afterEach(closeAll);
  afterAll(() => product.remove());

  const random = (): Ids => Object.fromEntries(Object.keys(foreign).map((name) => [name, randomUUID()]));

  /** The answer without the one thing that differs by design. */
  const plain = ({ status, text }: Answer): Answer => ({ status, text: text.replace(/"traceId":"[^"]*"/, '') });

  async function attempt(operation: Operation, ids: Ids, { cookie }: { readonly cookie?: string }): Promise<Answer> {
    const { address, body = undefined } = { ...fillIn(operation, ids), ...bodies[operation.name] };
    const given = { ...(cookie === undefined ? {} : { cookie }), ...(body === undefined ? {} : { body }) };
    return plain(await ask(product.url + address, { method: operation.method, ...given }));
  }

  const withIds = (): readonly Operation[] => operations.filter(({ params }) => params.length > 0);

  it('has real ids of somebody else to try', () => {
    expect(Object.entries(foreign).filter(([, id]) => !/^[0-9a-f-]{36}$/.test(id))).toEqual([]);
    expect(withIds().length).toBeGreaterThan(15);
  });

  it('answers a stranger with ids of others exactly as with ids that do not exist: not found', async () => {
    const unknown = random();
    const others: { readonly operation: string; readonly status: number }[] = [];
    for (const operation of withIds()) {
      const [real, made] = [
        await attempt(operation, foreign, people.stranger),
        await attempt(operation, unknown, people.stranger),
      ];
      expect({ operation: operation.name, ...real }).toEqual({ operation: operation.name, ...made });
      if (real.status !== 404) others.push({ operation: operation.name, status: real.status });
    }
    expect(others).toEqual([]);
  }, 60_000);

  it('answers an id of another plan, put into a request on an own plan, exactly as one that does not exist', async () => {
    const visitor = people['client-2'];
    const base = { ...foreign, ...own, id: randomUUID(), personId: randomUUID(), after: own.sectionId };
    for (const operation of withIds())
      for (const name of Object.keys(foreign).filter(
        (one) => one !== 'planId' && one !== 'id' && mentions(operation, one),
      )) {
        const [real, made] = [
          await attempt(operation, { ...base, [name]: foreign[name] ?? '' }, visitor),
          await attempt(operation, { ...base, [name]: randomUUID() }, visitor),
        ];
        const where = `${operation.name} ${name}`;
        expect({ where, ...real }).toEqual({ where, ...made });
        expect({ where, refused: real.status >= 400 && real.status < 500 }).toEqual({ where, refused: true });
      }
  }, 60_000);

  it('answers who sees a part of a plan, about a section that is hidden from them, exactly as about one that does not exist', async () => {
    for (const operation of withIds().filter((one) => mentions(one, 'sectionId') || mentions(one, 'after'))) {
      const base = { ...foreign, id: people.stranger.id };
      const [real, made] = [
        await attempt(operation, { ...base, sectionId: hidden, after: hidden }, people.poh),
        await attempt(operation, { ...base, sectionId: randomUUID(), after: randomUUID() }, people.poh),
      ];
      expect({ operation: operation.name, ...real }).toEqual({ operation: operation.name, ...made });
      expect({ operation: operation.name, status: real.status }).toEqual({ operation: operation.name, status: 404 });
    }
  }, 60_000);

  it('answers nobody with "log in first" and nothing else', async () => {
    const seen = new Set<string>();
    // It ends what this browser has itself, and needs no login for that.
    for (const operation of operations.filter(({ name }) => name !== 'endAssistedSession'))
      for (const ids of [foreign, random()])
        for (const cookie of [undefined, 'samenplan=', `samenplan=${'A'.repeat(43)}`]) {
          const { status, text } = await attempt(operation, ids, cookie === undefined ? {} : { cookie });
          expect({ operation: operation.name, status }).toEqual({ operation: operation.name, status: 401 });
          seen.add(text);
        }
    expect([...seen]).toHaveLength(1);
  }, 60_000);

  it('tells a stranger nothing of others on the routes without ids', async () => {
    const secrets = [
      foreign['planId'],
      foreign['sectionId'],
      people.client.id,
      people.client.name,
      'Weer zelf aan het roer',
    ];
    // The one that ends the own logins would end the test.
    for (const operation of operations.filter(({ params, name }) => params.length === 0 && name !== 'endLogins')) {
      const { text } = await attempt(operation, foreign, people.stranger);
      expect({ operation: operation.name, tells: secrets.filter((secret) => text.includes(secret ?? '')) }).toEqual({
        operation: operation.name,
        tells: [],
      });
    }
    const { items } = await people.stranger.call(routes.findRecipients, { query: { search: people.client.name } });
    expect(items).toEqual([]);
  }, 60_000);

  it('refuses whatever changes something without an Origin of our own, before anything else', async () => {
    const unsafe = operations.filter(({ method }) => !SAFE.has(method));
    expect(unsafe.length).toBeGreaterThan(10);
    for (const operation of unsafe) {
      const { address, body } = fillIn(operation, foreign);
      const url = product.url + address;
      for (const origin of [null, 'null', 'https://evil.example', `${product.url}.evil.example`]) {
        const { status, text } = await ask(url, {
          method: operation.method,
          cookie: people.client.cookie,
          origin,
          ...(body === undefined ? {} : { body }),
        });
        expect({ operation: operation.name, origin, status }).toEqual({
          operation: operation.name,
          origin,
          status: 403,
        });
        expect(text).toContain('origin-refused');
      }
    }
  }, 60_000);

  it.each([
    ['broken JSON', `{"title": "${MARK}`],
    ['no JSON at all', MARK],
    ['a list where an object belongs', `["${MARK}"]`],
    ['a text where an object belongs', `"${MARK}"`],
    ['fields of the wrong kind', null],
    ['depth', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])(
    'answers %s as input that is not right, and repeats nothing of it',
    async (_, body) => {
      const takesFields = ({ body: shape }: Operation): boolean => Object.keys(shape?.properties ?? {}).length > 0;
      for (const operation of operations.filter(takesFields)) {
        const { status, text } = await ask(product.url + fillIn(operation, foreign).address, {
          method: operation.method,
          cookie: people.client.cookie,
          body: body ?? wrongKinds(operation, { [MARK]: [MARK] }),
        });
        expect({ operation: operation.name, status }).toEqual({ operation: operation.name, status: 400 });
        expect(text).not.toContain(MARK);
      }
      await expectAlive();
    },
    60_000,
  );

  it('answers ten megabytes with "too large" on every route that takes a body', async () => {
    const body = JSON.stringify({ title: 'x'.repeat(10 * MEGABYTE) });
    for (const operation of operations.filter((one) => one.body !== undefined)) {
      const { status } = await ask(product.url + fillIn(operation, foreign).address, {
        method: operation.method,
        cookie: people.client.cookie,
        body,
      });
      expect({ operation: operation.name, status }).toEqual({ operation: operation.name, status: 413 });
    }
    await expectAlive();
  }, 60_000);

  it('answers garbage where an id belongs as what does not exist', async () => {
    for (const garbage of ['%00', '..%2f..%2fetc%2fpasswd', `'%20or%201=1--`, 'x'.repeat(5_000), '%F0%9F%92%A3'])
      for (const operation of withIds()) {
        const ids = Object.fromEntries(Object.keys(foreign).map((name) => [name, garbage]));
        const body = fillIn(operation, foreign).body;
        const { address } = fillIn({ ...operation, body: undefined }, ids);
        const { status } = await ask(product.url + address, {
          method: operation.method,
          cookie: people.client.cookie,
          ...(body === undefined ? {} : { body }),
        });
        expect({ operation: operation.name, garbage: garbage.slice(0, 30), status }).toEqual({
          operation: operation.name,
          garbage: garbage.slice(0, 30),
          status: 404,
        });
      }
    await expectAlive();
  }, 60_000);

  it('shows the client in the log that a stranger tried', async () => {
    const { planId = '' } = foreign;
    await attempt(operationOf('getPlan'), foreign, people.stranger);
    const { items } = await people.client.call(routes.getAccessLog, { params: { planId }, query: {} });
    expect(
      items.filter(({ type, person }) => type === 'refused' && person?.id === people.stranger.id).length,
    ).toBeGreaterThan(0);
  });

  function operationOf(name: string): Operation {
    const found = operations.find((one) => one.name === name);
    if (found === undefined) throw new Error(`The description has no ${name}`);
    return found;
  }

  async function expectAlive(): Promise<void> {
    expect((await ask(`${product.url}/health/ready`)).status).toBe(200);
  }

  describe('through a raw socket', () => {
    it.each([
      ['no Origin', null],
      ['a foreign Origin', 'https://evil.example'],
      ['the Origin "null"', 'null'],
    ])('does not open for %s', async (_, origin) => {
      const socket = new RawSocket(product, own.sectionId, { cookie: people['client-2'].cookie, origin });
      await socket.closed();
      expect([socket.status, socket.received]).toEqual([403, []]);
    });

    it('treats the section of somebody else as one that does not exist, also one that is hidden in a plan one sees', async () => {
      const seen = [];
      for (const [who, sectionId] of [
        [people.stranger, foreign['sectionId']],
        [people.poh, hidden],
        [people.stranger, randomUUID()],
      ] as const) {
        const socket = new RawSocket(product, sectionId ?? '', { cookie: who.cookie });
        const { code } = await socket.closed();
        seen.push({ code, received: socket.received.length });
      }
      expect(seen).toEqual(seen.map(() => ({ code: 4404, received: 0 })));
    });

    it('sends who is not logged in away', async () => {
      for (const given of [{}, { cookie: `samenplan=${'A'.repeat(43)}` }]) {
        const socket = new RawSocket(product, own.sectionId, given);
        expect((await socket.closed()).code).toBe(4401);
        expect(socket.received).toEqual([]);
      }
    });

    it.each([
      ['garbage', Buffer.from(MARK), 4400],
      ['text', MARK, 4400],
      ['an update of garbage', encodeUpdate(Buffer.from(MARK)), 4400],
      ['a frame that is too large', Buffer.alloc(liveLimits.frame + 1), 4413],
      ['ten megabytes', Buffer.alloc(10 * MEGABYTE), 1009],
    ])('closes on %s, and the section goes on for others', async (_, bytes, expected) => {
      const socket = await new RawSocket(product, own.sectionId, { cookie: people['client-2'].cookie }).enter();
      socket.send(bytes);
      expect((await socket.closed()).code).toBe(expected);
      const honest = await openedSection(people['client-2'], own.sectionId);
      await writeStored(honest, 'Hier gaat het gewoon verder.');
      expect(await textOf(people['client-2'], own.sectionId)).not.toContain(MARK);
    });

    it('gives no client id of somebody else away, and goes on for others while a thousand are claimed', async () => {
      await share(people['client-2'], own, people.poh, 'write');
      const victim = await openedSection(people['client-2'], own.sectionId);
      const socket = await new RawSocket(product, own.sectionId, { cookie: people.poh.cookie }).enter();
      socket.send(encodeAnnounce(victim.doc.clientID));
      await socket.untilReceived(Buffer.from(encodeAnnounced(false)));
      for (let n = 1; n < 1_000; n += 1) socket.send(encodeAnnounce(n));
      await writeStored(victim, 'Van mij.');
      await expectAlive();
    });

    it('answers upgrades to other addresses and leaves them closed', async () => {
      const socket = new RawSocket(product, `${own.sectionId}/../../x`, { cookie: people['client-2'].cookie });
      await socket.closed();
      expect(socket.status).toBe(404);
    });
  });
});

/** Ids of an organisation and of what is in it; made up where the example has none. */
async function idsOfOrganisation(administrator: Visitor): Promise<Ids> {
  const { items } = await administrator.call(routes.listOrganisations, {});
  const organisationId = items[0]?.id ?? randomUUID();
  const params = { organisationId };
  const { colleagues, teams, functions, administrators } = await administrator.call(routes.getOrganisation, { params });
  return {
    organisationId,
    functionId: functions[0]?.id ?? randomUUID(),
    affiliationId: colleagues[0]?.affiliationId ?? randomUUID(),
    substituteId: colleagues[1]?.affiliationId ?? randomUUID(),
    helperId: colleagues[0]?.personId ?? randomUUID(),
    teamId: teams[0]?.id ?? randomUUID(),
    memberId: teams[0]?.members[0]?.memberId ?? randomUUID(),
    replacementId: colleagues.flatMap(({ replacements }) => replacements)[0]?.id ?? randomUUID(),
    administrationId: administrators[0]?.id ?? randomUUID(),
  };
}

/** Ids of the client and of what hangs on the plan; made up where the example has none. */
async function idsOfPlan(client: Visitor, planId: string, sectionId: string): Promise<Ids> {
  const params = { planId };
  const { mandates, closures } = await client.call(routes.getRepresentation, { params });
  const { items: logins } = await client.call(routes.listLogins, {});
  const log = await client.call(routes.getAccessLog, { params, query: { limit: 1 } });
  const { invitation } = await client.call(routes.createInvitation, {
    params,
    body: {
      name: 'Huisarts',
      organisation: 'Praktijk',
      function: 'huisarts',
      shares: [{ sectionId, level: 'read' }],
      endsAt: new Date(Date.now() + 2_592_000_000).toISOString(),
      way: 'letter',
    },
  });
  const body = { kind: 'mail', value: 'client@example.org' } as const;
  const { id: contactPointId } = await client.call(routes.addContactPoint, { body });
  return {
    mandateId: mandates[0]?.id ?? randomUUID(),
    closureId: closures[0]?.id ?? randomUUID(),
    loginId: logins[0]?.id ?? randomUUID(),
    lineId: log.items[0]?.id ?? randomUUID(),
    invitationId: invitation.id,
    contactPointId,
    successionId: randomUUID(),
    decisionId: randomUUID(),
    questionId: randomUUID(),
    logQuestionId: randomUUID(),
  };
}

/** Whether a request of this operation carries this id, in its address or its body. */
function mentions({ params, body }: Operation, name: string): boolean {
  return params.includes(name) || (body?.properties !== undefined && name in body.properties);
}
