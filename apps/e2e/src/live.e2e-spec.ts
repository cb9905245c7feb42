import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { caretToEnd, launchBrowser, settled, textIn, type Visit, untilWords, visitAs, wordsIn } from './browser';
import { hold, holdable } from './held-socket';
import { Visitor } from './people';
import { lower, newPlace, share, stop, type Place } from './plans';
import { Product } from './product';
import { textOf } from './sockets';

const SECOND = 1_000;
const pathOf = ({ planId, sectionId }: Place): string => `/plannen/${planId}/secties/${sectionId}`;
const status = (page: Page, kind: string) => page.locator(`[data-status="${kind}"]`);

describe('one section in several real browsers', () => {
  let product: Product;
  /** Two of them: nothing is shared between the people but the server. */
  let browsers: readonly [Browser, Browser];
  let people: Record<'client' | 'poh' | 'nurse' | 'stranger', Visitor>;
  const visits: Visit[] = [];

  beforeAll(async () => {
    [product, ...browsers] = (await Promise.all([Product.start(), launchBrowser(), launchBrowser()])) as unknown as [
      Product,
      Browser,
      Browser,
    ];
    people = await Visitor.logInAll(product, 'client', 'poh', 'nurse', 'stranger');
  }, 180_000);

  afterEach(async () => {
    for (const { context } of visits.splice(0)) await context.close();
  });

  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await product.remove();
  });

  async function open(who: Visitor, path: string, before?: (page: Page) => Promise<void>): Promise<Page> {
    const seen = await visitAs(browsers[who.key === 'client' ? 0 : 1], who, { path: '/uitgelogd' });
    visits.push(seen);
    await before?.(seen.page);
    await seen.page.goto(path);
    return seen.page;
  }

  /** The page of a section, with its text and ready to be typed in. */
  async function openToWrite(who: Visitor, place: Place, before?: (page: Page) => Promise<void>): Promise<Page> {
    const page = await open(who, pathOf(place), before);
    await status(page, 'saved').waitFor();
    await textIn(page).click();
    return page;
  }

  it('shows two people who type at the same time everything of each other, and says "Opgeslagen" to both', async () => {
    const place = await newPlace(people.client);
    await share(people.client, place, people.poh, 'write');
    const [mine, theirs] = await Promise.all([openToWrite(people.client, place), openToWrite(people.poh, place)]);
    await mine.keyboard.type('Van de cliënt. ');
    await untilWords(theirs, 'Van de cliënt.');
    await caretToEnd(theirs);
    await theirs.keyboard.press('Enter');
    await Promise.all([
      mine.keyboard.type('En dit typ ik tegelijk met jou.', { delay: 15 }),
      theirs.keyboard.type('Dit typt de ander op hetzelfde moment.', { delay: 15 }),
    ]);
    for (const page of [mine, theirs]) {
      await untilWords(page, 'Van de cliënt. En dit typ ik tegelijk met jou.');
      await untilWords(page, 'Dit typt de ander op hetzelfde moment.');
      await status(page, 'saved').getByText('Opgeslagen', { exact: true }).waitFor();
    }
    const stored = await textOf(people.client, place.sectionId);
    expect(stored).toContain('En dit typ ik tegelijk met jou.');
    expect(stored).toContain('Dit typt de ander op hetzelfde moment.');
  });

  it('lets a reader read along, who can not type', async () => {
    const place = await newPlace(people.client);
    await share(people.client, place, people.nurse, 'read');
    const mine = await openToWrite(people.client, place);
    const reader = await open(people.nurse, pathOf(place));
    await status(reader, 'reading').waitFor();
    await mine.keyboard.type('Lees maar mee.');
    await untilWords(reader, 'Lees maar mee.');
    expect(await textIn(reader).getAttribute('contenteditable')).toBe('false');
    expect(await reader.getByRole('toolbar').count()).toBe(0);
    await textIn(reader).click();
    await reader.keyboard.type('Ik typ toch.');
    await mine.keyboard.type(' En nog wat.');
    await untilWords(reader, 'En nog wat.');
    expect(await wordsIn(reader)).not.toContain('Ik typ toch.');
    expect(await textOf(people.client, place.sectionId)).not.toContain('Ik typ toch.');
  });

  it('shows the caret of another under the name that the server knows, with the function', async () => {
    const place = await newPlace(people.client);
    await share(people.client, place, people.poh, 'write');
    const mine = await openToWrite(people.client, place);
    const theirs = await openToWrite(people.poh, place);
    await theirs.keyboard.type('Hier sta ik.');
    const name = mine.locator('.sp-caret-name');
    await name.waitFor({ state: 'attached' });
    expect(await name.textContent()).toContain(people.poh.name);
    await mine.getByText(`Ook hier: ${people.poh.name}`).waitFor();
  });

  it('takes the text off the screen of who is stopped within a second, and out of the page, while both type', async () => {
    const place = await newPlace(people.client, 'Geheime titel');
    const grant = await share(people.client, place, people.poh, 'write');
    const mine = await openToWrite(people.client, place);
    const theirs = await openToWrite(people.poh, place);
    await mine.keyboard.type('Heel gevoelige woorden. ');
    await untilWords(theirs, 'Heel gevoelige woorden.');
    const typing = theirs.keyboard.type('Ik ben nog aan het schrijven en weet van niets. '.repeat(3), { delay: 20 });
    await theirs.locator('.sp-text', { hasText: 'Ik ben nog' }).waitFor();
    const gone = theirs
      .locator('.sp-text')
      .waitFor({ state: 'detached' })
      .then(() => performance.now());
    await stop(people.client, place, grant);
    const answered = performance.now();
    expect((await gone) - answered).toBeLessThan(SECOND);
    await typing;
    await theirs.getByText('Je hebt geen toegang meer').first().waitFor();
    const page = await theirs.content();
    expect(page).not.toContain('Heel gevoelige');
    expect(page).not.toContain('Geheime titel');
  });

  it('says how many changes are not stored, and after lowering keeps them on that screen instead of in the text', async () => {
    const place = await newPlace(people.client);
    const grant = await share(people.client, place, people.poh, 'write');
    const theirs = await openToWrite(people.poh, place, holdable);
    await theirs.keyboard.type('Dit is opgeslagen. ');
    await status(theirs, 'saved').waitFor();
    await hold(theirs);
    await theirs.keyboard.type('Te laat');
    await status(theirs, 'pending').getByText('7 wijzigingen nog niet opgeslagen').waitFor();
    await lower(people.client, place, grant);
    await status(theirs, 'reading').waitFor();
    const kept = theirs.locator('sp-unstored-panel');
    await kept.getByText('Niet opgeslagen', { exact: true }).waitFor();
    expect(await kept.locator('blockquote').innerText()).toBe('Te laat');
    expect(await textIn(theirs).getAttribute('contenteditable')).toBe('false');
    expect(await wordsIn(theirs)).toBe('Dit is opgeslagen. ');
    expect(await textOf(people.client, place.sectionId)).not.toContain('Te laat');
  });

  it('lowers a writer to a reader in the middle of typing; nothing typed is on the page as if it were stored', async () => {
    const place = await newPlace(people.client);
    const grant = await share(people.client, place, people.poh, 'write');
    const theirs = await openToWrite(people.poh, place);
    const typing = theirs.keyboard.type('Ik typ en typ en typ maar door. '.repeat(4), { delay: 20 });
    await theirs.locator('.sp-text', { hasText: 'Ik typ en typ' }).waitFor();
    await lower(people.client, place, grant);
    await status(theirs, 'reading').waitFor();
    await typing;
    const shown = (await wordsIn(theirs)).trim();
    expect(await textOf(people.client, place.sectionId)).toContain(shown);
    expect(shown.length).toBeLessThan('Ik typ en typ en typ maar door. '.length * 4 - 1);
  });

  it('shows a stranger the same screen for a section of others as for one that does not exist', async () => {
    const place = await newPlace(people.client, 'Titel die niemand mag zien');
    const seen = [];
    for (const path of [
      pathOf(place),
      pathOf({ planId: place.planId, sectionId: randomUUID() }),
      pathOf({ planId: randomUUID(), sectionId: randomUUID() }),
    ]) {
      const page = await open(people.stranger, path);
      await settled(page);
      await page.getByText('Dit is er niet (meer)').waitFor();
      seen.push({ title: await page.title(), words: await page.locator('main').innerText() });
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    expect(seen[0]?.words).not.toContain('Titel die niemand');
  });
});
