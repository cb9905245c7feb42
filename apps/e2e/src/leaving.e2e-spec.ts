import { organisationRoutes, routes } from '@samenplan/shared/contracts';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, phone, settled, textIn, visitAs, widthOf, type Visit } from './browser';
import { Visitor } from './people';
import { newPlace, share } from './plans';
import { Product } from './product';
import { closeAll, openedSection, textOf, untilText, writeStored } from './sockets';

const SECOND = 1_000;

describe('leaving the organisation', () => {
  let product: Product;
  let browser: Browser;
  let people: Record<'client' | 'nurse' | 'administrator', Visitor>;
  const visits: Visit[] = [];

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start(), launchBrowser()]);
    people = await Visitor.logInAll(product, 'client', 'nurse', 'administrator');
  }, 180_000);

  afterEach(async () => {
    closeAll();
    for (const { context } of visits.splice(0)) await context.close();
  });
  afterAll(async () => {
    await browser.close();
    await product.remove();
  });

  async function open(who: Visitor, path: string, viewport?: typeof phone): Promise<Page> {
    const seen = await visitAs(browser, who, { path, ...(viewport === undefined ? {} : { viewport }) });
    visits.push(seen);
    return seen.page;
  }

  it('while typing takes everything away at once, from the screen of an administrator who sees no plan', async () => {
    const place = await newPlace(people.client);
    await share(people.client, place, people.nurse, 'write');
    const mine = await openedSection(people.client, place.sectionId);
    const theirs = await open(people.nurse, `/plannen/${place.planId}/secties/${place.sectionId}`);
    await theirs.locator('[data-status="saved"]').waitFor();
    await textIn(theirs).click();
    await theirs.keyboard.type('Voor mijn vertrek. ');
    await untilText(mine.doc, 'Voor mijn vertrek.');

    const desk = await open(people.administrator, '/beheer', phone);
    await desk.getByRole('link', { name: 'Thuiszorg Morgenrood' }).click();
    await desk.getByRole('link', { name: 'Mensen' }).click();
    await desk.getByRole('link', { name: `Gegevens van ${people.nurse.name}` }).click();
    await desk.getByText('Vertrek regelen').click();
    await desk.getByText('moet nog iets overdragen').waitFor();
    await desk.getByRole('radio', { name: 'Nu meteen' }).check();
    await settled(desk);
    expect(await widthOf(desk)).toBeLessThanOrEqual(phone.width);
    await desk.getByRole('button', { name: 'Nu stoppen' }).click();
    const typing = theirs.keyboard.type('Dit komt te laat, en dit ook. '.repeat(3), { delay: 30 });
    const answered = desk.waitForResponse(
      (one) => one.url().endsWith('/departure') && one.request().method() === 'POST',
    );
    await desk.getByRole('alertdialog').getByRole('button', { name: 'Nu stoppen' }).click();
    expect((await answered).status()).toBe(204);
    const at = performance.now();
    await writeStored(mine, 'Alleen voor wie blijft.');
    await theirs.getByText('Je hebt geen toegang meer').first().waitFor();
    expect(performance.now() - at).toBeLessThan(2 * SECOND);
    await typing;
    expect(await theirs.content()).not.toContain('Alleen voor wie blijft');
    expect(await textOf(people.client, place.sectionId)).toContain('Voor mijn vertrek.');
    await desk.getByText('Deze collega werkt hier niet meer').waitFor();
    expect(await desk.locator('main').innerText()).not.toContain('Hoekstra');

    const { items } = await people.administrator.call(organisationRoutes.listOrganisations, {});
    const organisationId = items.find(({ name }) => name.startsWith('Thuiszorg'))?.id ?? '';
    const changes = await people.administrator.call(organisationRoutes.listAdministrationChanges, {
      params: { organisationId },
      query: {},
    });
    expect(changes.items[0]).toMatchObject({
      subject: 'place',
      name: people.nurse.name,
      by: { name: people.administrator.name },
    });
    const log = await people.client.call(routes.getAccessLog, { params: { planId: place.planId }, query: {} });
    expect(log.items.map(({ type }) => type)).toContain('place-ended');
  }, 60_000);
});
