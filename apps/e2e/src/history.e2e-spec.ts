import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { connectOwner, readRunning } from '@samenplan/api/platform';
import { routes } from '@samenplan/shared/contracts';
import type { Browser, Locator, Page } from 'playwright-core';
import {
  axeFindings,
  caretToEnd,
  desktop,
  focusIsIn,
  hasFocus,
  launchBrowser,
  phone,
  settled,
  textIn,
  untilWords,
  visitAs,
  widthOf,
  wordsIn,
  type Visit,
} from './browser';
import { Visitor } from './people';
import { lower, newPlace, share, stop, type Place } from './plans';
import { Product } from './product';
import { closeAll, openedSection, textOf, writeStored } from './sockets';

const screens = join(import.meta.dirname, '../../../tmp/screens');
const sectionOf = ({ planId, sectionId }: Place): string => `/plannen/${planId}/secties/${sectionId}`;
const versionsOf = (place: Place): string => `${sectionOf(place)}/eerdere-versies`;
const saved = (page: Page): Locator => page.locator('[data-status="saved"]');
const lines = (page: Page): Locator => page.locator('sp-version-list a');
const reading = (page: Page): Locator => page.locator('sp-version-view .sheet');

describe('earlier versions of a section', () => {
  let product: Product;
  let browser: Browser;
  let people: Record<'client' | 'poh' | 'nurse', Visitor>;
  const visits: Visit[] = [];

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start(), launchBrowser(), mkdir(screens, { recursive: true })]);
    people = await Visitor.logInAll(product, 'client', 'poh', 'nurse');
  }, 180_000);

  afterEach(async () => {
    closeAll();
    for (const { context } of visits.splice(0)) await context.close();
  });

  afterAll(async () => {
    await browser.close();
    await product.remove();
  });

  async function open(who: Visitor, path: string, viewport = desktop): Promise<Page> {
    const seen = await visitAs(browser, who, { path, viewport });
    visits.push(seen);
    return seen.page;
  }

  /** Types at the end of the text, as a person on that page. */
  async function typeAtEnd(page: Page, words: string): Promise<void> {
    await saved(page).waitFor();
    await textIn(page).click();
    if ((await wordsIn(page)) !== '') await caretToEnd(page);
    await page.keyboard.type(words);
    await saved(page).getByText('Opgeslagen', { exact: true }).waitFor();
  }

  /**
   * The client writes a line; the POH, who then may, goes on in it and takes nothing away. A change of rights ends a
   * version, so these are two.
   */
  async function writtenByTwo(): Promise<Place> {
    const place = await newPlace(people.client, 'Slapen');
    const mine = await open(people.client, sectionOf(place));
    await typeAtEnd(mine, 'Ik slaap slecht sinds mei. ');
    await share(people.client, place, people.poh, 'write');
    const theirs = await open(people.poh, sectionOf(place));
    await typeAtEnd(theirs, 'Wij maken een slaapdagboek.');
    await untilWords(mine, 'slaapdagboek.');
    for (const { context } of visits.splice(0)) await context.close();
    return place;
  }

  async function looksGood(page: Page, name: string): Promise<void> {
    for (const [size, viewport] of [
      ['phone', phone],
      ['desktop', desktop],
    ] as const) {
      await page.setViewportSize(viewport);
      await page.screenshot({ path: join(screens, `${name}-${size}.png`), fullPage: true });
      expect({ size, findings: await axeFindings(page) }).toEqual({ size, findings: [] });
      expect(await widthOf(page)).toBeLessThanOrEqual(viewport.width);
    }
  }

  /** As if everything so far, edits and visits, was two hours earlier. */
  async function twoHoursPass({ sectionId }: Place): Promise<void> {
    const owner = await connectOwner(readRunning(product.dataDir)?.ownerUrl ?? '');
    for (const past of [
      `update section_visit set at = at - interval '2 hours', since = since - interval '2 hours' where section_id = $1`,
      `update room_update set at = at - interval '2 hours' where room_id = $1`,
    ])
      await owner.query(past, [sectionId]);
    await owner.end();
  }

  /** Resolves when leaving in this way has told the server that somebody was there until now. */
  async function signedWhen({ id }: Visitor, leave: () => Promise<unknown>): Promise<void> {
    const owner = await connectOwner(readRunning(product.dataDir)?.ownerUrl ?? '');
    await owner.query(`update section_visit set at = at - interval '10 minutes' where person_id = $1`, [id]);
    await leave();
    const recent = `select 1 from section_visit where person_id = $1 and at > now() - interval '5 minutes'`;
    while ((await owner.query(recent, [id])).rowCount === 0);
    await owner.end();
  }

  it('lists who worked when, and marks in a version who wrote which words', async () => {
    const place = await writtenByTwo();
    const page = await open(people.client, sectionOf(place));
    await page.getByRole('link', { name: 'Eerdere versies' }).click();
    await settled(page);
    await lines(page).nth(1).waitFor();
    expect(await lines(page).locator('.who').allInnerTexts()).toEqual([
      expect.stringContaining(people.poh.name),
      'Jij',
    ]);
    expect(await lines(page).nth(0).innerText()).toContain('4 woorden erbij');
    await looksGood(page, 'history-list-client');

    await lines(page).nth(0).click();
    await reading(page).getByText('Ik slaap slecht').waitFor();
    expect(await hasFocus(page.locator('sp-version-view h2'))).toBe(true);
    const names = await reading(page)
      .locator('sp-reading-block button')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    expect(names).toEqual([expect.stringMatching(/^jij, /), expect.stringContaining(people.poh.name)]);
    await reading(page).getByText('Wij maken een slaapdagboek.').click();
    await reading(page).getByText(`Geschreven door ${people.poh.name}`).waitFor();
    await looksGood(page, 'history-authors-client');

    await page.setViewportSize(phone);
    expect(await lines(page).first().isVisible()).toBe(false);
    await page.goBack();
    await lines(page).first().waitFor();
    expect(await hasFocus(lines(page).first())).toBe(true);
  }, 90_000);

  it('compares with a version before it, and keeps what the client took away for the client', async () => {
    const place = await writtenByTwo();
    const mine = await open(people.client, sectionOf(place));
    await typeAtEnd(mine, 'x');
    await mine.keyboard.press('Control+Shift+Home');
    await mine.keyboard.type('Alleen dit nog.');
    await saved(mine).getByText('Opgeslagen', { exact: true }).waitFor();
    const { items } = await people.client.call(routes.listVersions, { params: place, query: { limit: 30 } });
    const [newest] = items;
    const oldest = items.at(-1);

    await mine.goto(`${versionsOf(place)}/${newest?.version}`);
    await settled(mine);
    await mine.getByText('Wat is veranderd', { exact: true }).click();
    await reading(mine).locator('.text ins').first().waitFor();
    expect(new URL(mine.url()).pathname).toMatch(/\/eerdere-versies\/\d+\/sinds\/\d+$/);
    await mine.locator('sp-version-view select').selectOption(String(oldest?.version));
    const taken = reading(mine).locator('.text del', { hasText: 'Ik slaap slecht' });
    await taken.waitFor();
    expect(await taken.innerText()).toContain('Weggehaald door jou');
    await mine.getByText('Alleen jij ziet wat je zelf hebt weggehaald.').waitFor();
    await looksGood(mine, 'history-changes-client');
    await mine.getByText('Laat ook zien wat is weggehaald').click();
    await taken.waitFor({ state: 'detached' });

    // The same version for somebody else: no word of it, and no line about it.
    const theirs = await open(people.poh, `${versionsOf(place)}/${newest?.version}`);
    await settled(theirs);
    await reading(theirs).getByText('Alleen dit nog.').waitFor();
    const seen = await theirs.locator('main').innerText();
    expect(seen).not.toContain('Ik slaap slecht');
    expect(seen).not.toContain('Alleen jij ziet');
  }, 90_000);

  it('tells once more what changed since the previous visit, and nothing at a first one', async () => {
    const place = await writtenByTwo();
    await twoHoursPass(place);
    const poh = await openedSection(people.poh, place.sectionId);
    await writeStored(poh, 'Hoe ging het vannacht?');
    const mine = await open(people.client, sectionOf(place));
    const line = mine.locator('sp-visit-changes');
    await line.getByText(new RegExp(`^Sinds .* schreef ${people.poh.name}.* in 1 stuk\\.$`)).waitFor();
    await looksGood(mine, 'history-visit-line-client');
    await line.getByRole('button', { name: 'Bekijk wat is veranderd' }).click();
    await line.locator('.text ins', { hasText: 'Hoe ging het vannacht?' }).waitFor();
    expect(await line.innerText()).not.toContain('Ik slaap slecht');
    await looksGood(mine, 'history-visit-client');

    // A reload is the same visit; after it, there is nothing new any more.
    await mine.reload();
    await line.getByText('schreef').waitFor();
    const told = mine.waitForRequest((request) => request.url().endsWith('/visit') && request.method() === 'PUT');
    await mine.getByRole('link', { name: 'Naar het plan' }).click();
    await told;
    await mine.goBack();
    await line.getByText('schreef').waitFor();
    await signedWhen(people.client, () => mine.goto('/'));
    await twoHoursPass(place);
    await mine.goto(sectionOf(place));
    await mine.waitForResponse((answer) => answer.url().endsWith('/changes') && answer.ok());
    await untilWords(mine, 'Hoe ging het vannacht?');
    expect(await line.innerText()).toBe('');

    await share(people.client, place, people.nurse, 'read');
    const first = await open(people.nurse, sectionOf(place));
    await first.waitForResponse((answer) => answer.url().endsWith('/changes') && answer.ok());
    await untilWords(first, 'Hoe ging het vannacht?');
    expect(await first.locator('sp-visit-changes').innerText()).toBe('');
  }, 120_000);

  it('brings a version back after saying what happens, for everybody at once, and keeps what stood there', async () => {
    const place = await writtenByTwo();
    const other = await open(people.client, sectionOf(place));
    await untilWords(other, 'slaapdagboek.');
    const theirs = await open(people.poh, sectionOf(place));
    await typeAtEnd(theirs, ' En wij bellen elke week.');
    await theirs.getByRole('button', { name: 'Meer over dit onderdeel' }).click();
    await theirs.getByRole('menuitem', { name: 'Eerdere versies' }).click();
    await settled(theirs);
    // An edit of before the right was theirs is nowhere in the list.
    const { items } = await people.poh.call(routes.listVersions, { params: place, query: { limit: 30 } });
    const first = await people.client.call(routes.listVersions, { params: place, query: { limit: 30 } });
    expect(items.length).toBeLessThan(first.items.length);

    const before = (items.at(-1)?.version ?? 0) - ' En wij bellen elke week.'.length;
    await theirs.goto(`${versionsOf(place)}/${before}`);
    await settled(theirs);
    await reading(theirs).getByText('Wij maken een slaapdagboek.').waitFor();
    await theirs.getByRole('button', { name: 'Zet deze versie terug' }).click();
    const dialog = theirs.getByRole('dialog');
    await dialog.getByText('De tekst van nu gaat niet weg.').waitFor();
    await looksGood(theirs, 'history-restore-poh');
    await dialog.getByRole('button', { name: 'Zet terug' }).click();
    await theirs.waitForURL((address) => address.pathname === sectionOf(place));
    await theirs.getByText('is teruggezet').waitFor();
    await untilWords(theirs, 'slaapdagboek.');
    expect(await wordsIn(theirs)).not.toContain('elke week');
    await textIn(other).filter({ hasText: 'elke week' }).waitFor({ state: 'detached' });
    expect(await textOf(people.client, place.sectionId)).not.toContain('elke week');
    await theirs.goto(versionsOf(place));
    await lines(theirs).first().getByText('Teruggezet naar de versie van').waitFor();
  }, 120_000);

  it('shows a reader nothing from before the own right, and no button to bring anything back', async () => {
    const place = await writtenByTwo();
    const { items } = await people.client.call(routes.listVersions, { params: place, query: { limit: 30 } });
    const grant = await share(people.client, place, people.nurse, 'read');
    const poh = await openedSection(people.poh, place.sectionId);
    await writeStored(poh, 'Dit mag de wijkverpleging ook lezen.');
    const page = await open(people.nurse, versionsOf(place), phone);
    await settled(page);
    await lines(page).first().waitFor();
    expect(await lines(page).count()).toBe(1);
    await lines(page).first().click();
    await reading(page).getByText('Dit mag de wijkverpleging ook lezen.').waitFor();
    expect(await page.getByRole('button', { name: 'Zet deze versie terug' }).count()).toBe(0);
    await looksGood(page, 'history-authors-nurse');
    await page.goto(`${versionsOf(place)}/${items[0]?.version}`);
    await page.getByText('Deze versie is er niet', { exact: true }).waitFor();
    expect(await page.locator('main').innerText()).not.toContain('Ik slaap slecht');

    // The right ends while it is open.
    await page.goto(versionsOf(place));
    await lines(page).first().click();
    await reading(page).getByText('Dit mag de wijkverpleging ook lezen.').waitFor();
    await stop(people.client, place, grant);
    await page.getByText('Je hebt geen toegang meer').first().waitFor();
    expect(await page.content()).not.toMatch(/wijkverpleging ook|Slapen/);
  }, 90_000);

  it('says in words that the right to write has gone meanwhile', async () => {
    const place = await newPlace(people.client);
    const mine = await openedSection(people.client, place.sectionId);
    const grant = await share(people.client, place, people.poh, 'write');
    await writeStored(mine, 'Een.');
    const { items } = await people.poh.call(routes.listVersions, { params: place, query: { limit: 30 } });
    await writeStored(mine, 'Twee.');
    const page = await open(people.poh, `${versionsOf(place)}/${items[0]?.version}`);
    await settled(page);
    await page.getByRole('button', { name: 'Zet deze versie terug' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await lower(people.client, place, grant);
    await dialog.getByRole('button', { name: 'Zet terug' }).click();
    await page.getByText('Je mag dit wel zien, maar niet veranderen.').waitFor();
    expect(await textOf(people.client, place.sectionId)).toContain('Twee.');
  }, 60_000);

  it('goes by keyboard from the section to a version, its writers, its changes and back', async () => {
    const place = await writtenByTwo();
    const page = await open(people.client, versionsOf(place));
    await settled(page);
    await lines(page).first().focus();
    await page.keyboard.press('Enter');
    await reading(page).getByText('Ik slaap slecht').waitFor();
    await page.keyboard.press('Tab');
    expect(await focusIsIn(page, 'sp-segmented')).toBe(true);
    await page.keyboard.press('Tab');
    expect(await focusIsIn(page, 'sp-reading-block')).toBe(true);
    await reading(page).getByText('Geschreven door jou').waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ArrowRight');
    await reading(page).locator('.text ins').first().waitFor();
    expect(await focusIsIn(page, 'sp-segmented')).toBe(true);
  }, 60_000);
});
