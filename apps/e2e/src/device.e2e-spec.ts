import type { Browser, BrowserContext, Page } from 'playwright-core';
import { axeFindings, launchBrowser, phone, textIn, untilWords, visitAs, widthOf, wordsIn } from './browser';
import { hold, holdable } from './held-socket';
import { Visitor } from './people';
import { lower, newPlace, share, stop, type Place } from './plans';
import { Product } from './product';
import { textOf } from './sockets';

const pathOf = ({ planId, sectionId }: Place): string => `/plannen/${planId}/secties/${sectionId}`;
const status = (page: Page, kind: string) => page.locator(`[data-status="${kind}"]`);
/** The line about the device below the state of the text; a screen reader hears it from another place. */
const kept = (page: Page) => page.locator('sp-live-line').getByText('Je tekst is bewaard op dit apparaat.');

/** Everything that the browser keeps of the site in its database, as one string of bytes. */
const keptBytes = (page: Page): Promise<string> =>
  page.evaluate(`(async () => {
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await done(indexedDB.open('samenplan'));
    const found = [];
    for (const name of database.objectStoreNames) {
      const store = database.transaction(name).objectStore(name);
      found.push(...(await done(store.getAll())), ...(await done(store.getAllKeys())));
    }
    database.close();
    const show = (value) =>
      value instanceof ArrayBuffer || ArrayBuffer.isView(value)
        ? new TextDecoder('latin1').decode(value) + new TextDecoder().decode(value)
        : typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([key, one]) => [key, show(one)]).join(' ')
          : String(value);
    return found.map(show).join('\\n');
  })()`);

const countKept = (page: Page): Promise<number> =>
  page.evaluate(`(async () => {
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await done(indexedDB.open('samenplan'));
    const count = await done(database.transaction('rows').objectStore('rows').count());
    database.close();
    return count;
  })()`);

describe('text that is not stored', () => {
  let product: Product;
  let browser: Browser;
  let people: Record<'client' | 'poh' | 'nurse', Visitor>;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start(), launchBrowser()]);
    people = await Visitor.logInAll(product, 'client', 'poh', 'nurse');
  }, 180_000);

  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });

  afterAll(async () => {
    await browser.close();
    await product.remove();
  });

  /** A browser profile of somebody; tabs of it share what the device keeps. */
  async function profileOf(who: Visitor, viewport?: { width: number; height: number }): Promise<BrowserContext> {
    const { context, page } = await visitAs(browser, who, {
      path: '/uitgelogd',
      ...(viewport === undefined ? {} : { viewport }),
    });
    contexts.push(context);
    // A server that was killed a moment ago is slow at first.
    context.setDefaultTimeout(30_000);
    await page.close();
    return context;
  }

  async function logInHere(context: BrowserContext, who: Visitor): Promise<void> {
    const [name = '', value = ''] = who.cookie.split('=');
    await context.addCookies([{ name, value, url: product.url, httpOnly: true, sameSite: 'Lax' }]);
  }

  async function tabOn(context: BrowserContext, path: string): Promise<Page> {
    const page = await context.newPage();
    await holdable(page);
    await page.goto(path);
    return page;
  }

  async function writing(context: BrowserContext, place: Place): Promise<Page> {
    const page = await tabOn(context, pathOf(place));
    await status(page, 'saved').waitFor();
    await textIn(page).click();
    return page;
  }

  /** Types what does not arrive, and closes the tab when the device has it. */
  async function leaveBehind(context: BrowserContext, place: Place, words: string): Promise<void> {
    const page = await writing(context, place);
    await hold(page);
    await page.keyboard.type(words);
    await kept(page).waitFor();
    await page.close();
  }

  it('is there and stored after the tab was closed without a server, and the device keeps nothing of it', async () => {
    const place = await newPlace(people.client);
    const context = await profileOf(people.client);
    const page = await writing(context, place);
    await page.keyboard.type('Dit staat er al. ');
    await status(page, 'saved').waitFor();
    await product.kill();
    await page.keyboard.type('Dit typte ik in de trein.');
    await status(page, 'broken').waitFor();
    await kept(page).waitFor();
    expect(await keptBytes(page)).not.toContain('trein');
    await page.close();
    await product.startAgain();
    const again = await tabOn(context, pathOf(place));
    await untilWords(again, 'Dit staat er al. Dit typte ik in de trein.');
    await again
      .locator('sp-section-live')
      .getByText(/^Je tekst van .* is alsnog opgeslagen\.$/)
      .waitFor();
    await status(again, 'saved').waitFor();
    expect(await textOf(people.client, place.sectionId)).toBe('Dit staat er al. Dit typte ik in de trein.');
    expect(await countKept(again)).toBe(0);
    expect(await axeFindings(again)).toEqual([]);
  }, 120_000);

  it('of two tabs comes back from both, once', async () => {
    const place = await newPlace(people.client);
    const context = await profileOf(people.client);
    const [one, other] = [await writing(context, place), await writing(context, place)];
    for (const page of [one, other]) await hold(page);
    await one.keyboard.type('Eerste tab.');
    await other.keyboard.type('Tweede tab.');
    for (const page of [one, other]) await kept(page).waitFor();
    await one.close();
    // The other tab lives: what it holds is left alone.
    const again = await tabOn(context, pathOf(place));
    await untilWords(again, 'Eerste tab.');
    await status(again, 'saved').waitFor();
    expect(await wordsIn(again)).not.toContain('Tweede tab.');
    await other.close();
    const last = await tabOn(context, pathOf(place));
    await untilWords(last, 'Tweede tab.');
    await status(last, 'saved').waitFor();
    const stored = await textOf(people.client, place.sectionId);
    for (const words of ['Eerste tab.', 'Tweede tab.']) expect(stored.split(words)).toHaveLength(2);
  }, 120_000);

  it('is to copy after the right was lowered meanwhile, on every visit until it is thrown away; never merged', async () => {
    const place = await newPlace(people.client);
    const grant = await share(people.client, place, people.poh, 'write');
    const context = await profileOf(people.poh, phone);
    await leaveBehind(context, place, 'Te laat voor het plan');
    await lower(people.client, place, grant);
    for (const visit of [1, 2]) {
      const page = await tabOn(context, pathOf(place));
      await status(page, 'reading').waitFor();
      const panel = page.locator('sp-unstored-panel');
      expect(await panel.locator('blockquote').innerText()).toBe('Te laat voor het plan');
      await panel.getByText('Je mag hier niet meer schrijven.').waitFor();
      expect(await widthOf(page)).toBeLessThanOrEqual(phone.width);
      expect(await axeFindings(page)).toEqual([]);
      if (visit === 2) {
        await panel.getByRole('button', { name: 'Gooi weg' }).click();
        await page.getByRole('alertdialog').getByRole('button', { name: 'Gooi weg' }).click();
        await panel.locator('blockquote').waitFor({ state: 'detached' });
      }
      await page.close();
    }
    const page = await tabOn(context, pathOf(place));
    await status(page, 'reading').waitFor();
    expect(await page.locator('sp-unstored-panel blockquote').count()).toBe(0);
    expect(await textOf(people.client, place.sectionId)).not.toContain('Te laat');
  }, 120_000);

  it('is found from the closed door after a stop, and is not merged when the right comes back', async () => {
    const place = await newPlace(people.client, 'Titel die weg is');
    const grant = await share(people.client, place, people.poh, 'write');
    const context = await profileOf(people.poh, phone);
    await leaveBehind(context, place, 'Mijn eigen zin');
    await stop(people.client, place, grant);
    const page = await tabOn(context, pathOf(place));
    await page.getByText('Dit is er niet (meer)').waitFor();
    await page.getByRole('link', { name: 'Bekijk je tekst' }).click();
    await page.getByRole('heading', { level: 1, name: 'Niet opgeslagen' }).waitFor();
    expect(await page.locator('blockquote').innerText()).toBe('Mijn eigen zin');
    expect(await page.content()).not.toContain('Titel die weg is');
    expect(await widthOf(page)).toBeLessThanOrEqual(phone.width);
    expect(await axeFindings(page)).toEqual([]);
    await page.close();
    await share(people.client, place, people.poh, 'write');
    const again = await tabOn(context, pathOf(place));
    await status(again, 'saved').waitFor();
    await again.locator('sp-unstored-panel blockquote', { hasText: 'Mijn eigen zin' }).waitFor();
    expect(await textOf(people.client, place.sectionId)).not.toContain('Mijn eigen zin');
  }, 120_000);

  it('is unreadable for the next person on the device, and back to copy when its writer logs in again', async () => {
    const place = await newPlace(people.client);
    for (const who of [people.poh, people.nurse]) await share(people.client, place, who, 'write');
    const writer = await Visitor.logIn(product, 'poh');
    const context = await profileOf(writer);
    const page = await writing(context, place);
    await hold(page);
    await page.keyboard.type('Alleen voor mijn ogen');
    await kept(page).waitFor();
    await page.getByRole('button', { name: 'Uitloggen' }).click();
    const question = page.getByRole('dialog');
    await question.getByText('Niet alles is opgeslagen').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await question.getByRole('button', { name: 'Uitloggen en tekst bewaren' }).click();
    await page.waitForURL('**/uitgelogd');
    await logInHere(context, people.nurse);
    for (const path of ['/', '/niet-opgeslagen', pathOf(place)]) {
      await page.goto(path);
      await page.locator('main h1').waitFor();
    }
    await status(page, 'saved').waitFor();
    expect(await page.locator('blockquote').count()).toBe(0);
    expect(await countKept(page)).toBe(1);
    const bytes = await keptBytes(page);
    for (const trace of ['Alleen voor', 'ogen', place.sectionId, place.planId, people.poh.id, people.poh.name])
      expect(bytes).not.toContain(trace);
    await logInHere(context, people.poh);
    await page.goto('/');
    await page.getByRole('link', { name: 'Bekijk je tekst' }).click();
    expect(await page.locator('blockquote').innerText()).toBe('Alleen voor mijn ogen');
    await page.goto(pathOf(place));
    await page.locator('sp-unstored-panel').getByText('Je logde uit voordat dit was opgeslagen.').waitFor();
    expect(await textOf(people.client, place.sectionId)).not.toContain('Alleen voor');
  }, 120_000);

  it('is gone from the device when its writer logs out and throws it away', async () => {
    const place = await newPlace(people.client);
    await share(people.client, place, people.poh, 'write');
    const context = await profileOf(await Visitor.logIn(product, 'poh'));
    const page = await writing(context, place);
    await hold(page);
    await page.keyboard.type('Weg ermee');
    await kept(page).waitFor();
    await page.getByRole('button', { name: 'Uitloggen' }).click();
    await page.getByRole('button', { name: 'Uitloggen en tekst weggooien' }).click();
    await page.waitForURL('**/uitgelogd');
    expect(await countKept(page)).toBe(0);
  }, 120_000);

  it('is said not to be kept where the browser keeps nothing; typing goes on and is stored later', async () => {
    const place = await newPlace(people.client);
    const context = await profileOf(people.client, phone);
    await context.addInitScript(`IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError'); };`);
    const page = await writing(context, place);
    await page.keyboard.type('Gewoon opgeslagen. ');
    await status(page, 'saved').waitFor();
    expect(await page.getByText('Dit apparaat bewaart je tekst niet').count()).toBe(0);
    await context.setOffline(true);
    await hold(page);
    await page.keyboard.type('Dit wacht.');
    await page
      .locator('sp-live-line')
      .getByText('Dit apparaat bewaart je tekst niet als je de pagina sluit.')
      .waitFor();
    expect(await widthOf(page)).toBeLessThanOrEqual(phone.width);
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.type(' En nog meer.');
    expect(await wordsIn(page)).toBe('Gewoon opgeslagen. Dit wacht. En nog meer.');
  }, 120_000);
});
