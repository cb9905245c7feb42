import { setTimeout as until } from 'node:timers/promises';
import { representationRoutes, routes } from '@samenplan/shared/contracts';
import type { Browser } from 'playwright-core';
import { launchBrowser, textIn, visitAs, type Visit } from './browser';
import { Visitor } from './people';
import { newPlace } from './plans';
import { Product } from './product';
import { closeAll, openedSection, textOf, untilText, writeStored } from './sockets';

const SECOND = 1_000;
/** Long enough to open the page on a busy machine. */
const LASTS = 20 * SECOND;

describe('a mandate', () => {
  let product: Product;
  let browser: Browser;
  let people: Record<'client' | 'informal', Visitor>;
  let seen: Visit | undefined;

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start(), launchBrowser()]);
    people = await Visitor.logInAll(product, 'client', 'informal');
  }, 180_000);
  afterAll(async () => {
    closeAll();
    await seen?.context.close();
    await browser.close();
    await product.remove();
  });

  it('ends by the clock while its holder types: the screen closes, nothing more is stored, and the log says why', async () => {
    const place = await newPlace(people.client);
    const params = { planId: place.planId };
    const mine = await openedSection(people.client, place.sectionId);
    const endsAt = Date.now() + LASTS;
    await people.client.call(representationRoutes.addMandate, {
      params,
      body: {
        personId: people.informal.id,
        kind: 'gemachtigde',
        scope: 'all',
        endsAt: new Date(endsAt).toISOString(),
      },
    });
    seen = await visitAs(browser, people.informal, { path: `/plannen/${place.planId}/secties/${place.sectionId}` });
    const { page } = seen;
    await page.locator('[data-status="saved"]').waitFor();
    await textIn(page).click();
    await page.keyboard.type('Namens jou geschreven. ');
    await untilText(mine.doc, 'Namens jou geschreven.');
    expect(Date.now()).toBeLessThan(endsAt);
    let isOpen = true;
    const closed = page
      .getByText('Je hebt geen toegang meer')
      .first()
      .waitFor({ timeout: 2 * LASTS })
      .then(() => {
        isOpen = false;
        return Date.now();
      });
    while (isOpen) await page.keyboard.type('Nog een woord. ', { delay: 20 });
    expect(await closed).toBeGreaterThanOrEqual(endsAt);
    expect((await closed) - endsAt).toBeLessThan(2 * SECOND);
    await writeStored(mine, 'Alleen voor de cliënt.');
    expect(await page.content()).not.toContain('Alleen voor de cliënt');
    expect(await textOf(people.client, place.sectionId)).toContain('Namens jou geschreven. Nog een woord.');

    // The line of the end follows by itself; reading the log until it stands is what its reader would do.
    for (let round = 0; ; round += 1) {
      const { items } = await people.client.call(routes.getAccessLog, { params, query: {} });
      const line = items.find(({ type }) => type === 'mandate-ended');
      if (line !== undefined) {
        expect(line).toMatchObject({ person: null, detail: { name: people.informal.name } });
        expect(new Date(line.at).getTime()).toBe(endsAt);
        break;
      }
      expect(round).toBeLessThan(20);
      await until(SECOND);
    }
    const { items } = await people.client.call(routes.getAccessLog, { params, query: {} });
    const written = items.find(
      ({ type, person }) => type === 'section-live-write' && person?.id === people.informal.id,
    );
    expect(written).toMatchObject({
      role: 'gemachtigde',
      onBehalfOf: { name: people.client.name },
    });
  }, 120_000);
});
