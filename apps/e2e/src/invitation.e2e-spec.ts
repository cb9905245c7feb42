import { routes } from '@samenplan/shared/contracts';
import type { Browser, Page } from 'playwright-core';
import {
  axeFindings,
  launchBrowser,
  logInAsSomebodyNew,
  phone,
  settled,
  visit,
  visitAs,
  widthOf,
  type Visit,
} from './browser';
import { Visitor } from './people';
import { newPlace } from './plans';
import { Product } from './product';

describe('inviting a huisarts who has no account', () => {
  let product: Product;
  let browser: Browser;
  let client: Visitor;
  const visits: Visit[] = [];

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start(), launchBrowser()]);
    client = await Visitor.logIn(product, 'client');
  }, 180_000);

  afterAll(async () => {
    for (const { context } of visits) await context.close();
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
  /** Nothing for axe, and nothing that sticks out of a phone. */
  const sound = async (page: Page): Promise<void> => {
    expect(await axeFindings(page)).toEqual([]);
    expect(await widthOf(page)).toBeLessThanOrEqual(phone.width);
  };

  it('a letter with a code leads, after a login and one tap, to the section that was meant and nothing else', async () => {
    const { planId } = await newPlace(client, 'Mijn gezondheid');
    const mine = await open(client, `/plannen/${planId}/wie-ziet-wat`);
    await mine.getByRole('link', { name: 'Nodig iemand uit die nog niet meedoet' }).first().click();
    await heading(mine, 'Wie wil je uitnodigen?');
    await mine.getByLabel('Naam').fill('Huisarts De Vries');
    await mine.getByLabel('Functie').fill('huisarts');
    await mine.getByLabel('Waar werkt deze persoon?').fill('Praktijk De Linde');
    await next(mine);
    await heading(mine, 'Wat mag Huisarts De Vries zien?');
    await mine.getByRole('group', { name: 'Mijn gezondheid' }).getByText('Lezen', { exact: true }).click();
    await next(mine);
    await heading(mine, 'Tot wanneer mag Huisarts De Vries dit zien?');
    await next(mine);
    await heading(mine, 'Hoe nodig je Huisarts De Vries uit?');
    await mine.getByText('Met een brief', { exact: true }).click();
    await sound(mine);
    await mine.getByRole('button', { name: 'Maak de brief' }).click();
    await heading(mine, 'De brief is klaar');
    const code = (await mine.locator('.screen .code').textContent())?.trim() ?? '';
    expect(code).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){2}$/);
    await mine.emulateMedia({ media: 'print' });
    const letter = await mine.locator('body').innerText();
    expect(letter).toContain(code);
    expect(letter).not.toContain(client.name);
    expect(letter).not.toContain('Mijn gezondheid');

    const doctor = await open(null, '/uitnodiging');
    await doctor.getByLabel('Code').fill(code.toLowerCase());
    await next(doctor);
    await heading(doctor, 'Je hebt een uitnodiging');
    expect(await doctor.locator('body').innerText()).not.toContain('De Vries');
    await doctor.getByRole('button', { name: 'Log in' }).last().click();
    await logInAsSomebodyNew(doctor, 'Anna de Vries');
    await heading(doctor, 'Is deze uitnodiging voor jou?');
    await settled(doctor);
    await sound(doctor);
    expect(await doctor.locator('body').innerText()).not.toContain(client.name);
    await doctor.getByRole('button', { name: 'Ja, dit is voor mij' }).click();
    await heading(doctor, 'Mijn gezondheid');

    const { items } = await client.call(routes.listInvitations, { params: { planId } });
    expect(items).toMatchObject([{ state: 'confirmed', confirmedBy: { name: 'Anna de Vries' } }]);
    // The link in the letter stays the way back for this login.
    await doctor.goto(`/uitnodiging/${code.replaceAll('-', '')}`);
    await heading(doctor, 'Mijn gezondheid');
  }, 90_000);
});
