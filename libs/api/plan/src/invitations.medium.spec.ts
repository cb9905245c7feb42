import { startSmtpInbox, type SmtpInbox } from '@samenplan/api/platform/testing';
import { audienceMember, grant, invitation, issuedInvitation, listOf, plan, routes } from '@samenplan/shared/contracts';
import { InvitationEnds } from '@samenplan/api/access';
import { testConfiguration } from '@samenplan/api/platform/testing';
import { z } from 'zod';
import { inDays, TestServer, type Answer, type Caller } from './testing/server';

const looked = routes.lookUpInvitation.response;
const landed = routes.confirmInvitation.response;
const invitations = listOf(invitation);
const linkIn = (text: string): string => /\/uitnodiging\/([0-9A-Z]{15})/.exec(text)?.[1] ?? '';

describe('an invitation for somebody without an account', () => {
  let server: TestServer;
  let inbox: SmtpInbox;
  let client: Caller;
  let planId: string;
  let health: string;
  let money: string;
  let number = 0;

  beforeAll(async () => {
    inbox = await startSmtpInbox();
    const { messages } = testConfiguration({ masterKey: Buffer.alloc(32), ownerUrl: '' });
    server = await TestServer.start({ messages: { ...messages, mail: { ...messages.mail, smtpUrl: inbox.url } } });
  });
  // Sending is limited per person: every test has its own client.
  beforeEach(async () => {
    number += 1;
    ({ caller: client, planId } = await server.client(`Samira ${number}`));
    health = await server.section(client, planId, 'Gezondheid', { kind: 'domain', domain: 'physical-health' });
    money = await server.section(client, planId, 'Geldzaken', { kind: 'domain', domain: 'finances' });
  });
  afterAll(async () => {
    await server.stop();
    await inbox.close();
  });

  const wanted = (more: object = {}): object => ({
    name: 'Huisarts De Vries',
    organisation: `Praktijk ${number}`,
    function: 'huisarts',
    shares: [{ sectionId: health, level: 'read' }],
    endsAt: inDays(80),
    way: 'letter',
    ...more,
  });
  const byMail = (more: object = {}): object => wanted({ way: 'mail', mail: `huisarts${number}@example.org`, ...more });
  const invite = (body: object = wanted(), by = client): Promise<z.infer<typeof issuedInvitation>> =>
    by.want(issuedInvitation, 'POST', `/plans/${planId}/invitations`, body);
  const letterOf = async (body?: object): Promise<{ id: string; code: string }> => {
    const { invitation: made, letter } = await invite(body);
    return { id: made.id, code: letter?.code ?? '' };
  };
  /** As after a first login at the provider: a person without roles or places. */
  const newcomer = async (name = 'A. de Vries'): Promise<Caller> => server.login(await server.people.person(name));
  const lookUp = (by: Caller, code: string): Promise<Answer> => by.call('POST', '/invitations/lookups', { code });
  const confirm = (by: Caller, code: string, more: object = {}): Promise<Answer> =>
    by.call('POST', '/invitations/confirmations', { code, ...more });
  const list = async (by = client): Promise<z.infer<typeof invitation>[]> =>
    (await by.want(invitations, 'GET', `/plans/${planId}/invitations`)).items;

  it('lands who confirms it in the section that was meant, and shows nothing else', async () => {
    const { code } = await letterOf();
    const doctor = await newcomer();
    expect(landed.parse((await confirm(doctor, code)).body)).toEqual({ planId, sectionId: health });
    const seen = await doctor.want(plan, 'GET', `/plans/${planId}`);
    expect(seen.sections.map(({ id, level }) => ({ id, level }))).toEqual([{ id: health, level: 'read' }]);
    expect((await doctor.get(`/plans/${planId}/sections/${money}`)).status).toBe(404);
  });

  it('tells the client which login confirmed, in the function and organisation that the client named', async () => {
    const { code, id } = await letterOf();
    const doctor = await newcomer('Anna de Vries');
    await confirm(doctor, code);
    expect(await list()).toMatchObject([
      { id, state: 'confirmed', confirmedBy: { id: doctor.id, name: 'Anna de Vries' }, address: null },
    ]);
    const { items } = await client.want(listOf(audienceMember), 'GET', `/plans/${planId}/audience`);
    expect(items.find(({ personId }) => personId === doctor.id)).toMatchObject({
      function: 'huisarts',
      organisation: `Praktijk ${number}`,
    });
    const { rows } = await server.owner.query<{ kind: string; plan_id: string }>(
      'select kind, plan_id from notice where person_id = $1',
      [client.id],
    );
    expect(rows).toContainEqual({ kind: 'invitation-confirmed', plan_id: planId });
  });

  it('takes purpose and legal basis from a function that is known by those names, without letting anybody into that organisation', async () => {
    const { place } = await server.people.professional(`Dokter ${number}`, 'huisarts');
    const { code } = await letterOf(wanted({ organisation: `organisatie van dokter ${number}` }));
    const doctor = await newcomer();
    await confirm(doctor, code);
    const { items } = await client.want(listOf(grant), 'GET', `/plans/${planId}/grants`);
    expect(items.find(({ recipient }) => recipient.id === doctor.id)).toMatchObject({
      purpose: 'Doel van huisarts',
      legalBasis: 'Grondslag van huisarts',
    });
    const { rows } = await server.owner.query('select from affiliation where person_id = $1 and organisation_id = $2', [
      doctor.id,
      place.organisationId,
    ]);
    expect(rows).toEqual([]);
  });

  it('gives a place that holds in that plan only: no search finds it, no other client is told it', async () => {
    const { code } = await letterOf();
    const doctor = await newcomer(`Zoekmij ${number}`);
    await confirm(doctor, code);
    const { caller: other } = await server.client(`Ander ${number}`);
    const found = await other.want(z.object({ items: z.array(z.unknown()) }), 'GET', `/recipients?search=Zoekmij`);
    expect(found.items).toEqual([]);
    const own = await doctor.want(z.object({ code: z.string() }), 'GET', '/me/contact-code');
    expect((await other.call('POST', '/recipients/lookups', own)).body).toMatchObject({ position: null });
    expect((await doctor.call('POST', '/plan-starts', {})).status).toBe(403);
  });

  it('lets the client show that person more afterwards, in the same place', async () => {
    const { code } = await letterOf();
    const doctor = await newcomer();
    await confirm(doctor, code);
    const { items } = await client.want(listOf(grant), 'GET', `/plans/${planId}/grants`);
    const affiliationId = items[0]?.recipient.affiliationId;
    const more = { recipient: { type: 'person', id: doctor.id }, affiliationId, effect: 'share', level: 'read' };
    const answer = await client.call('POST', `/plans/${planId}/grants`, {
      ...more,
      sectionId: money,
      endsAt: inDays(9),
    });
    expect(answer.status).toBe(201);
  });

  it('uses the own place of somebody who works in an organisation here, and asks which when there are several', async () => {
    const { id, affiliationId, place } = await server.people.professional(`Els ${number}`, 'huisarts');
    const { code } = await letterOf();
    const doctor = await server.login(id);
    const second = await server.people.affiliation(id, { ...place, ...(await server.people.place('Elders', 'arts')) });
    expect(looked.parse((await lookUp(doctor, code)).body).places.map((one) => one.affiliationId)).toEqual([
      affiliationId,
      second,
    ]);
    expect((await confirm(doctor, code)).status).toBe(400);
    expect((await confirm(doctor, code, { affiliationId: planId })).status).toBe(400);
    expect((await confirm(doctor, code, { affiliationId: second })).status).toBe(200);
    const { items } = await client.want(listOf(grant), 'GET', `/plans/${planId}/grants`);
    expect(items[0]?.recipient).toMatchObject({ id, affiliationId: second });
  });

  it('is not used up by whoever opens the link, and tells them nothing about the client', async () => {
    const { code } = await letterOf();
    const scanner = await newcomer();
    for (let look = 0; look < 3; look += 1) {
      const answer = await lookUp(scanner, ` ${code.slice(0, 5).toLowerCase()}-${code.slice(5)} `);
      expect(looked.parse(answer.body)).toMatchObject({ name: 'Huisarts De Vries', landing: null });
      expect(JSON.stringify(answer.body)).not.toContain('Samira');
      expect(JSON.stringify(answer.body)).not.toContain(planId);
      expect(JSON.stringify(answer.body)).not.toContain(health);
    }
    expect((await confirm(await newcomer(), code)).status).toBe(200);
  });

  it('can not be opened or confirmed without a login', async () => {
    const { code } = await letterOf();
    for (const path of ['lookups', 'confirmations'])
      expect(
        (
          await fetch(`${server.address}/api/v1/invitations/${path}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ code }),
          })
        ).status,
      ).toBe(401);
  });

  it('is confirmed by one of several at the same moment', async () => {
    const { code } = await letterOf();
    const people = await Promise.all([newcomer(), newcomer(), newcomer(), newcomer()]);
    const answers = await Promise.all(people.map((one) => confirm(one, code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422, 422]);
    const { rows } = await server.owner.query('select from access_rule where plan_id = $1', [planId]);
    expect(rows).toHaveLength(1);
  });

  it('answers the same for a code that was used, withdrawn, replaced, has expired or never was', async () => {
    const used = await letterOf();
    await confirm(await newcomer(), used.code);
    const withdrawn = await letterOf();
    expect((await client.call('DELETE', `/plans/${planId}/invitations/${withdrawn.id}`)).status).toBe(204);
    const replaced = await letterOf();
    await client.want(issuedInvitation, 'POST', `/plans/${planId}/invitations/${replaced.id}/codes`, { way: 'letter' });
    const expired = await letterOf();
    await server.owner.query(
      "update invitation set code_ends_at = clock_timestamp() - interval '1 second' where id = $1",
      [expired.id],
    );
    const other = await newcomer();
    for (const ask of [lookUp, confirm])
      for (const code of [used.code, withdrawn.code, replaced.code, expired.code, '23456789ABCDEFG'])
        expect(await ask(other, code)).toMatchObject({ status: 422, body: { code: 'code-invalid' } });
  });

  it('leads the login that confirmed back to the section, also by a second tap at the same moment', async () => {
    const { code } = await letterOf();
    const doctor = await newcomer();
    const answers = await Promise.all([confirm(doctor, code), confirm(doctor, code), confirm(doctor, code)]);
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { planId, sectionId: health } });
    expect(looked.parse((await lookUp(doctor, code)).body).landing).toEqual({ planId, sectionId: health });
    const { items } = await client.want(listOf(grant), 'GET', `/plans/${planId}/grants`);
    await client.call('DELETE', `/plans/${planId}/grants/${items[0]?.id}`);
    expect(await lookUp(doctor, code)).toMatchObject({ status: 422, body: { code: 'code-invalid' } });
  });

  it('gives nothing when who invited may not decide any more', async () => {
    const representative = await server.login(await server.people.person('Mentor'));
    await server.people.mandate(client.id, representative.id, 'all');
    const { letter } = await invite(wanted(), representative);
    await server.owner.query('update mandate set ends_at = clock_timestamp() where person_id = $1', [
      representative.id,
    ]);
    expect(await confirm(await newcomer(), letter?.code ?? '')).toMatchObject({
      status: 422,
      body: { code: 'code-invalid' },
    });
    const { rows } = await server.owner.query('select from access_rule where plan_id = $1', [planId]);
    expect(rows).toEqual([]);
  });

  it('never undoes what the client keeps from somebody, and never takes away what somebody has', async () => {
    const { id } = await server.people.professional(`Buur ${number}`, 'buurtwerker');
    const keep = { recipient: { type: 'person', id }, sectionId: health, effect: 'withhold' };
    expect((await client.call('POST', `/plans/${planId}/grants`, keep)).status).toBe(201);
    const kept = await letterOf();
    expect((await confirm(await server.login(id), kept.code)).status).toBe(422);

    const writer = await server.people.professional(`Zus ${number}`, 'verpleegkundige');
    await server.share(client, planId, writer.id, 'write', health);
    const { code } = await letterOf();
    const caller = await server.login(writer.id);
    expect((await confirm(caller, code)).status).toBe(200);
    expect((await caller.want(plan, 'GET', `/plans/${planId}`)).sections[0]?.level).toBe('write');
  });

  it('can not be confirmed by the client, nor by who prepared it', async () => {
    const { code } = await letterOf();
    expect((await confirm(client, code)).status).toBe(403);
    const representative = await server.login(await server.people.person('Mentor'));
    await server.people.mandate(client.id, representative.id, 'all');
    const { letter } = await invite(wanted(), representative);
    expect((await confirm(client, letter?.code ?? '')).status).toBe(422);
  });

  it('is mailed without saying whom or what it is about', async () => {
    const { invitation: made, letter } = await invite(byMail());
    expect(letter).toBeNull();
    expect(made).toMatchObject({ state: 'open', address: `huisarts${number}@example.org` });
    expect(made.sentAt).not.toBeNull();
    const mail = await inbox.next(`huisarts${number}@example.org`);
    for (const secret of ['Samira', 'Vries', 'Gezondheid', 'huisarts ', 'Praktijk', planId, health])
      expect(`${mail.parsed.subject} ${mail.parsed.text} ${mail.parsed.html ?? ''}`).not.toContain(secret);
    expect((await confirm(await newcomer(), linkIn(mail.parsed.text ?? ''))).status).toBe(200);
  });

  it('can be mailed again: the new code works and the earlier one is void', async () => {
    const { invitation: made } = await invite(byMail());
    const first = linkIn((await inbox.next(`huisarts${number}@example.org`)).parsed.text ?? '');
    await client.want(issuedInvitation, 'POST', `/plans/${planId}/invitations/${made.id}/codes`, { way: 'mail' });
    const second = linkIn((await inbox.next(`huisarts${number}@example.org`)).parsed.text ?? '');
    expect((await confirm(await newcomer(), first)).status).toBe(422);
    expect((await confirm(await newcomer(), second)).status).toBe(200);
    expect(await list()).toHaveLength(1);
  });

  it('says so when the mail does not leave, and can be sent again then', async () => {
    inbox.refuse(550, `huisarts${number}@example.org`);
    const { invitation: made } = await invite(byMail());
    inbox.accept();
    expect(made).toMatchObject({ state: 'open', sentAt: null, address: `huisarts${number}@example.org` });
    const again = await client.want(issuedInvitation, 'POST', `/plans/${planId}/invitations/${made.id}/codes`, {
      way: 'mail',
    });
    expect(again.invitation.sentAt).not.toBeNull();
  });

  it('keeps the address sealed, and destroys its key when it ends', async () => {
    const keyOf = async (id: string): Promise<{ destroyed: boolean } | undefined> =>
      (
        await server.owner.query<{ destroyed: boolean }>(
          'select destroyed_at is not null as destroyed from keys.data_key where owner_id = $1',
          [id],
        )
      ).rows[0];
    const stored = async (id: string): Promise<string> =>
      JSON.stringify(
        (await server.owner.query('select i.*, i::text as text from invitation i where id = $1', [id])).rows,
      );
    const { invitation: made } = await invite(byMail());
    expect(await stored(made.id)).not.toMatch(/huisarts|example\.org|Vries/);
    expect(await keyOf(made.id)).toEqual({ destroyed: false });
    await client.call('DELETE', `/plans/${planId}/invitations/${made.id}`);
    expect(await keyOf(made.id)).toEqual({ destroyed: true });

    const { invitation: late } = await invite(byMail());
    await server.owner.query(
      "update invitation set code_ends_at = clock_timestamp() - interval '1 second' where id = $1",
      [late.id],
    );
    expect(await server.app.get(InvitationEnds, { strict: false }).run()).toBe(1);
    expect(await keyOf(late.id)).toEqual({ destroyed: true });
    expect(await list()).toMatchObject([{ id: late.id, state: 'expired', address: null }]);
    const again = `/plans/${planId}/invitations/${late.id}/codes`;
    expect((await client.call('POST', again, { way: 'mail' })).status).toBe(400);
    expect((await client.call('POST', again, { way: 'mail', mail: `huisarts${number}@example.org` })).status).toBe(200);
  });

  describe('that a coordinator prepares', () => {
    let coordinator: Caller;

    beforeEach(async () => {
      const { id, affiliationId } = await server.people.professional(`Joost ${number}`, 'maatschappelijk werker');
      coordinator = await server.login(id);
      await server.share(client, planId, id, 'read', health);
      await server.owner.query(
        'insert into coordination (id, plan_id, person_id, affiliation_id) values (gen_random_uuid(), $1, $2, $3)',
        [planId, id, affiliationId],
      );
    });

    it('is not sent before the client says yes, with one request', async () => {
      const before = inbox.mails.length;
      const { invitation: made, letter } = await invite(byMail(), coordinator);
      expect(letter).toBeNull();
      expect(made).toMatchObject({ state: 'prepared', mine: false });
      const waiting = await client.want(invitations, 'GET', '/prepared-invitations');
      expect(waiting.items).toMatchObject([{ id: made.id, preparedBy: { id: coordinator.id } }]);
      expect(inbox.mails).toHaveLength(before);
      const yes = await client.want(issuedInvitation, 'POST', `/plans/${planId}/invitations/${made.id}/approvals`);
      expect(yes.invitation.state).toBe('open');
      const code = linkIn((await inbox.next(`huisarts${number}@example.org`)).parsed.text ?? '');
      expect((await confirm(coordinator, code)).status).toBe(403);
      expect((await confirm(await newcomer(), code)).status).toBe(200);
    });

    it('can not be approved by the coordinator, nor name a section that the coordinator does not see', async () => {
      const { invitation: made } = await invite(wanted(), coordinator);
      const own = `/plans/${planId}/invitations/${made.id}`;
      expect((await coordinator.call('POST', `${own}/approvals`)).status).toBe(403);
      expect((await coordinator.call('POST', `${own}/codes`, { way: 'letter' })).status).toBe(403);
      const hidden = wanted({ shares: [{ sectionId: money, level: 'read' }] });
      expect((await coordinator.call('POST', `/plans/${planId}/invitations`, hidden)).status).toBe(404);
      expect((await coordinator.call('DELETE', own)).status).toBe(204);
    });
  });

  it('is there for who decides only: others get no list, no code, and learn of no section', async () => {
    const { id } = await letterOf();
    const reader = await server.people.professional(`Noor ${number}`, 'verpleegkundige');
    await server.share(client, planId, reader.id, 'read', health);
    const caller = await server.login(reader.id);
    expect(await list(caller)).toEqual([]);
    expect((await caller.call('DELETE', `/plans/${planId}/invitations/${id}`)).status).toBe(404);
    expect((await caller.call('POST', `/plans/${planId}/invitations`, wanted())).status).toBe(403);
    const stranger = await newcomer();
    expect((await stranger.get(`/plans/${planId}/invitations`)).status).toBe(404);
    expect((await stranger.call('POST', `/plans/${planId}/invitations`, wanted())).status).toBe(404);
  });

  it.each([
    ['without an end', { endsAt: undefined }, 400],
    ['that ends in the past', { endsAt: inDays(-1) }, 422],
    ['for a hundred years', { endsAt: inDays(36_500) }, 422],
    ['with an address in a letter', { mail: 'a@example.org' }, 400],
    ['by mail without an address', { way: 'mail' }, 400],
    ['by mail to several at once', { way: 'mail', mail: 'a@example.org, b@example.org' }, 400],
    ['with a header in the address', { way: 'mail', mail: 'a@example.org\r\nBcc: b@example.org' }, 400],
    ['for nothing', { shares: [] }, 400],
    ['with a name of two lines', { name: 'Huisarts\nDe Vries' }, 400],
  ])('is refused %s', async (_what, more, status) => {
    expect((await client.call('POST', `/plans/${planId}/invitations`, wanted(more))).status).toBe(status);
  });

  it('is refused for a section of another plan, or the same section twice', async () => {
    const { caller: other, planId: elsewhere } = await server.client('Ander');
    const foreign = await server.section(other, elsewhere, 'Wonen');
    const share = { sectionId: health, level: 'read' };
    for (const [shares, status] of [
      [[{ sectionId: foreign, level: 'read' }], 404],
      [[share, share], 400],
    ] as const)
      expect((await client.call('POST', `/plans/${planId}/invitations`, wanted({ shares }))).status).toBe(status);
  });

  it('stops guessing, and mail to one address, long before it helps or hurts', async () => {
    const guesser = await newcomer();
    const answers: number[] = [];
    for (let guess = 0; guess < 30; guess += 1) answers.push((await lookUp(guesser, '23456789ABCDEFG')).status);
    expect(answers).toContain(429);
    const sent: number[] = [];
    for (let nth = 0; nth < 6; nth += 1)
      sent.push((await client.call('POST', `/plans/${planId}/invitations`, byMail())).status);
    expect(sent).toEqual([201, 201, 201, 201, 429, 429]);
  });
});
