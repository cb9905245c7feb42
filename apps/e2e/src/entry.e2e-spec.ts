import type { Browser, BrowserContext, Page } from 'playwright-core';
import {
  axeFindings,
  desktop,
  launchBrowser,
  logInAsSomebodyNew,
  phone,
  settled,
  visit,
  visitAs,
  widthOf,
} from './browser';
import { Visitor } from './people';
import { newPlace } from './plans';
import { Product } from './product';
import { routes } from '@samenplan/shared/contracts';

/** All that the browser still holds of the site for whoever has it next. */
const leftBehind = (page: Page): Promise<string> =>
  page.evaluate(`(async () => {
    const names = await caches.keys();
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, names, databases, document.cookie]);
  })()`);

describe('first entry', () => {
  let product: Product;
  let browser: Browser;
  let people: Record<'client' | 'social-worker' | 'nurse', Visitor>;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start(), launchBrowser()]);
    people = await Visitor.logInAll(product, 'client', 'social-worker', 'nurse');
  }, 180_000);

  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });

  afterAll(async () => {
    await browser.close();
    await product.remove();
  });

  const fine = async (page: Page): Promise<void> => {
    await settled(page);
    expect(await axeFindings(page)).toEqual([]);
    expect(await widthOf(page)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  };

  it('of a client without a login: begun, decided on the screen of a professional, printed, and taken over by letter', async () => {
    const { context, page } = await visitAs(browser, people['social-worker'], { path: '/plan-starten/zonder-account' });
    contexts.push(context);
    await fine(page);
    await page.getByLabel('Naam van de cliënt').fill('Truus Vermeer');
    await page.getByLabel('Geboortedatum').fill('1941-08-02');
    await page.getByLabel('De cliënt zit naast mij en wil dit plan').check();
    await page.getByRole('button', { name: 'Begin het plan' }).click();
    const letter = page.locator('sp-letter-sheet .screen .code');
    const code = (await letter.textContent())?.trim() ?? '';
    await fine(page);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('Zo kun je zelf in je plan').isVisible()).toBe(true);
    expect(await page.getByText('Truus Vermeer').first().isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });

    await page.getByRole('link', { name: 'Samen beslissen met Truus Vermeer' }).click();
    await page.getByLabel('De cliënt zit naast mij en wil nu beslissen').check();
    await fine(page);
    await page.getByRole('button', { name: 'Begin samen' }).click();
    await page.waitForURL(/wie-ziet-wat$/);
    const bar = page.getByRole('region', { name: 'Samen beslissen' });
    await bar.waitFor();
    await page.setViewportSize(phone);
    await fine(page);
    await page.setViewportSize(desktop);
    const planId = /plannen\/([^/]+)/.exec(page.url())?.[1] ?? '';
    const share = (id: string): Promise<number> =>
      page.evaluate(
        ([plan, to]) =>
          fetch(`/api/v1/plans/${plan ?? ''}/grants`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({
              recipient: { type: 'person', id: to },
              effect: 'share',
              level: 'read',
              endsAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
            }),
          }).then(({ status }) => status),
        [planId, id],
      );
    expect(await share(people['social-worker'].id)).toBe(403);
    expect(await share(people.nurse.id)).toBe(201);
    // The plan itself, the start page and a section lead back to deciding.
    for (const path of ['/', `/plannen/${planId}`]) {
      await page.goto(path);
      await page.waitForURL(/wie-ziet-wat$/);
    }
    await bar.getByRole('link', { name: 'Klaar' }).click();
    await page.getByRole('heading', { name: people.nurse.name, exact: false }).waitFor();
    await fine(page);
    await page.getByRole('button', { name: 'Klaar' }).click();
    await page.getByRole('link', { name: 'Plan starten met een cliënt' }).waitFor();
    expect(await bar.count()).toBe(0);
    expect((await context.cookies()).map(({ name }) => name)).not.toContain('samenplan-assisted');

    const own = await visit(browser, product.url, { viewport: phone, path: `/account/${code}` });
    contexts.push(own.context);
    await fine(own.page);
    expect(await own.page.locator('main').innerText()).not.toContain('Truus');
    await own.page.getByRole('button', { name: 'Inloggen' }).click();
    await logInAsSomebodyNew(own.page, 'T. Vermeer');
    await own.page.getByLabel('Je geboortedatum').fill('1941-08-02');
    await fine(own.page);
    await own.page.getByRole('button', { name: 'Ja, dit is van mij' }).click();
    await own.page.waitForURL(/account\/klaar$/);
    await fine(own.page);
    await own.page.goto(`/plannen/${planId}/met-hulp`);
    await own.page.getByText('Samen beslist met').waitFor();
    await fine(own.page);
  }, 120_000);

  it('and leaving quickly: nothing readable stays behind', async () => {
    const { planId } = await newPlace(people.client, 'Iets dat niemand mag zien');
    const { context, page } = await visitAs(browser, people.client, { viewport: phone, path: `/plannen/${planId}` });
    contexts.push(context);
    await page.route('https://www.knmi.nl/**', (route) => route.fulfill({ body: 'weer', contentType: 'text/html' }));
    await page.getByText('Iets dat niemand mag zien').first().waitFor();
    const kept: string[] = [];
    page.on('response', (answer) => {
      const { pathname } = new URL(answer.url());
      if (/^\/(api|auth|plannen)/.test(pathname) && answer.headers()['cache-control'] !== 'no-store')
        kept.push(pathname);
    });
    await page.reload();
    await page.getByText('Iets dat niemand mag zien').first().waitFor();
    expect(kept).toEqual([]);
    // A step further inside the app: then going back meets an address of the plan.
    await page.getByRole('link', { name: 'Wie heeft gekeken' }).first().click();
    await page.waitForURL(/wie-heeft-gekeken/);
    await page.getByRole('button', { name: 'Snel weg' }).click();
    await page.waitForURL(/knmi/);
    const shown: string[] = [];
    for (let back = 0; back < 5; back += 1) {
      await page.goBack({ waitUntil: 'load' }).catch(() => null);
      shown.push(await page.locator('body').innerText());
    }
    expect(shown.join()).not.toContain('Iets dat niemand');
    await page.goto('/uitgelogd');
    const left = await leftBehind(page);
    for (const words of ['Iets dat', people.client.name, planId]) expect(left).not.toContain(words);
    await expect(people.client.call(routes.getMe, {})).rejects.toThrow('401');
  }, 60_000);

  it('and leaving quickly while deciding with help: neither the client nor the helper is logged in any more', async () => {
    const helper = await Visitor.logIn(product, 'social-worker');
    const { planId } = await helper.call(routes.createAssistedClient, {
      body: { name: 'Kees Vermeer', birthDate: '1939-01-05', title: 'Mijn plan', agreed: true },
    });
    const path = `/plannen/${planId}/samen-beslissen`;
    const { context, page } = await visitAs(browser, helper, { viewport: phone, path });
    contexts.push(context);
    await page.route('https://www.knmi.nl/**', (route) => route.fulfill({ body: 'weer', contentType: 'text/html' }));
    await page.getByLabel('De cliënt zit naast mij en wil nu beslissen').check();
    await page.getByRole('button', { name: 'Begin samen' }).click();
    await page.waitForURL(/wie-ziet-wat$/);
    await page.getByRole('button', { name: 'Snel weg' }).click();
    await page.waitForURL(/knmi/);
    await page.goto('/');
    await page
      .getByRole('button', { name: 'Inloggen' })
      .or(page.getByRole('link', { name: 'Inloggen' }))
      .first()
      .waitFor();
    await expect(helper.call(routes.getMe, {})).rejects.toThrow('401');
  }, 60_000);
});
