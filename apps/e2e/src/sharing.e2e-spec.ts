import { routes } from '@samenplan/shared/contracts';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, logInAsSomebodyNew, phone, settled, visit, visitAs, type Visit } from './browser';
import { Visitor } from './people';
import { newPlace, newSection } from './plans';
import { Product } from './product';

describe('sharing on a phone', () => {
  let product: Product;
  let browser: Browser;
  let people: Record<'client' | 'wmo' | 'poh' | 'nurse' | 'social-worker', Visitor>;
  const visits: Visit[] = [];

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start(), launchBrowser()]);
    people = await Visitor.logInAll(product, 'client', 'wmo', 'poh', 'nurse', 'social-worker');
  }, 180_000);

  afterEach(async () => {
    for (const { context } of visits.splice(0)) await context.close();
  });

  afterAll(async () => {
    await browser.close();
    await product.remove();
  });

  async function open(who: Visitor | null, path: string): Promise<Page> {
    const seen =
      who === null
        ? await visit(browser, product.url, { viewport: phone, path })
        : await visitAs(browser, who, { viewport: phone, path });
    visits.push(seen);
    await settled(seen.page);
    return seen.page;
  }

  const next = (page: Page): Promise<void> => page.getByRole('button', { name: 'Verder', exact: true }).click();
  const heading = (page: Page, name: string | RegExp): Promise<void> =>
    page.getByRole('heading', { name, level: 1 }).waitFor();

  it('the client shows one section step by step; the other sees it appear, and nothing else; preview and log say the same', async () => {
    const { client, wmo } = people;
    const place = await newPlace(client, 'Mijn tuin');
    await newSection(client, place.planId, 'Wat niemand ziet');
    const theirs = await open(wmo, '/');
    expect(await theirs.getByText('Proefplan').count()).toBe(0);

    const mine = await open(client, `/plannen/${place.planId}/laat-zien`);
    await heading(mine, 'Aan wie wil je iets laten zien?');
    await mine.getByRole('searchbox').fill('Petra Lamers');
    await mine.getByRole('button', { name: 'Zoek', exact: true }).click();
    await mine.getByRole('button', { name: `Kies ${wmo.name}` }).click();
    await heading(mine, `Wat mag ${wmo.name} zien?`);
    await mine.getByText('Een paar onderdelen', { exact: true }).click();
    await mine.getByRole('group', { name: 'Mijn tuin' }).getByText('Lezen', { exact: true }).click();
    await next(mine);
    await heading(mine, `Tot wanneer mag ${wmo.name} dit zien?`);
    await mine.getByText('1 maand', { exact: true }).click();
    await next(mine);
    await heading(mine, 'Goed om te weten');
    await mine.getByText(`Fraude moet ${wmo.name} soms melden.`).waitFor();
    await mine.getByText('Je hoeft dit hier niet te laten zien.').waitFor();
    await next(mine);
    await heading(mine, 'Klopt dit?');
    await mine.getByText('Mijn tuin: meelezen').waitFor();
    expect((await wmo.call(routes.listPlans, {})).items.map(({ id }) => id)).not.toContain(place.planId);
    await mine.getByRole('button', { name: 'Laat zien', exact: true }).click();
    await heading(mine, 'Gelukt');

    // Nobody reloads the page of the other.
    await theirs.getByText('Proefplan').waitFor();
    await theirs.locator('article, li', { hasText: 'Proefplan' }).getByRole('link').first().click();
    await theirs.getByRole('link', { name: 'Mijn tuin' }).waitFor();
    const seen = await theirs.locator('h3').allInnerTexts();
    expect(seen).toEqual(['Mijn tuin']);
    expect(await theirs.locator('main').innerText()).not.toContain('Wat niemand ziet');

    await mine.getByRole('link', { name: `Zo ziet ${wmo.name} je plan` }).click();
    await heading(mine, `Zo ziet ${wmo.name} je plan`);
    await mine.getByText('Dit ziet Petra Lamers nu').waitFor();
    expect(await mine.locator('sp-preview-plan h3').allInnerTexts()).toEqual(seen);

    await mine.goto(`/plannen/${place.planId}/wie-heeft-gekeken`);
    await settled(mine);
    await mine
      .locator('li', { hasText: 'Jij' })
      .filter({ hasText: '‘Mijn tuin’' })
      .filter({ hasText: wmo.name })
      .first()
      .waitFor();
    await mine.getByText(`${wmo.name} bekeek het overzicht van het plan.`).waitFor();
  }, 90_000);

  it('a professional starts a plan with a code; a new login claims it, and it is the client’s from the first second', async () => {
    const worker = people['social-worker'];
    const theirs = await open(worker, '/plan-starten');
    await theirs.getByRole('button', { name: 'Nieuwe code maken' }).click();
    const code = (await theirs.locator('.screen .code').innerText()).trim();
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}$/);
    await theirs.getByRole('img', { name: /^QR-code/ }).waitFor();

    const mine = await open(null, '/begin');
    await mine.getByLabel('Code').fill(code.toLowerCase());
    await next(mine);
    await mine.getByRole('button', { name: 'Inloggen', exact: true }).last().click();
    await logInAsSomebodyNew(mine, 'Noor Verbeek');
    await heading(mine, 'Met wie begin je dit plan?');
    await mine.getByText(worker.name).first().waitFor();
    await mine.getByRole('button', { name: 'Ja, dit klopt' }).click();
    await heading(mine, `Wat mag ${worker.name} zien?`);
    await mine.getByText('Meelezen', { exact: true }).click();
    await next(mine);
    await heading(mine, 'Hoe heet je plan?');
    await mine.getByLabel('Hoe heet je plan?').fill('Het plan van Noor');
    await next(mine);
    await heading(mine, 'Klopt dit?');
    await mine.getByRole('button', { name: 'Begin mijn plan' }).click();
    await heading(mine, 'Je plan is begonnen');
    await theirs.getByText('Je cliënt heeft het plan geopend').waitFor();
    await mine.getByRole('link', { name: 'Naar mijn plan' }).click();
    await heading(mine, 'Het plan van Noor');
    await mine.getByText('Dit is jouw plan. Jij beslist wie wat ziet.').waitFor();

    const { items } = await worker.call(routes.listPlans, {});
    expect(items.find(({ title }) => title === 'Het plan van Noor')?.client.name).toBe('Noor Verbeek');
    const again = await open(people.client, `/begin/${code}`);
    await again.getByText('Deze code werkt niet').waitFor();
  }, 90_000);

  it('who reads asks to write; the client reads the question, says yes, and the other can type without doing anything', async () => {
    const { client, poh } = people;
    const place = await newPlace(client, 'Samen koken');
    const endsAt = new Date(Date.now() + 86_400_000).toISOString();
    await client.call(routes.createGrant, {
      params: place,
      body: {
        recipient: { type: 'person', id: poh.id },
        sectionId: place.sectionId,
        effect: 'share',
        level: 'read',
        endsAt,
      },
    });
    const theirs = await open(poh, `/plannen/${place.planId}/secties/${place.sectionId}`);
    const mine = await open(client, '/');
    await theirs.getByRole('button', { name: 'Vraag of je mag meeschrijven' }).click();
    await theirs.getByText('Je vraag is verstuurd.').waitFor();
    const card = mine.locator('sp-access-request-card', { hasText: 'Samen koken' });
    await card.getByText(`${poh.name} wil meeschrijven in ‘Samen koken’.`).waitFor();
    await card.getByRole('button', { name: 'Ja, tot en met…' }).click();
    await card.getByRole('button', { name: `Ja, ${poh.name} mag meeschrijven` }).click();
    await card.waitFor({ state: 'detached' });
    await theirs.locator('.sp-text[contenteditable="true"]').waitFor();
    await theirs.locator('.sp-text').click();
    await theirs.keyboard.type('Dank je wel.');
    await theirs.locator('[data-status="saved"]').waitFor();
  }, 60_000);

  it('nobody but the client sees a section "Alleen ik zie dit", until "Laat zien"', async () => {
    const { client, nurse } = people;
    const { id: planId } = await client.call(routes.createPlan, { body: { title: 'Met een geheim' } });
    const endsAt = new Date(Date.now() + 86_400_000).toISOString();
    await client.call(routes.createGrant, {
      params: { planId },
      body: { recipient: { type: 'person', id: nurse.id }, effect: 'share', level: 'read', endsAt },
    });
    const { id: sectionId } = await client.call(routes.createSection, {
      params: { planId },
      body: { title: 'Mijn geheim', kind: 'own', onlyMe: true },
    });
    const theirs = await open(nurse, `/plannen/${planId}`);
    await theirs.getByRole('link', { name: 'Mijn verhaal' }).waitFor();
    expect(await theirs.locator('main').innerText()).not.toContain('Mijn geheim');
    const mine = await open(client, `/plannen/${planId}/secties/${sectionId}`);
    await mine.getByText('Te zien voor: alleen').first().waitFor();
    await mine.getByRole('button', { name: 'Laat zien', exact: true }).click();
    const dialog = mine.getByRole('dialog');
    await dialog.getByText(nurse.name).waitFor();
    await dialog.getByRole('button', { name: 'Laat zien', exact: true }).click();
    await theirs.getByRole('link', { name: 'Mijn geheim' }).waitFor();
  }, 60_000);
});
