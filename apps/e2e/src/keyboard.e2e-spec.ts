import { routes } from '@samenplan/shared/contracts';
import type { Browser, Locator, Page } from 'playwright-core';
import {
  dropFocus,
  focusIsIn,
  focusShows,
  hasFocus,
  launchBrowser,
  phone,
  settled,
  textIn,
  untilWords,
  visit,
  type Visit,
} from './browser';
import { Visitor } from './people';
import { examplePlan } from './plans';
import { Product } from './product';
import { textOf } from './sockets';

/** More stops than any page of ours has. */
const MOST_STOPS = 90;

/** Somebody without a mouse: goes from stop to stop and never clicks. */
class Keyboard {
  constructor(readonly page: Page) {}

  /** Tab until the thing has focus, which must be visible on screen. */
  async to(wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await wanted.first().waitFor();
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      if (await hasFocus(wanted.first())) {
        expect(await focusShows(wanted.first())).toEqual({ inView: true, marked: true });
        return;
      }
      await this.page.keyboard.press(key);
    }
    throw new Error(`${MOST_STOPS} times ${key} did not lead to ${wanted.toString()}`);
  }

  async press(wanted: Locator, key = 'Enter'): Promise<void> {
    await this.to(wanted);
    await this.page.keyboard.press(key);
  }
}

describe('by keyboard only', () => {
  let product: Product;
  let browser: Browser;
  let people: Record<'client' | 'poh', Visitor>;
  const visits: Visit[] = [];

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start(), launchBrowser()]);
    people = await Visitor.logInAll(product, 'client', 'poh');
  }, 180_000);

  afterEach(async () => {
    for (const { context } of visits.splice(0)) await context.close();
  });

  afterAll(async () => {
    await browser.close();
    await product.remove();
  });

  /** From the front page to the own start page. */
  async function logIn(name: string, viewport?: typeof phone): Promise<Keyboard> {
    const seen = await visit(browser, product.url, viewport === undefined ? {} : { viewport });
    visits.push(seen);
    const { page } = seen;
    const keyboard = new Keyboard(page);
    await keyboard.press(
      page
        .getByRole('button', { name: 'Inloggen', exact: true })
        .or(page.getByRole('link', { name: 'Inloggen', exact: true })),
    );
    await keyboard.press(page.getByRole('button', { name: new RegExp(name) }));
    await page.getByRole('heading', { name: `Hallo ${name}` }).waitFor();
    return keyboard;
  }

  it('a professional logs in, opens a plan and a section, writes, and leaves', async () => {
    const { section } = await examplePlan(people.client);
    const keyboard = await logIn(people.poh.name);
    const { page } = keyboard;
    await keyboard.press(page.getByRole('link', { name: people.client.name }));
    await keyboard.press(page.getByRole('link', { name: 'Hoe het met mij gaat' }));
    await page.locator('[data-status="saved"]').waitFor();
    await keyboard.to(textIn(page));
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+b');
    await page.keyboard.type('Getypt zonder muis.');
    await untilWords(page, 'Getypt zonder muis.');
    await page.locator('[data-status="saved"]').waitFor();
    expect(await page.locator('.sp-text strong', { hasText: 'Getypt zonder muis.' }).count()).toBe(1);
    expect(await textOf(people.poh, section('Hoe het met mij gaat'))).toContain('Getypt zonder muis.');

    // To the tools and back, and out of the text: it is no trap.
    await page.keyboard.press('Alt+F10');
    expect(await focusIsIn(page, '[role="toolbar"]')).toBe(true);
    await page.keyboard.press('ArrowRight');
    expect(await focusIsIn(page, '[role="toolbar"]')).toBe(true);
    await keyboard.press(page.getByRole('link', { name: 'Naar het plan' }));
    await page.waitForURL(/\/plannen\/[^/]+$/);
    await keyboard.press(page.getByRole('button', { name: 'Uitloggen' }));
    await page.getByRole('heading', { name: 'Je bent uitgelogd' }).waitFor();
  }, 90_000);

  it('a client reads who sees what, stops showing to one person, and reads who looked', async () => {
    const keyboard = await logIn(people.client.name);
    const { page } = keyboard;
    await keyboard.press(page.getByRole('link', { name: 'Weer zelf aan het roer', exact: true }));
    await keyboard.press(page.getByRole('link', { name: /^Wie ziet wat/ }));
    await settled(page);
    await keyboard.press(page.getByRole('link', { name: `Bekijk of verander wat ${people.poh.name} ziet` }));
    await keyboard.press(page.getByRole('button', { name: 'Stop met laten zien' }));
    await page.getByText(`${people.poh.name} ziet niets meer`).first().waitFor();
    const { items } = await people.poh.call(routes.listPlans, {});
    expect(items.map(({ title }) => title)).not.toContain('Weer zelf aan het roer');

    await keyboard.press(page.getByRole('link', { name: 'Wie ziet wat' }));
    await keyboard.press(page.getByRole('link', { name: 'Naar het plan' }));
    await keyboard.press(page.getByRole('link', { name: /^Wie heeft gekeken/ }));
    await settled(page);
    const line = page.locator('li', { hasText: 'Jij stopte met' }).filter({ hasText: people.poh.name }).first();
    await keyboard.press(line.locator('summary'));
    await line.getByText('Waarom mocht dit?').waitFor();
  }, 90_000);

  it('the first stop on a page leads past the menu, to the content', async () => {
    const keyboard = await logIn(people.client.name, phone);
    const { page } = keyboard;
    await page.reload();
    await settled(page);
    await dropFocus(page);
    await keyboard.press(page.getByRole('link', { name: 'Ga naar de inhoud' }));
    expect(await focusIsIn(page, '#inhoud')).toBe(true);
  }, 60_000);
});
